"""The second factor: RFC 6238 codes, from secrets that rest encrypted with AES-256-GCM under a named key."""

import base64
import binascii
import json
import secrets
from datetime import datetime
from uuid import UUID

import pyotp
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pyotp.exceptions import OTPVerificationError

_NONCE = 12
_NEIGHBOURS = 1  # a phone's clock is a little off, and typing takes time
_KEY_BYTES = 32


class TotpVault:
    """`keys`: `{"current": "k1", "keys": {"k1": "<base64 of 32 bytes>"}}`; an old key stays until no row names it."""

    def __init__(self, keys: str) -> None:
        self._current, self._keys = read_keys(keys)

    def new_secret(self) -> str:
        return pyotp.random_base32()

    def protect(self, secret: str, owner: UUID) -> str:
        """Raises ValueError for what is not base32."""
        pyotp.TOTP(secret).byte_secret()
        nonce = secrets.token_bytes(_NONCE)
        sealed = self._keys[self._current].encrypt(nonce, secret.encode(), owner.bytes)
        return f"{self._current}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"

    def reveal(self, protected: str, owner: UUID) -> str:
        name, _, encoded = protected.partition(".")
        sealed = base64.urlsafe_b64decode(encoded)
        return self._keys[name].decrypt(sealed[:_NONCE], sealed[_NONCE:], owner.bytes).decode()

    def matching_step(self, protected: str, owner: UUID, code: str, at: datetime) -> int | None:
        totp = pyotp.TOTP(self.reveal(protected, owner))
        try:
            return totp.verify_and_get_timecode("".join(code.split()), for_time=at, valid_window=_NEIGHBOURS)
        except OTPVerificationError:
            return None


def read_keys(document: str) -> tuple[str, dict[str, AESGCM]]:
    """The current key's name, and every key by name.

    Raises:
        ValueError: not that JSON, a key that is not 32 bytes, or a current key that is none of them.
    """
    try:
        read = json.loads(document)
        keys = {str(name): base64.b64decode(key, validate=True) for name, key in read["keys"].items()}
        current = str(read["current"])
    except (KeyError, TypeError, AttributeError, binascii.Error) as error:
        raise ValueError("not a set of keys") from error
    if current not in keys or any(len(key) != _KEY_BYTES or "." in name for name, key in keys.items()):
        raise ValueError("the current key is missing, or a key is not 32 bytes long")
    return current, {name: AESGCM(key) for name, key in keys.items()}
