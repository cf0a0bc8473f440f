"""The pictures of a slot become one PDF, outside of any transaction: it costs files and time."""

import asyncio
import hashlib
from dataclasses import dataclass, field
from uuid import uuid4

from services.documents.application.ports import (
    Clock,
    JoiningFailed,
    PictureJoiner,
    Storage,
    StorageUnavailable,
    TamperedContent,
    Vault,
)
from services.documents.application.read_document import open_document
from services.documents.domain.document import Content, Document, Scan
from services.documents.domain.file_name import FileName
from services.documents.domain.ids import DocumentId, Owner
from services.documents.domain.manifest import Album

_AT_ONCE = 2


@dataclass(frozen=True)
class Joining:
    """What joining needs. So many albums at a time are in memory, the others wait."""

    joiner: PictureJoiner
    vault: Vault
    storage: Storage
    clock: Clock
    turn: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE))


async def join_pictures(owner: Owner, album: Album, joining: Joining) -> Document | None:
    """A stored file that no row names yet: the caller adds it if the slot still holds these pictures.

    It has no verdict as long as one of its pictures has none.

    Returns:
        None when it cannot be made now: the pictures stand for themselves then.
    """
    async with joining.turn:
        try:
            bodies = [(await open_document(picture, joining.vault, joining.storage)).body for picture in album.pictures]
            body = await joining.joiner.join(bodies, album.label)
            return await _stored(owner, album, body, joining)
        except (JoiningFailed, StorageUnavailable, TamperedContent):
            return None


async def _stored(owner: Owner, album: Album, body: bytes, joining: Joining) -> Document:
    document_id = DocumentId(uuid4())
    name = FileName.of(album.label.replace("/", "-").replace("\\", "-") + ".pdf")
    sealed, encrypted = joining.vault.seal(document_id, name, body)
    await joining.storage.put(sealed.object_key, encrypted)
    scan = scan_of(album)
    return Document(
        id=document_id,
        owner=owner,
        slot=album.slot,
        content=Content(hashlib.sha256(body).hexdigest(), len(body), len(album.pictures)),
        sealed=sealed,
        scan=scan,
        received_at=joining.clock.now(),
        scanned_late=scan is Scan.PENDING,
        place=album.pictures[-1].place,
        joined_from=album.picture_ids,
    )


def scan_of(album: Album) -> Scan:
    """Clean when every page is."""
    clean = all(picture.scan is Scan.CLEAN for picture in album.pictures)
    return Scan.CLEAN if clean else Scan.PENDING
