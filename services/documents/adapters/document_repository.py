"""Files in PostgreSQL. Loaded under a lock, written back at commit."""

from collections.abc import Callable, Iterable
from copy import deepcopy
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    Row,
    Select,
    cast,
    delete,
    exists,
    func,
    insert,
    select,
    text,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.domain.errors import NotFound, StaleVersion
from services.documents.adapters.tables import DISPOSALS, DOCUMENTS, PINS, PREVIEWS
from services.documents.domain.document import Content, Document, Scan, Sealed
from services.documents.domain.file_kind import Kind, Remark
from services.documents.domain.ids import (
    MESSAGE,
    REQUEST,
    DocumentId,
    HolderId,
    Owner,
    OwnerKind,
    RecordKey,
    Slot,
    SubmissionId,
)

_IS_PINNED = select(PINS.c.document_id).where(PINS.c.document_id == DOCUMENTS.c.id).exists()
_TODAY = cast(func.timezone("Europe/Paris", func.now()), Date)
_HANDED_IN_BY_A_FAMILY = (
    DOCUMENTS.c.owner_kind == OwnerKind.FAMILY.value,
    DOCUMENTS.c.expires_on.is_not(None),
    DOCUMENTS.c.expired_told_at.is_(None),
    _IS_PINNED,
)
_SOURCES = DOCUMENTS.alias("sources")
_WAITS_FOR_ITS_PICTURES = (
    select(_SOURCES.c.id)
    .where(_SOURCES.c.id == DOCUMENTS.c.joined_from.any_(), _SOURCES.c.scan == Scan.PENDING.value)
    .exists()
)


class SqlDocuments:
    """The files of one transaction.

    Args:
        seen: told of each file that was loaded or added, so that its facts are published.
    """

    def __init__(self, connection: AsyncConnection, seen: Callable[[Document], None]) -> None:
        self._connection = connection
        self._seen = seen
        self._loaded: dict[DocumentId, tuple[Document, Document]] = {}
        self._added: list[tuple[Document, bytes | None]] = []
        self._discarded: list[Document] = []

    async def get(self, document_id: DocumentId) -> Document:
        """Raises NotFound."""
        found = await self._load(DOCUMENTS.c.id == document_id)
        if not found:
            raise NotFound
        return found[0]

    async def named(self, document_ids: Iterable[DocumentId]) -> list[Document]:
        return await self._load(DOCUMENTS.c.id.in_(list(document_ids)))

    async def of_owner(self, owner: Owner) -> list[Document]:
        return await self._load(_owned_by(owner), DOCUMENTS.c.removed_at.is_(None))

    async def unpinned_of(self, owner: Owner) -> list[Document]:
        return [document for document in await self._load(_owned_by(owner), ~_IS_PINNED) if not document.pinned]

    async def all_of(self, owner: Owner) -> list[Document]:
        return await self._load(_owned_by(owner))

    async def removed_before(self, days: int, most: int) -> list[Document]:
        old = DOCUMENTS.c.removed_at < func.now() - func.make_interval(0, 0, 0, days)
        return [document for document in await self._load(old, ~_IS_PINNED, most=most) if not document.pinned]

    async def left_in_requests(self, hours: int, most: int) -> list[Document]:
        newer = DOCUMENTS.alias("newer")
        limit = func.now() - func.make_interval(0, 0, 0, 0, hours)
        goes_on = exists().where(
            newer.c.record_kind == REQUEST, newer.c.record_id == DOCUMENTS.c.record_id, newer.c.received_at >= limit
        )
        left = (DOCUMENTS.c.record_kind == REQUEST, DOCUMENTS.c.removed_at.is_(None), ~_IS_PINNED, ~goes_on)
        return [document for document in await self._load(*left, most=most) if not document.pinned]

    async def expiring(self, days: int, most: int) -> list[Document]:
        soon = DOCUMENTS.c.expires_on.between(_TODAY, _TODAY + days)
        return await self._load(*_HANDED_IN_BY_A_FAMILY, soon, DOCUMENTS.c.expiring_told_at.is_(None), most=most)

    async def expired(self, most: int) -> list[Document]:
        return await self._load(*_HANDED_IN_BY_A_FAMILY, DOCUMENTS.c.expires_on < _TODAY, most=most)

    async def unsent_attachments(self, days: int, most: int) -> list[Document]:
        old = DOCUMENTS.c.received_at < func.now() - func.make_interval(0, 0, 0, days)
        where = (DOCUMENTS.c.record_kind == MESSAGE, DOCUMENTS.c.removed_at.is_(None), old, ~_IS_PINNED)
        return [document for document in await self._load(*where, most=most) if not document.pinned]

    async def in_slot(self, owner: Owner, slot: Slot) -> list[Document]:
        return await self._load(
            _owned_by(owner),
            DOCUMENTS.c.record_kind == slot.record.kind,
            DOCUMENTS.c.record_id == slot.record.id,
            DOCUMENTS.c.piece == slot.piece,
            DOCUMENTS.c.removed_at.is_(None),
        )

    async def joined_with(self, document_id: DocumentId) -> list[Document]:
        is_joined = DOCUMENTS.c.joined_from != text("'{}'")
        return await self._load(is_joined, DOCUMENTS.c.joined_from.contains([document_id]))

    async def preview_of(self, document_id: DocumentId) -> bytes | None:
        query = select(PREVIEWS.c.body).where(PREVIEWS.c.document_id == document_id)
        return (await self._connection.execute(query)).scalar_one_or_none()

    async def give(self, giver: Owner, taker: Owner) -> None:
        await self._connection.execute(
            update(DOCUMENTS)
            .where(_owned_by(giver))
            .values(owner_kind=taker.kind.value, owner_id=taker.id, version=DOCUMENTS.c.version + 1)
        )

    async def claim_pending(self) -> Document | None:
        due = (
            select(DOCUMENTS.c.id)
            .where(
                DOCUMENTS.c.scan == Scan.PENDING.value,
                DOCUMENTS.c.next_scan_at <= func.now(),
                ~_WAITS_FOR_ITS_PICTURES,
            )
            .order_by(DOCUMENTS.c.next_scan_at)
            .limit(1)
            .with_for_update(skip_locked=True)
            .scalar_subquery()
        )
        wait = func.least(5 * func.power(2, DOCUMENTS.c.scan_attempts), 60)
        claimed = await self._connection.execute(
            update(DOCUMENTS)
            .where(DOCUMENTS.c.id == due)
            .values(
                scan_attempts=func.least(DOCUMENTS.c.scan_attempts + 1, 10),
                next_scan_at=func.now() + func.make_interval(0, 0, 0, 0, 0, 0, wait),
            )
            .returning(DOCUMENTS.c.id)
        )
        document_id = claimed.scalar_one_or_none()
        return await self.get(DocumentId(document_id)) if document_id else None

    async def count_pending(self) -> int:
        query = select(func.count()).where(DOCUMENTS.c.scan == Scan.PENDING.value)
        return int((await self._connection.execute(query)).scalar_one())

    def add(self, document: Document, preview: bytes | None = None) -> None:
        self._added.append((document, preview))
        self._seen(document)

    def discard(self, document: Document) -> None:
        self._discarded.append(document)

    async def save(self) -> None:
        """Write what changed. Raises StaleVersion."""
        for document, preview in self._added:
            document.version = 1
            await self._connection.execute(insert(DOCUMENTS).values(**_row(document)))
            if preview is not None:
                await self._connection.execute(insert(PREVIEWS).values(document_id=document.id, body=preview))
            await self._pin(document, document.pinned_by)
        for document in self._discarded:
            await self._delete(document)
        gone = {document.id for document in self._discarded}
        for document, before in self._loaded.values():
            if document.id not in gone and document != before:
                await self._update(document, before)

    async def _load(self, *where: ColumnElement[bool], most: int | None = None) -> list[Document]:
        """Lock first, then read the pins: a statement that waits for a lock still sees other tables as they were."""
        query: Select[Any] = (
            select(DOCUMENTS).where(*where).order_by(DOCUMENTS.c.position).limit(most).with_for_update()
        )
        rows = (await self._connection.execute(query)).all()
        pins = await self._pins([row.id for row in rows])
        return [self._known(row, pins.get(row.id, [])) for row in rows]

    async def _pins(self, document_ids: list[UUID]) -> dict[UUID, list[HolderId]]:
        if not document_ids:
            return {}
        query = (
            select(PINS.c.document_id, PINS.c.submission_id)
            .where(PINS.c.document_id.in_(document_ids))
            .order_by(PINS.c.position)
        )
        found: dict[UUID, list[HolderId]] = {}
        for row in await self._connection.execute(query):
            found.setdefault(row.document_id, []).append(SubmissionId(row.submission_id))
        return found

    def _known(self, row: Row[Any], pinned_by: list[HolderId]) -> Document:
        if kept := self._loaded.get(row.id):
            return kept[0]
        document = _document(row, pinned_by)
        self._loaded[document.id] = (document, deepcopy(document))
        self._seen(document)
        return document

    async def _update(self, document: Document, before: Document) -> None:
        document.version = before.version + 1
        done = await self._connection.execute(
            update(DOCUMENTS)
            .where(DOCUMENTS.c.id == document.id, DOCUMENTS.c.version == before.version)
            .values(
                version=document.version,
                owner_kind=document.owner.kind.value,
                owner_id=document.owner.id,
                scan=document.scan.value,
                place=document.place,
                promised=document.promised,
                dated=document.dated,
                expires_on=document.expires_on,
                expiring_told_at=document.expiring_told_at,
                expired_told_at=document.expired_told_at,
                removed_at=document.removed_at,
                joined_from=list(document.joined_from),
            )
        )
        if done.rowcount == 0:
            raise StaleVersion
        await self._pin(document, [pin for pin in document.pinned_by if pin not in before.pinned_by])
        if gone := [pin for pin in before.pinned_by if pin not in document.pinned_by]:
            released = delete(PINS).where(PINS.c.document_id == document.id, PINS.c.submission_id.in_(gone))
            await self._connection.execute(released)

    async def _pin(self, document: Document, holders: list[HolderId]) -> None:
        for holder in holders:
            await self._connection.execute(insert(PINS).values(document_id=document.id, submission_id=holder))

    async def _delete(self, document: Document) -> None:
        await self._connection.execute(
            upsert(DISPOSALS).values(object_key=document.sealed.object_key).on_conflict_do_nothing()
        )
        await self._connection.execute(delete(PINS).where(PINS.c.document_id == document.id))
        await self._connection.execute(delete(DOCUMENTS).where(DOCUMENTS.c.id == document.id))


def _owned_by(owner: Owner) -> ColumnElement[bool]:
    return tuple_(DOCUMENTS.c.owner_kind, DOCUMENTS.c.owner_id) == (owner.kind.value, owner.id)


def _row(document: Document) -> dict[str, Any]:
    return {
        "id": document.id,
        "version": document.version,
        "owner_kind": document.owner.kind.value,
        "owner_id": document.owner.id,
        "record_kind": document.slot.record.kind,
        "record_id": document.slot.record.id,
        "piece": document.slot.piece,
        "name": document.sealed.name,
        "sha256": document.content.sha256,
        "size": document.content.size,
        "pages": document.content.pages,
        "object_key": document.sealed.object_key,
        "key_id": document.sealed.key_id,
        "wrapped_key": document.sealed.wrapped_key,
        "scan": document.scan.value,
        "scanned_late": document.scanned_late,
        "promised": document.promised,
        "received_at": document.received_at,
        "removed_at": document.removed_at,
        "kind": document.kind.value,
        "remarks": [remark.value for remark in document.remarks],
        "place": document.place,
        "joined_from": list(document.joined_from),
        "dated": document.dated,
        "expires_on": document.expires_on,
    }


def _document(row: Row[Any], pinned_by: list[HolderId]) -> Document:
    return Document(
        id=DocumentId(row.id),
        owner=Owner(OwnerKind(row.owner_kind), row.owner_id),
        slot=Slot(RecordKey(row.record_kind, row.record_id), row.piece),
        content=Content(row.sha256, row.size, row.pages),
        sealed=Sealed(row.object_key, row.key_id, row.wrapped_key, row.name),
        scan=Scan(row.scan),
        received_at=row.received_at,
        scanned_late=row.scanned_late,
        kind=Kind(row.kind),
        remarks=tuple(Remark(remark) for remark in row.remarks),
        place=row.place,
        joined_from=tuple(DocumentId(picture) for picture in row.joined_from),
        promised=row.promised,
        dated=row.dated,
        expires_on=row.expires_on,
        expiring_told_at=row.expiring_told_at,
        expired_told_at=row.expired_told_at,
        pinned_by=pinned_by,
        removed_at=row.removed_at,
        version=row.version,
    )
