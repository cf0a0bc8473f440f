"""Pre-registrations with their files."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, ColumnElement, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.domain.aggregate import Aggregate
from libs.domain.errors import NotFound
from services.schooling.adapters.request_rows import request_of, row_of
from services.schooling.adapters.saving import update_under_version
from services.schooling.adapters.tables import CHASSIS, PRE_REGISTRATIONS, REQUEST_DOCUMENTS, REQUEST_NUMBERS
from services.schooling.domain.papers import Document
from services.schooling.domain.pre_registration import PreRegistration

_OPEN = PRE_REGISTRATIONS.c.state == text("'open'")


class SqlPreRegistrations:
    """In the current transaction."""

    def __init__(self, connection: AsyncConnection, seen: Callable[[Aggregate], None]) -> None:
        self._connection = connection
        self._seen = seen

    async def next_number(self, school_year: int) -> str:
        number = await self._connection.scalar(select(func.nextval(REQUEST_NUMBERS.name)))
        return f"{school_year}-{number:05d}"

    async def add(self, request: PreRegistration) -> None:
        request.version = 1
        await self._connection.execute(PRE_REGISTRATIONS.insert().values(version=1, **row_of(request)))
        await self._put_files(request)
        self._seen(request)

    async def get(self, request_id: UUID) -> PreRegistration:
        """Held until the end of the transaction. Raises NotFound."""
        query = select(PRE_REGISTRATIONS).where(PRE_REGISTRATIONS.c.id == request_id).with_for_update()
        row = (await self._connection.execute(query)).mappings().one_or_none()
        if row is None:
            raise NotFound
        request = request_of(row, await self._files(request_id))
        self._seen(request)
        return request

    async def save(self, request: PreRegistration) -> None:
        await update_under_version(self._connection, PRE_REGISTRATIONS, {"id": request.id}, request, row_of(request))
        await self._put_files(request)

    async def open_of_family(self, family_id: UUID) -> Sequence[PreRegistration]:
        query = (
            select(PRE_REGISTRATIONS.c.id)
            .where(PRE_REGISTRATIONS.c.family_id == family_id, _OPEN)
            .order_by(PRE_REGISTRATIONS.c.id)
        )
        return [await self.get(request_id) for request_id in (await self._connection.scalars(query)).all()]

    async def note_verdict(self, document_id: UUID, verdict: str) -> None:
        table = REQUEST_DOCUMENTS
        await self._connection.execute(table.update().where(table.c.document_id == document_id).values(scan=verdict))

    async def lapsing(self, most: int) -> Sequence[PreRegistration]:
        """Some whose proposal nobody answered in time, by PostgreSQL's clock; skipping held ones."""
        return await self._due(PRE_REGISTRATIONS.c.proposal_until, most)

    async def to_remind(self, most: int) -> Sequence[PreRegistration]:
        """Some whose family is to be reminded of a proposal, by PostgreSQL's clock; skipping held ones."""
        return await self._due(
            PRE_REGISTRATIONS.c.proposal_remind_at, most, PRE_REGISTRATIONS.c.proposal_until > func.now()
        )

    async def forget_family(self, family_id: UUID) -> None:
        """Its requests, their files' names and the answers kept for them; what was decided of a child stays."""
        values = {"family_id": family_id}
        for statement in _FORGET_FAMILY:
            await self._connection.execute(statement, values)
        answers = CHASSIS.idempotency
        await self._connection.execute(
            answers.delete().where(answers.c.location.startswith(f"/families/{family_id}", autoescape=True))
        )

    async def _due(
        self, instant: Column[datetime], most: int, *conditions: ColumnElement[bool]
    ) -> Sequence[PreRegistration]:
        query = (
            select(PRE_REGISTRATIONS.c.id)
            .where(instant <= func.now(), *conditions)
            .order_by(instant)
            .limit(most)
            .with_for_update(skip_locked=True)
        )
        return [await self.get(request_id) for request_id in (await self._connection.scalars(query)).all()]

    async def _put_files(self, request: PreRegistration) -> None:
        """Those that are known stay as they are."""
        files = [
            {
                "pre_registration_id": request.id,
                "document_id": document.id,
                "piece": document.piece,
                "position": position,
                "sha256": document.sha256,
                "size": document.size,
                "pages": document.pages,
                "scan": document.scan,
                "added_at": document.added_at,
            }
            for position, document in enumerate(request.documents)
        ]
        if files:
            await self._connection.execute(insert(REQUEST_DOCUMENTS).on_conflict_do_nothing(), files)

    async def _files(self, request_id: UUID) -> list[Document]:
        table = REQUEST_DOCUMENTS
        query = select(table).where(table.c.pre_registration_id == request_id).order_by(table.c.position)
        return [
            Document(row.document_id, row.sha256, row.size, row.pages, row.scan, row.piece, row.added_at)
            for row in await self._connection.execute(query)
        ]


_OF_FAMILY = "(SELECT id FROM pre_registrations WHERE family_id = :family_id)"
_FORGET_FAMILY = tuple(
    text(statement)
    for statement in (
        f"DELETE FROM seats WHERE held AND pre_registration_id IN {_OF_FAMILY}",  # noqa: S608 - our own words
        f"UPDATE seats SET pre_registration_id = NULL WHERE pre_registration_id IN {_OF_FAMILY}",  # noqa: S608
        f"""
        UPDATE enrolments SET pre_registration_id = NULL, family_id = NULL
         WHERE family_id = :family_id OR pre_registration_id IN {_OF_FAMILY}
        """,  # noqa: S608
        f"DELETE FROM request_documents WHERE pre_registration_id IN {_OF_FAMILY}",  # noqa: S608
        "DELETE FROM pre_registrations WHERE family_id = :family_id",
    )
)
