"""Threads and their messages, written."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, delete, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.domain.errors import NotFound, StaleVersion
from services.notifications.adapters.tables import DRAFTS, MESSAGES, THREADS
from services.notifications.application.ports import Unannounced
from services.notifications.domain.delivery import Template
from services.notifications.domain.message import ANNOUNCED_DAYS, About, AboutKind, Message, MessageId, ThreadId
from services.notifications.domain.thread import Thread, ThreadState

_UNANNOUNCED = text(f"""
    SELECT id, thread_id, notice FROM messages
    WHERE family_id = :family_id AND author <> 'family' AND read_at IS NULL AND notice IS NOT NULL
      AND posted_at > now() - interval '{ANNOUNCED_DAYS} days'
    ORDER BY position
""")  # noqa: S608 - a constant of ours
_WRITTEN = text("""
    SELECT posted_at FROM messages
    WHERE family_id = :family_id AND author = 'family' AND posted_at > now() - interval '1 hour'
    ORDER BY posted_at
""")
# A mail that waited for the end of a pause stays home: what is written next is announced by one of its own.
_READ_BY_FAMILY = text("""
    WITH hushed AS (
        UPDATE threads SET noticed_at = least(noticed_at, now())
        WHERE id = :thread_id AND family_id = :family_id RETURNING id
    ), marked AS (
        UPDATE messages SET read_at = now(), read_by = :account_id
        WHERE thread_id IN (SELECT id FROM hushed) AND author <> 'family' AND read_at IS NULL
    )
    SELECT count(*) FROM hushed
""")
_READ_BY_TOWN = text("""
    UPDATE messages SET read_at = now(), read_by = :agent_id
    WHERE thread_id = :thread_id AND author = 'family' AND read_at IS NULL
""")


class SqlThreads:
    """Threads in the current transaction.

    Args:
        seen: told of each thread that was loaded or added, so that its facts are published.
    """

    def __init__(self, connection: AsyncConnection, seen: Callable[[Thread], None]) -> None:
        self._connection = connection
        self._seen = seen

    async def get(self, thread_id: ThreadId) -> Thread:
        return await self._one(THREADS.c.id == thread_id)

    async def of_family(self, family_id: UUID, thread_id: ThreadId) -> Thread:
        return await self._one(and_(THREADS.c.id == thread_id, THREADS.c.family_id == family_id))

    async def about(self, kind: AboutKind, about_id: UUID) -> Thread | None:
        found = await self._load(and_(THREADS.c.about_kind == kind.value, THREADS.c.about_id == about_id))
        return found[0] if found else None

    async def add(self, thread: Thread) -> None:
        thread.version = 1
        about = thread.about
        await self._connection.execute(
            THREADS.insert().values(
                id=thread.id,
                family_id=thread.family_id,
                opened_at=thread.opened_at,
                about_kind=about.kind.value if about else None,
                about_id=about.id if about else None,
                **_changing(thread),
            )
        )
        self._seen(thread)
        await self._post(thread)

    async def save(self, thread: Thread) -> None:
        loaded = and_(THREADS.c.id == thread.id, THREADS.c.version == thread.version)
        thread.version += 1
        done = await self._connection.execute(THREADS.update().where(loaded).values(_changing(thread)))
        if done.rowcount == 0:
            raise StaleVersion
        await self._post(thread)

    async def is_told(self, purpose: str) -> bool:
        query = select(MESSAGES.c.id).where(MESSAGES.c.purpose == purpose)
        return (await self._connection.execute(query)).first() is not None

    async def unannounced(self, family_id: UUID) -> Sequence[Unannounced]:
        rows = await self._connection.execute(_UNANNOUNCED, {"family_id": family_id})
        return [Unannounced(MessageId(row.id), ThreadId(row.thread_id), Template(row.notice)) for row in rows]

    async def written_within_an_hour(self, family_id: UUID) -> list[datetime]:
        lock = select(func.pg_advisory_xact_lock(func.hashtextextended(f"family:{family_id}", 0)))
        await self._connection.execute(lock)
        return list((await self._connection.execute(_WRITTEN, {"family_id": family_id})).scalars())

    async def mark_read_by_family(self, family_id: UUID, thread_id: ThreadId, account_id: UUID) -> bool:
        values = {"thread_id": thread_id, "family_id": family_id, "account_id": account_id}
        return bool((await self._connection.execute(_READ_BY_FAMILY, values)).scalar_one())

    async def mark_read_by_town(self, thread_id: ThreadId, agent_id: UUID) -> None:
        await self._connection.execute(_READ_BY_TOWN, {"thread_id": thread_id, "agent_id": agent_id})

    async def long_closed(self, days: int, most: int) -> Sequence[Thread]:
        since = func.now() - func.make_interval(0, 0, 0, days)
        closed = and_(THREADS.c.state == ThreadState.CLOSED.value, THREADS.c.closed_at < since)
        told = and_(THREADS.c.state == ThreadState.TOLD.value, THREADS.c.last_at < since)
        return await self._load(closed | told, most=most)

    async def discard(self, thread: Thread) -> None:
        attached = select(func.unnest(MESSAGES.c.document_ids)).where(MESSAGES.c.thread_id == thread.id)
        thread.purge((await self._connection.execute(attached)).scalars())
        for table in (DRAFTS, MESSAGES):
            await self._connection.execute(delete(table).where(table.c.thread_id == thread.id))
        await self._connection.execute(delete(THREADS).where(THREADS.c.id == thread.id))

    async def forget(self, family_id: UUID) -> None:
        for table in (MESSAGES, THREADS):
            await self._connection.execute(delete(table).where(table.c.family_id == family_id))

    async def _one(self, which: ColumnElement[bool]) -> Thread:
        """Raises NotFound."""
        found = await self._load(which)
        if not found:
            raise NotFound
        return found[0]

    async def _load(self, which: ColumnElement[bool], most: int | None = None) -> list[Thread]:
        query = select(THREADS).where(which).order_by(THREADS.c.id).limit(most).with_for_update()
        threads = [_thread(row) for row in await self._connection.execute(query)]
        for thread in threads:
            self._seen(thread)
        return threads

    async def _post(self, thread: Thread) -> None:
        for message in thread.written:
            await self._connection.execute(MESSAGES.insert().values(_message_row(message, thread)))
        thread.written.clear()


def _changing(thread: Thread) -> dict[str, Any]:
    return {
        "version": thread.version,
        "desk": thread.desk,
        "subject": thread.subject,
        "state": thread.state.value,
        "last_at": thread.last_at,
        "waiting_since": thread.waiting_since,
        "closed_at": thread.closed_at,
        "noticed_at": thread.noticed_at,
    }


def _message_row(message: Message, thread: Thread) -> dict[str, Any]:
    return {
        "id": message.id,
        "thread_id": thread.id,
        "family_id": thread.family_id,
        "author": message.author.value,
        "author_id": message.author_id,
        "signature": message.signature,
        "kind": message.kind and message.kind.value,
        "purpose": message.purpose,
        "notice": message.notice and message.notice.value,
        "subject": message.subject,
        "body": message.body,
        "document_ids": list(message.document_ids),
        "posted_at": message.posted_at,
    }


def _thread(row: Row[Any]) -> Thread:
    about = About(AboutKind(row.about_kind), row.about_id, row.opened_at) if row.about_kind else None
    return Thread(
        ThreadId(row.id),
        row.family_id,
        row.desk,
        row.subject,
        ThreadState(row.state),
        row.opened_at,
        row.last_at,
        about,
        row.waiting_since,
        row.closed_at,
        row.noticed_at,
        version=row.version,
    )
