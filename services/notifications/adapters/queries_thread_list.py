"""The agents' list of threads, page by page: what waits for an answer, the longest first; else the newest first."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.domain.errors import FieldError, Invalid
from services.notifications.api.schemas import State, WorkList, WorkThread


@dataclass(frozen=True)
class ThreadListQuery:
    """Which threads.

    Attributes:
        desks: codes; a thread of another desk is not listed.
        family_code: how the code famille begins.
        after: `next` of the page before.
    """

    state: State
    desks: Sequence[str]
    family_code: str | None = None
    after: str | None = None
    limit: int = 25


def _statement(query: ThreadListQuery) -> str:
    waiting = query.state == "to_answer"
    column, beyond, direction = ("waiting_since", ">", "ASC") if waiting else ("last_at", "<", "DESC")
    conditions = ["threads.state = 'to_answer'" if waiting else "threads.state = :state", "threads.desk = ANY(:desks)"]
    if query.after:
        conditions.append(f"(threads.{column}, threads.id) {beyond} (:at, :id)")
    if query.family_code:
        conditions.append("starts_with(families.code, :family_code)")
    return f"""
        SELECT threads.id, families.code AS family_code, threads.subject, threads.desk, threads.state,
               threads.waiting_since, threads.last_at,
               (SELECT count(*) FROM messages
                 WHERE thread_id = threads.id AND author = 'family' AND read_at IS NULL) AS unread
          FROM threads LEFT JOIN families ON families.family_id = threads.family_id
         WHERE {" AND ".join(conditions)}
         ORDER BY threads.{column} {direction}, threads.id {direction}
         LIMIT :limit
    """  # noqa: S608 - only our own words; what was typed is bound


async def list_work(connection: AsyncConnection, query: ThreadListQuery) -> WorkList:
    """One page. Raises Invalid for a cursor that we did not give."""
    values: dict[str, Any] = {"limit": query.limit + 1, "desks": list(query.desks)}
    if query.state != "to_answer":
        values["state"] = query.state
    if query.after:
        values["at"], values["id"] = _read_cursor(query.after)
    if query.family_code:
        values["family_code"] = query.family_code
    rows = (await connection.execute(text(_statement(query)), values)).mappings().all()
    items = [WorkThread(**row) for row in rows[: query.limit]]
    last = items[-1] if len(rows) > query.limit else None
    return WorkList(items=items, next=last and _cursor(last.waiting_since or last.last_at, last.id))


def _cursor(at: datetime, thread_id: UUID) -> str:
    return base64.urlsafe_b64encode(f"{at.isoformat()} {thread_id}".encode()).decode().rstrip("=")


def _read_cursor(cursor: str) -> tuple[datetime, UUID]:
    try:
        at, _, thread_id = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().partition(" ")
        moment = datetime.fromisoformat(at)
        if moment.tzinfo is None:
            raise ValueError("a moment without a zone")
        return moment, UUID(thread_id)
    except (ValueError, binascii.Error):
        raise Invalid(errors=[FieldError("after", "not-a-cursor")]) from None
