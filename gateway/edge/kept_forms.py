"""A form that could not be taken since its session had ended: sealed for whoever wrote it, for a while."""

import base64
import hashlib
import hmac
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken

Texts = Sequence[tuple[str, str]]
MOST = 512 * 1024
"""Characters of a sealed form; the page that carries it stays within what a form may send."""
_KEPT_FOR = timedelta(hours=1)
_WRITER = b"kiosque form writer\0"
_SEAL = b"kiosque kept form\0"


@dataclass(frozen=True)
class KeptForm:
    """Where it was going, and the texts of its inputs in their order."""

    path: str
    texts: Texts


class KeptForms:
    """Seals (Fernet: AES-128-CBC and HMAC-SHA256, dated) with a key that no other purpose shares.

    A sealed form lies in the page that asks who somebody is: nobody reads it there, and it opens for its writer alone.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._fernet = Fernet(base64.urlsafe_b64encode(hmac.digest(key, _SEAL, hashlib.sha256)))

    def writer(self, subject_id: UUID) -> str:
        """The mark by which a form says for whom it was written: 32 hexadecimal digits, the same at every sign-in."""
        return hmac.digest(self._key, _WRITER + subject_id.bytes, hashlib.sha256).hex()[:32]

    def seal(self, form: KeptForm, writer: str) -> str:
        """URL-safe characters; empty when there is too much to keep, or nobody is known to have written it."""
        clear = json.dumps([writer, form.path, list(form.texts)]).encode()
        sealed = self._fernet.encrypt(zlib.compress(clear)).decode()
        return sealed if writer and len(sealed) <= MOST else ""

    def open(self, sealed: str, subject_id: UUID) -> KeptForm | None:
        """None for another than its writer, and after an hour."""
        try:
            clear = self._fernet.decrypt(sealed, ttl=int(_KEPT_FOR.total_seconds()))
        except InvalidToken:
            return None
        writer, path, texts = json.loads(zlib.decompress(clear))
        if not hmac.compare_digest(writer, self.writer(subject_id)):
            return None
        return KeptForm(path, [(name, text) for name, text in texts])
