"""The town's seal: Ed25519 over what a certificate says, as a compact JWS (RFC 7515, RFC 8037)."""

import json
from collections.abc import Mapping
from typing import Any

from joserfc import jws
from joserfc.jwk import KeySet, OKPKey

from libs.chassis.keys import okp_key
from services.schooling.domain.statement import Signature, Statement

_ALGORITHM = "Ed25519"  # RFC 9864's name of EdDSA over Curve25519
_TYPE = "kiosque-certificate"


class CertificateSeal:
    """Signs with one key; the former ones still tell what they signed.

    Args:
        private_jwk: OKP Ed25519. Without a `kid` its thumbprint (RFC 7638) names it.
        former_keys: a JWK set of public keys.
    """

    def __init__(self, private_jwk: str, former_keys: str, commune: str) -> None:
        self._key = okp_key(private_jwk)
        self._key.ensure_kid()
        self._former = key_set(former_keys)
        self.commune = commune

    def sign(self, statement: Statement) -> Signature:
        token = jws.serialize_compact(
            _header(str(self._key.kid)), statement.canonical(), self._key, algorithms=[_ALGORITHM]
        )
        return Signature(token, str(self._key.kid))

    @property
    def public_keys(self) -> dict[str, Any]:
        """A JWK set (RFC 7517), the signing key first."""
        keys = [self._key, *self._former]
        return {"keys": [{"use": "sig", "alg": _ALGORITHM, **_public(key)} for key in keys]}


def key_set(text: str) -> list[OKPKey]:
    """The keys of a JWK set. Raises ValueError when one of them is no OKP key, or has no `kid`."""
    told = json.loads(text)
    if not isinstance(told, Mapping) or not isinstance(told.get("keys"), list):
        raise ValueError("is not a JWK set")  # noqa: TRY004 - of a setting, all errors are values
    keys = [okp_key(json.dumps(key)) for key in told["keys"]]
    if any(key.kid is None for key in keys):
        raise ValueError("holds a key without a kid")
    return keys


def was_signed(statement: Statement, key_id: str, signature: str, keys: list[OKPKey]) -> bool:
    """Whether one of these keys signed exactly this: asks nobody, so it works without a network.

    Args:
        key_id, signature: as in the fragment of the QR code, `#<kid>.<signature>`.
    """
    known = next((key for key in keys if key.kid == key_id), None)
    if known is None:
        return False
    mine = jws.serialize_compact(_header(key_id), statement.canonical(), _blank_key(), algorithms=[_ALGORITHM])
    token = f"{mine.rpartition('.')[0]}.{signature}"
    try:
        jws.deserialize_compact(token, KeySet([known]), algorithms=[_ALGORITHM])
    except Exception:  # noqa: BLE001 - whatever is wrong with a signature, it is not ours
        return False
    return True


def _header(key_id: str) -> dict[str, Any]:
    return {"alg": _ALGORITHM, "kid": key_id, "typ": _TYPE}


def _public(key: OKPKey) -> dict[str, Any]:
    return {name: value for name, value in key.as_dict(private=False).items() if name in {"kty", "crv", "x", "kid"}}


def _blank_key() -> OKPKey:
    """Any key: only the part of the JWS before its signature is used."""
    return OKPKey.generate_key("Ed25519")
