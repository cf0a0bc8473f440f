"""What the use-cases need from outside."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self
from uuid import UUID

from services.documents.domain.attestation import Model, Statement
from services.documents.domain.catalogue import Catalogue
from services.documents.domain.document import Document, Sealed
from services.documents.domain.file_kind import Format, Remark
from services.documents.domain.file_name import FileName
from services.documents.domain.ids import DocumentId, Owner, Slot
from services.documents.domain.manifest import FilledSlot


class ScannerUnavailable(Exception):
    """The scanner is away, hangs or answers nonsense: there is no verdict."""


class StorageUnavailable(ConnectionError):
    """The object store is away; the API answers 503."""


class MissingObject(Exception):
    """The object store has no such object."""


class TamperedContent(Exception):
    """What came back is not what was stored: a wrong key, or a flipped bit."""


class Clock(Protocol):
    def now(self) -> datetime: ...


@dataclass(frozen=True)
class ReadPicture:
    """A picture made anew.

    Attributes:
        body: a JPEG in sRGB, upright, without metadata.
        preview: the same, small.
    """

    body: bytes
    preview: bytes
    remarks: tuple[Remark, ...] = ()


class PictureReader(Protocol):
    """Reads a picture whole, at arm's length, and writes another that shows the same."""

    async def read(self, body: bytes, written: Format) -> ReadPicture:
        """Raises a RefusedPicture."""


class DrawingReader(Protocol):
    """Reads a signature's strokes, at arm's length."""

    async def read_drawing(self, body: bytes) -> bytes:
        """The same as a PNG of our own. Raises a RefusedDrawing."""


class TypesettingUnavailable(ConnectionError):
    """No PDF could be made now; the API answers 503."""


class Typesetter(Protocol):
    """Sets statements as PDFs."""

    async def typeset(self, model: Model, statement: Statement, signed_at: datetime) -> bytes:
        """`signed_at` is in the commune's own time. Raises TypesettingUnavailable."""


class JoiningFailed(Exception):
    """The pictures did not become a PDF."""


class PictureJoiner(Protocol):
    """Puts pictures into one PDF, a page each, as they are."""

    async def join(self, pictures: Sequence[bytes], title: str) -> bytes:
        """Raises JoiningFailed."""


class Inspector(Protocol):
    """Reads a PDF whole, at arm's length."""

    async def count_pages(self, body: bytes) -> int:
        """Raises a RefusedPdf."""


class Scanner(Protocol):
    """Looks for what is known to be harmful."""

    async def is_clean(self, body: bytes) -> bool:
        """Raises ScannerUnavailable."""


class Vault(Protocol):
    """Encrypts and decrypts files and their names."""

    def seal(self, document_id: DocumentId, name: FileName, body: bytes) -> tuple[Sealed, bytes]:
        """A new data key and object key, and the encrypted content."""

    def open(self, document_id: DocumentId, sealed: Sealed, encrypted: bytes) -> bytes:
        """Raises TamperedContent."""

    def seal_preview(self, document_id: DocumentId, sealed: Sealed, preview: bytes) -> bytes:
        """Under the file's own data key. Raises TamperedContent."""

    def open_preview(self, document_id: DocumentId, sealed: Sealed, encrypted: bytes) -> bytes:
        """Raises TamperedContent."""

    def open_name(self, document_id: DocumentId, sealed: Sealed) -> str:
        """Raises TamperedContent."""


class Storage(Protocol):
    """The object store."""

    async def put(self, object_key: str, content: bytes) -> None:
        """Raises StorageUnavailable."""

    async def get(self, object_key: str) -> bytes:
        """Raises StorageUnavailable, MissingObject."""

    async def delete(self, object_key: str) -> None:
        """Deleting twice is fine. Raises StorageUnavailable."""

    async def older_than(self, instant: datetime) -> Sequence[str]:
        """The keys of the objects stored before that instant. Raises StorageUnavailable."""


class Signer(Protocol):
    """Signs manifests for household."""

    def sign(self, owner: Owner, slots: Sequence[FilledSlot], at: datetime) -> str: ...


class Documents(Protocol):
    """The files. What is loaded here is locked until the end of the transaction."""

    async def get(self, document_id: DocumentId) -> Document:
        """Raises NotFound."""

    async def named(self, document_ids: Iterable[DocumentId]) -> list[Document]:
        """Those of the ids that exist."""

    async def of_owner(self, owner: Owner) -> list[Document]:
        """Oldest first, without the removed ones."""

    async def unpinned_of(self, owner: Owner) -> list[Document]:
        """Those that no submission holds, removed ones too."""

    async def all_of(self, owner: Owner) -> list[Document]:
        """Every one, handed in and removed ones too."""

    async def removed_before(self, days: int, most: int) -> list[Document]:
        """Unpinned files that their owners removed at least so many days ago."""

    async def left_in_requests(self, hours: int, most: int) -> list[Document]:
        """Of requests to which no file came for so many hours: files not handed in, without the removed ones."""

    async def expiring(self, days: int, most: int) -> list[Document]:
        """Handed in by families, of papers that end within so many days from today: those of which nobody was told."""

    async def expired(self, most: int) -> list[Document]:
        """Handed in by families, of papers that ended before today: those of which nobody was told."""

    async def give(self, giver: Owner, taker: Owner) -> None:
        """All files of one owner become the other's."""

    async def claim_pending(self) -> Document | None:
        """The file that waits longest for its verdict and is due; it is due again later, should this attempt fail."""

    async def count_pending(self) -> int: ...

    async def unsent_attachments(self, days: int, most: int) -> list[Document]:
        """Attached that many days ago to messages that nobody sent."""

    async def in_slot(self, owner: Owner, slot: Slot) -> list[Document]:
        """Oldest first, without the removed ones."""

    async def joined_with(self, document_id: DocumentId) -> list[Document]:
        """What that picture is a page of."""

    async def preview_of(self, document_id: DocumentId) -> bytes | None:
        """The encrypted preview; None when it has none."""

    def add(self, document: Document, preview: bytes | None = None) -> None:
        """`preview` is encrypted already."""

    def discard(self, document: Document) -> None:
        """The row goes with this transaction, the object soon after."""


class Registrations(Protocol):
    """Which registrations take files."""

    async def lock(self, owner: Owner) -> None:
        """Whatever changes this owner's files waits for its turn."""

    async def close(self, registration_id: UUID, family_id: UUID | None) -> None:
        """Handed in as that family, or abandoned. Twice is fine."""

    async def is_closed(self, owner: Owner) -> bool: ...

    async def erase(self, family_id: UUID) -> None:
        """That family is no more. Twice is fine."""

    async def is_erased(self, owner: Owner) -> bool: ...


class Catalogues(Protocol):
    async def current(self) -> Catalogue: ...

    async def replace(self, catalogue: Catalogue) -> None: ...


class PaperDates(Protocol):
    """What owners typed beside files that are not handed in yet."""

    async def typed(self, owner: Owner) -> dict[Slot, str]: ...

    async def keep(self, owner: Owner, slot: Slot, typed: str) -> None:
        """In the place of what was typed before; empty forgets it."""

    async def forget(self, owner: Owner, slots: Iterable[Slot]) -> None: ...

    async def forget_all(self, owner: Owner) -> None: ...

    async def give(self, giver: Owner, taker: Owner) -> None: ...


class Disposals(Protocol):
    """Objects that nothing needs any more."""

    async def due(self, most: int) -> list[str]:
        """Objects to delete, of which the row is gone."""

    async def done(self, object_keys: Sequence[str]) -> None: ...

    async def unknown(self, object_keys: Sequence[str]) -> set[str]:
        """Those that no row names."""


class UnitOfWork(Protocol):
    """One transaction."""

    @property
    def documents(self) -> Documents: ...

    @property
    def registrations(self) -> Registrations: ...

    @property
    def catalogues(self) -> Catalogues: ...

    @property
    def disposals(self) -> Disposals: ...

    @property
    def paper_dates(self) -> PaperDates: ...

    def note(self, actor: str, action: str, document: Document) -> None:
        """An audit row, `document.<action>`: who did or saw what. The history of the family that owns it tells it."""

    async def commit(self) -> None: ...

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self, error: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None: ...
