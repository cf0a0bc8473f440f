"""Encryption of files: AES-256-GCM, a data key per file, wrapped by a key of the ring; bound to the document's id.

The content, the name and the preview of a file share its data key under random 96-bit nonces; the purpose stands in
the associated data, so that no ciphertext can take another's place. Nothing is released before its tag was checked.
"""

import secrets
from dataclasses import replace
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from services.documents.adapters.key_ring import KEY_BYTES, KeyRing
from services.documents.application.ports import TamperedContent
from services.documents.domain.document import Sealed
from services.documents.domain.file_name import FileName
from services.documents.domain.ids import DocumentId

_NONCE = 12


class FileVault:
    """Seals and opens with the keys of the ring."""

    def __init__(self, ring: KeyRing) -> None:
        self._ring = ring

    def seal(self, document_id: DocumentId, name: FileName, body: bytes) -> tuple[Sealed, bytes]:
        data_key = AESGCM.generate_key(KEY_BYTES * 8)
        sealed = Sealed(
            object_key=secrets.token_hex(32),
            key_id=self._ring.current,
            wrapped_key=_encrypt(self._ring.current_key, data_key, _bound(document_id, "key")),
            name=_encrypt(data_key, name.text.encode(), _bound(document_id, "name")),
        )
        return sealed, _encrypt(data_key, body, _bound(document_id, "content"))

    def open(self, document_id: DocumentId, sealed: Sealed, encrypted: bytes) -> bytes:
        """Raises TamperedContent."""
        return _decrypt(self._data_key(document_id, sealed), encrypted, _bound(document_id, "content"))

    def open_name(self, document_id: DocumentId, sealed: Sealed) -> str:
        """Raises TamperedContent."""
        return _decrypt(self._data_key(document_id, sealed), sealed.name, _bound(document_id, "name")).decode()

    def seal_preview(self, document_id: DocumentId, sealed: Sealed, preview: bytes) -> bytes:
        """Raises TamperedContent."""
        return _encrypt(self._data_key(document_id, sealed), preview, _bound(document_id, "preview"))

    def open_preview(self, document_id: DocumentId, sealed: Sealed, encrypted: bytes) -> bytes:
        """Raises TamperedContent."""
        return _decrypt(self._data_key(document_id, sealed), encrypted, _bound(document_id, "preview"))

    def rewrap(self, document_id: DocumentId, sealed: Sealed) -> Sealed:
        """The same data key under the current key. Raises TamperedContent."""
        data_key = self._data_key(document_id, sealed)
        wrapped = _encrypt(self._ring.current_key, data_key, _bound(document_id, "key"))
        return replace(sealed, key_id=self._ring.current, wrapped_key=wrapped)

    def _data_key(self, document_id: DocumentId, sealed: Sealed) -> bytes:
        wrapping = self._ring.key(sealed.key_id)
        if wrapping is None:
            raise TamperedContent(f"the key {sealed.key_id!r} is not in the ring")
        return _decrypt(wrapping, sealed.wrapped_key, _bound(document_id, "key"))


def _bound(document_id: UUID, purpose: str) -> bytes:
    return f"kiosque:document:{document_id}:{purpose}".encode()


def _encrypt(key: bytes, clear: bytes, bound: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, clear, bound)


def _decrypt(key: bytes, encrypted: bytes, bound: bytes) -> bytes:
    view = memoryview(encrypted)
    try:
        return AESGCM(key).decrypt(bytes(view[:_NONCE]), view[_NONCE:], bound)
    except (InvalidTag, ValueError) as error:
        raise TamperedContent from error
