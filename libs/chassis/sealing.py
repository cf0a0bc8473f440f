"""Secrets on the bus travel sealed for their one reader: compact JWE (RFC 7516), X25519 key agreement, A256GCM."""

from joserfc import jwe
from joserfc.errors import JoseError

from libs.chassis.keys import okp_key

_HEADER = {"alg": "ECDH-ES+A256KW", "enc": "A256GCM"}
_ALGORITHMS = ["ECDH-ES+A256KW", "A256GCM"]


class Unsealable(Exception):
    """The text was not sealed for this key, or was altered."""


class Sealer:
    """Seals for the holder of the matching private key (public JWK, OKP X25519)."""

    def __init__(self, public_jwk: str) -> None:
        self._key = okp_key(public_jwk)

    def seal(self, secret: str) -> str:
        return jwe.encrypt_compact(_HEADER, secret.encode(), self._key, algorithms=_ALGORITHMS)


class Opener:
    """Opens what was sealed for this private key (JWK, OKP X25519)."""

    def __init__(self, private_jwk: str) -> None:
        self._key = okp_key(private_jwk)

    def open(self, sealed: str) -> str:
        """Raises Unsealable."""
        try:
            return (jwe.decrypt_compact(sealed, self._key, algorithms=_ALGORITHMS).plaintext or b"").decode()
        except (JoseError, ValueError) as error:
            raise Unsealable from error
