"""Documents without servers: a unit of work in memory, and everything that an upload passes through."""

import hashlib
from collections.abc import Awaitable, Callable, Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self
from uuid import UUID, uuid4

from libs.domain.errors import NotFound
from services.documents.application.join_pictures import Joining
from services.documents.application.ports import (
    JoiningFailed,
    MissingObject,
    ReadPicture,
    ScannerUnavailable,
    StorageUnavailable,
    TamperedContent,
)
from services.documents.application.receive_document import ReceiveDocument, Reception
from services.documents.domain.catalogue import Catalogue, Dossier, Piece
from services.documents.domain.document import Content, Document, Scan, Sealed
from services.documents.domain.errors import RefusedPdf, RefusedPicture
from services.documents.domain.events import VerdictGiven
from services.documents.domain.file_kind import Format, Kind, Remark
from services.documents.domain.file_name import FileName
from services.documents.domain.ids import DocumentId, Owner, OwnerKind, RecordKey, Slot

NOW = datetime(2026, 9, 1, 8, tzinfo=UTC)
CHILD = RecordKey("child", UUID(int=7))
CATALOGUE = Catalogue(
    (
        Dossier("family", "Famille", (Piece("domicile", "Domicile", True, None, None, 3),)),
        Dossier("adult", "Adulte", ()),
        Dossier(
            "child",
            "Enfant",
            (
                Piece("carnet", "Carnet", True, None, None, 2, health=True),
                Piece("pai", "PAI", False, None, None, 1, health=True),
            ),
        ),
    )
)


def a_registration() -> Owner:
    return Owner(OwnerKind.REGISTRATION, uuid4())


def a_family() -> Owner:
    return Owner(OwnerKind.FAMILY, uuid4())


def a_document(
    owner: Owner | None = None,
    *,
    scan: Scan = Scan.CLEAN,
    piece: str = "carnet",
    record: RecordKey = CHILD,
    kind: Kind = Kind.PDF,
) -> Document:
    """A file as an upload leaves it; its content lies in no storage."""
    return Document(
        id=DocumentId(uuid4()),
        owner=owner or a_registration(),
        slot=Slot(record, piece),
        content=Content(hashlib.sha256(b"x").hexdigest(), 1, 1),
        sealed=Sealed(uuid4().hex, "k1", b"", b""),
        scan=scan,
        received_at=NOW,
        scanned_late=scan is Scan.PENDING,
        kind=kind,
        version=1,
    )


def a_photo(owner: Owner, body: bytes = b"", piece: str = "carnet") -> ReceiveDocument:
    return replace(an_upload(owner, b"\xff\xd8\xff" + body, piece), name=FileName("IMG_1.jpg"))


def an_upload(owner: Owner, body: bytes = b"%PDF", piece: str = "carnet") -> ReceiveDocument:
    return ReceiveDocument(
        DocumentId(uuid4()),
        owner,
        Slot(CHILD, piece),
        FileName("carnet.pdf"),
        body,
        hashlib.sha256(body).hexdigest(),
    )


class FixedClock:
    def now(self) -> datetime:
        return NOW


@dataclass
class FakeInspector:
    pages: int = 1
    refusal: RefusedPdf | None = None

    async def count_pages(self, _body: bytes) -> int:
        if self.refusal:
            raise self.refusal
        return self.pages


@dataclass
class FakePictures:
    """Turns a picture into a smaller one, and says what it was told to say."""

    remarks: tuple[Remark, ...] = ()
    refusal: RefusedPicture | None = None

    async def read(self, body: bytes, _written: Format) -> ReadPicture:
        if self.refusal:
            raise self.refusal
        return ReadPicture(b"anew:" + body, b"small:" + body, self.remarks)


@dataclass
class FakeJoiner:
    fails: bool = False
    joined: list[tuple[str, int]] = field(default_factory=list)
    meanwhile: Callable[[], Awaitable[None]] | None = None

    async def join(self, pictures: Sequence[bytes], title: str) -> bytes:
        if self.fails:
            raise JoiningFailed
        self.joined.append((title, len(pictures)))
        if self.meanwhile:
            await self.meanwhile()
        return b"%PDF-" + b"|".join(pictures)


@dataclass
class FakeScanner:
    away: bool = False
    infected: set[bytes] = field(default_factory=set)

    async def is_clean(self, body: bytes) -> bool:
        if self.away:
            raise ScannerUnavailable
        return body not in self.infected


class FakeVault:
    """Turns bytes around: enough to see that what lies in storage is not what was sent."""

    def seal(self, _document_id: DocumentId, name: FileName, body: bytes) -> tuple[Sealed, bytes]:
        return Sealed(uuid4().hex, "k1", b"", name.text.encode()), body[::-1]

    def open(self, _document_id: DocumentId, _sealed: Sealed, encrypted: bytes) -> bytes:
        if encrypted.startswith(b"altered"):
            raise TamperedContent
        return encrypted[::-1]

    def seal_preview(self, _document_id: DocumentId, _sealed: Sealed, preview: bytes) -> bytes:
        return preview[::-1]

    def open_preview(self, _document_id: DocumentId, _sealed: Sealed, encrypted: bytes) -> bytes:
        return encrypted[::-1]

    def open_name(self, _document_id: DocumentId, sealed: Sealed) -> str:
        return sealed.name.decode()


@dataclass
class FakeStorage:
    objects: dict[str, bytes] = field(default_factory=dict)
    stored_at: dict[str, datetime] = field(default_factory=dict)
    away: bool = False

    async def put(self, object_key: str, content: bytes) -> None:
        self._answer()
        self.objects[object_key] = content
        self.stored_at[object_key] = NOW

    async def get(self, object_key: str) -> bytes:
        self._answer()
        if object_key not in self.objects:
            raise MissingObject
        return self.objects[object_key]

    async def delete(self, object_key: str) -> None:
        self._answer()
        self.objects.pop(object_key, None)

    async def older_than(self, instant: datetime) -> Sequence[str]:
        self._answer()
        return [key for key in self.objects if self.stored_at.get(key, NOW - timedelta(days=1)) < instant]

    def _answer(self) -> None:
        if self.away:
            raise StorageUnavailable


@dataclass
class FakeDatabase:
    """What is committed."""

    documents: dict[DocumentId, Document] = field(default_factory=dict)
    previews: dict[DocumentId, bytes] = field(default_factory=dict)
    closed: dict[UUID, UUID | None] = field(default_factory=dict)
    erased: set[UUID] = field(default_factory=set)
    disposals: list[str] = field(default_factory=list)
    catalogue: Catalogue = CATALOGUE
    audit: list[tuple[str, str, DocumentId]] = field(default_factory=list)
    events: list[VerdictGiven] = field(default_factory=list)
    claimed: set[DocumentId] = field(default_factory=set)
    dates: dict[tuple[Owner, Slot], str] = field(default_factory=dict)

    def keep(self, *documents: Document) -> None:
        self.documents |= {document.id: document for document in documents}


class FakeUnitOfWork:
    """Changes a copy; commit makes it the database."""

    def __init__(self, database: FakeDatabase) -> None:
        self._database = database

    async def __aenter__(self) -> Self:
        self._state = deepcopy(self._database)
        return self

    async def __aexit__(
        self, error: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    async def commit(self) -> None:
        for document in self._state.documents.values():
            self._state.events += [fact for fact in document.collect_events() if isinstance(fact, VerdictGiven)]
        vars(self._database).update(vars(self._state))

    def note(self, actor: str, action: str, document: Document) -> None:
        self._state.audit.append((actor, action, document.id))

    @property
    def documents(self) -> "FakeDocuments":
        return FakeDocuments(self._state)

    @property
    def registrations(self) -> "FakeRegistrations":
        return FakeRegistrations(self._state)

    @property
    def catalogues(self) -> "FakeCatalogues":
        return FakeCatalogues(self._state)

    @property
    def paper_dates(self) -> "FakePaperDates":
        return FakePaperDates(self._state)

    @property
    def disposals(self) -> "FakeDisposals":
        return FakeDisposals(self._state)


@dataclass
class FakeDocuments:
    state: FakeDatabase

    async def get(self, document_id: DocumentId) -> Document:
        if document_id not in self.state.documents:
            raise NotFound
        return self.state.documents[document_id]

    async def named(self, document_ids: Iterable[DocumentId]) -> list[Document]:
        return [self.state.documents[found] for found in document_ids if found in self.state.documents]

    async def of_owner(self, owner: Owner) -> list[Document]:
        return [found for found in self._owned(owner) if found.removed_at is None]

    async def unpinned_of(self, owner: Owner) -> list[Document]:
        return [found for found in self._owned(owner) if not found.pinned]

    async def all_of(self, owner: Owner) -> list[Document]:
        return self._owned(owner)

    async def removed_before(self, days: int, most: int) -> list[Document]:
        limit = NOW - timedelta(days=days)
        old = [found for found in self.state.documents.values() if found.removed_at and found.removed_at < limit]
        return [found for found in old if not found.pinned][:most]

    async def left_in_requests(self, hours: int, most: int) -> list[Document]:
        limit = NOW - timedelta(hours=hours)
        files = [found for found in self.state.documents.values() if found.slot.record.is_request]
        alive = {found.slot.record for found in files if found.received_at >= limit}
        left = [found for found in files if found.slot.record not in alive]
        return [found for found in left if not found.pinned and found.removed_at is None][:most]

    async def expiring(self, days: int, most: int) -> list[Document]:
        last = NOW.date() + timedelta(days=days)
        soon = [found for found in self._ending() if found.expires_on and NOW.date() <= found.expires_on <= last]
        return [found for found in soon if found.expiring_told_at is None][:most]

    async def expired(self, most: int) -> list[Document]:
        return [found for found in self._ending() if found.expires_on and found.expires_on < NOW.date()][:most]

    def _ending(self) -> list[Document]:
        told = (found for found in self.state.documents.values() if found.expired_told_at is None)
        return [found for found in told if found.pinned and found.owner.kind is OwnerKind.FAMILY]

    async def unsent_attachments(self, days: int, most: int) -> list[Document]:
        limit = NOW - timedelta(days=days)
        attached = [found for found in self.state.documents.values() if found.attached and found.removed_at is None]
        return [found for found in attached if found.received_at < limit and not found.pinned][:most]

    async def give(self, giver: Owner, taker: Owner) -> None:
        for document in self._owned(giver):
            document.owner = taker

    async def claim_pending(self) -> Document | None:
        for document in self.state.documents.values():
            if document.scan is not Scan.PENDING or document.id in self.state.claimed:
                continue
            if not any(source.scan is Scan.PENDING for source in await self.named(document.joined_from)):
                self.state.claimed.add(document.id)
                return document
        return None

    async def count_pending(self) -> int:
        return sum(document.scan is Scan.PENDING for document in self.state.documents.values())

    async def in_slot(self, owner: Owner, slot: Slot) -> list[Document]:
        return [found for found in await self.of_owner(owner) if found.slot == slot]

    async def joined_with(self, document_id: DocumentId) -> list[Document]:
        return [found for found in self.state.documents.values() if document_id in found.joined_from]

    async def preview_of(self, document_id: DocumentId) -> bytes | None:
        return self.state.previews.get(document_id)

    def add(self, document: Document, preview: bytes | None = None) -> None:
        self.state.documents[document.id] = document
        if preview is not None:
            self.state.previews[document.id] = preview

    def discard(self, document: Document) -> None:
        del self.state.documents[document.id]
        self.state.previews.pop(document.id, None)
        self.state.disposals.append(document.sealed.object_key)

    def _owned(self, owner: Owner) -> list[Document]:
        return [document for document in self.state.documents.values() if document.owner == owner]


@dataclass
class FakeRegistrations:
    state: FakeDatabase

    async def lock(self, _owner: Owner) -> None: ...

    async def close(self, registration_id: UUID, family_id: UUID | None) -> None:
        self.state.closed.setdefault(registration_id, family_id)

    async def erase(self, family_id: UUID) -> None:
        self.state.erased.add(family_id)

    async def is_erased(self, owner: Owner) -> bool:
        return owner.kind is OwnerKind.FAMILY and owner.id in self.state.erased

    async def is_closed(self, owner: Owner) -> bool:
        return owner.kind is OwnerKind.REGISTRATION and owner.id in self.state.closed


@dataclass
class FakeCatalogues:
    state: FakeDatabase

    async def current(self) -> Catalogue:
        return self.state.catalogue

    async def replace(self, catalogue: Catalogue) -> None:
        self.state.catalogue = catalogue


@dataclass
class FakePaperDates:
    state: FakeDatabase

    async def typed(self, owner: Owner) -> dict[Slot, str]:
        return {slot: typed for (known, slot), typed in self.state.dates.items() if known == owner}

    async def keep(self, owner: Owner, slot: Slot, typed: str) -> None:
        self.state.dates.pop((owner, slot), None)
        if typed:
            self.state.dates[owner, slot] = typed

    async def forget(self, owner: Owner, slots: Iterable[Slot]) -> None:
        for slot in slots:
            self.state.dates.pop((owner, slot), None)

    async def forget_all(self, owner: Owner) -> None:
        await self.forget(owner, await self.typed(owner))

    async def unsent_attachments(self, days: int, most: int) -> list[Document]:
        limit = NOW - timedelta(days=days)
        attached = [found for found in self.state.documents.values() if found.attached and found.removed_at is None]
        return [found for found in attached if found.received_at < limit and not found.pinned][:most]

    async def give(self, giver: Owner, taker: Owner) -> None:
        for slot, typed in (await self.typed(giver)).items():
            self.state.dates.pop((giver, slot))
            self.state.dates[taker, slot] = typed


@dataclass
class FakeDisposals:
    state: FakeDatabase

    async def due(self, most: int) -> list[str]:
        return self.state.disposals[:most]

    async def done(self, object_keys: Sequence[str]) -> None:
        self.state.disposals = [key for key in self.state.disposals if key not in object_keys]

    async def unknown(self, object_keys: Sequence[str]) -> set[str]:
        known = {document.sealed.object_key for document in self.state.documents.values()}
        return set(object_keys) - known - set(self.state.disposals)


@dataclass
class DocumentsWorld:
    """One service in memory."""

    database: FakeDatabase = field(default_factory=FakeDatabase)
    inspector: FakeInspector = field(default_factory=FakeInspector)
    pictures: FakePictures = field(default_factory=FakePictures)
    joiner: FakeJoiner = field(default_factory=FakeJoiner)
    scanner: FakeScanner = field(default_factory=FakeScanner)
    vault: FakeVault = field(default_factory=FakeVault)
    storage: FakeStorage = field(default_factory=FakeStorage)

    def uow(self) -> FakeUnitOfWork:
        return FakeUnitOfWork(self.database)

    @property
    def reception(self) -> Reception:
        return Reception(self.inspector, self.pictures, self.scanner, self.vault, self.storage, FixedClock())

    @property
    def joining(self) -> Joining:
        return Joining(self.joiner, self.vault, self.storage, FixedClock())
