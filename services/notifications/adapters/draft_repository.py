"""Drafts in PostgreSQL: one a writer and place."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notifications.adapters.tables import DRAFTS
from services.notifications.domain.draft import Draft, DraftPlace
from services.notifications.domain.message import MessageId


class SqlDrafts:
    """Drafts in the current transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def keep(self, place: DraftPlace, desk: str, subject: str, body: str) -> Draft:
        typed = {"desk": desk, "subject": subject, "body": body}
        kept = insert(DRAFTS).values(
            writer=str(place.writer), family_id=place.family_id, thread_id=place.thread_id, **typed
        )
        kept = kept.on_conflict_do_update(
            constraint="uq_drafts_writer_family_id_thread_id", set_=typed | {"saved_at": func.now()}
        )
        row = (await self._connection.execute(kept.returning(*DRAFTS.c))).one()
        return _draft(row, place)

    async def take(self, place: DraftPlace) -> Draft | None:
        taken = await self._connection.execute(delete(DRAFTS).where(_at(place)).returning(*DRAFTS.c))
        row = taken.one_or_none()
        return _draft(row, place) if row else None

    async def forget(self, family_id: UUID) -> None:
        await self._connection.execute(delete(DRAFTS).where(DRAFTS.c.family_id == family_id))

    async def purge(self, days: int) -> int:
        old = DRAFTS.c.saved_at < func.now() - func.make_interval(0, 0, 0, days)
        return (await self._connection.execute(delete(DRAFTS).where(old))).rowcount


async def find_draft(connection: AsyncConnection, place: DraftPlace) -> Draft | None:
    """What is kept there, and stays kept."""
    row = (await connection.execute(select(DRAFTS).where(_at(place)))).one_or_none()
    return _draft(row, place) if row else None


def _at(place: DraftPlace) -> ColumnElement[bool]:
    return and_(
        DRAFTS.c.writer == str(place.writer),
        DRAFTS.c.family_id == place.family_id,
        DRAFTS.c.thread_id.is_not_distinct_from(place.thread_id),
    )


def _draft(row: Row[Any], place: DraftPlace) -> Draft:
    return Draft(MessageId(row.id), place, row.desk, row.subject, row.body)
