"""Keyed digests of mailed codes: bound to the registration and to the address that the code went to."""

import hashlib
import hmac
from uuid import UUID

from services.identity.adapters.captcha_keys import key_for
from services.identity.domain.email_address import email_key


class KeyedCodeDigests:
    def __init__(self, key: bytes) -> None:
        self._key = key_for("mailed code", key)

    def digest(self, account_id: UUID, email: str, code: str) -> bytes:
        return hmac.digest(self._key, f"{account_id}\x00{email_key(email)}\x00{code}".encode(), hashlib.sha256)
