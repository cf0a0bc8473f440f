"""Opens the secrets that were sealed for notifications."""

from libs.chassis.sealing import Opener, Unsealable
from services.notifications.application.ports import SecretLost


class SealedTokenOpener:
    """A `SecretOpener` with our private key (JWK, OKP X25519)."""

    def __init__(self, private_jwk: str) -> None:
        self._opener = Opener(private_jwk)

    def open(self, sealed: str) -> str:
        try:
            return self._opener.open(sealed)
        except Unsealable as error:
            raise SecretLost from error
