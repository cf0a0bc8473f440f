"""The agents' work list, page by page: open submissions oldest first, concluded ones newest first.

The town decides on families that it knows: somebody confirmed the account's address, an agent wrote the family at the
counter, or it came from the town's own files. What nobody confirmed waits apart, and is erased in the end.
"""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.domain.errors import FieldError, Invalid
from services.household.api.schemas_submissions import WorkListItem, WorkListOut

State = Literal["open", "concluded", "never_activated"]


@dataclass(frozen=True)
class WorkListQuery:
    """Which submissions.

    Attributes:
        never_activated_days: after which a family that nobody confirmed is erased.
        family_code: how the code famille begins.
        after: `next` of the page before.
    """

    state: State
    never_activated_days: int
    family_code: str | None = None
    after: str | None = None
    limit: int = 25


_ORDERS: dict[State, tuple[str, str, str]] = {
    "open": ("made_at", ">", "ASC"),
    "concluded": ("concluded_at", "<", "DESC"),
    "never_activated": ("made_at", ">", "ASC"),
}
_KNOWN = "(families.activated_at IS NOT NULL OR families.origin <> 'online')"


def _statement(state: State, *, continued: bool, query: WorkListQuery) -> str:
    column, beyond, direction = _ORDERS[state]
    conditions = [f"submissions.concluded_at IS {'NOT NULL' if state == 'concluded' else 'NULL'}"]
    conditions.append("submissions.withdrawn_at IS NULL")
    if state != "concluded":
        conditions.append(_KNOWN if state == "open" else f"NOT {_KNOWN}")
    if continued:
        conditions.append(f"(submissions.{column}, submissions.id) {beyond} (:at, :id)")
    if query.family_code:
        conditions.append("starts_with(families.code, :family_code)")
    return f"""
        SELECT submissions.id, submissions.made_at, submissions.concluded_at, submissions.kind, families.code,
               {_KNOWN} AS activated, families.origin, families.registered_at, names.family_name,
               counts.items, counts.undecided
          FROM submissions
          JOIN families ON families.id = submissions.family_id
          LEFT JOIN LATERAL (
               SELECT string_agg(last_name, ' / ' ORDER BY first) AS family_name
                 FROM (SELECT written ->> 'last_name' AS last_name, min(position) AS first FROM records
                        WHERE records.family_id = families.id AND kind = 'adult' GROUP BY 1) AS adults) AS names ON true
          LEFT JOIN LATERAL (
               SELECT count(*) AS items, count(*) FILTER (WHERE decision IS NULL) AS undecided
                 FROM submission_items WHERE submission_id = submissions.id) AS counts ON true
         WHERE {" AND ".join(conditions)}
         ORDER BY submissions.{column} {direction}, submissions.id {direction}
         LIMIT :limit
    """  # noqa: S608 - only our own words; what was typed is bound


async def list_work(connection: AsyncConnection, query: WorkListQuery) -> WorkListOut:
    """One page. Raises Invalid for a cursor that we did not give."""
    values: dict[str, Any] = {"limit": query.limit + 1}
    if query.after:
        values["at"], values["id"] = _read_cursor(query.after)
    if query.family_code:
        values["family_code"] = query.family_code
    statement = text(_statement(query.state, continued=query.after is not None, query=query))
    rows = (await connection.execute(statement, values)).all()
    page = rows[: query.limit]
    last = page[-1] if len(rows) > query.limit else None
    return WorkListOut(
        items=[
            WorkListItem(
                id=row.id,
                family_code=row.code,
                family_name=row.family_name or "",
                made_at=row.made_at,
                concluded_at=row.concluded_at,
                items=row.items,
                undecided=row.undecided,
                kind=row.kind,
                activated=row.activated,
                origin=row.origin,
                registered_at=row.registered_at,
                closes_at=None if row.activated else row.registered_at + timedelta(days=query.never_activated_days),
            )
            for row in page
        ],
        next=last and _cursor(last.concluded_at if query.state == "concluded" else last.made_at, last.id),
    )


def _cursor(at: datetime, submission_id: UUID) -> str:
    return base64.urlsafe_b64encode(f"{at.isoformat()} {submission_id}".encode()).decode().rstrip("=")


def _read_cursor(cursor: str) -> tuple[datetime, UUID]:
    try:
        at, _, submission_id = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().partition(" ")
        moment = datetime.fromisoformat(at)
        if moment.tzinfo is None:
            raise ValueError("a moment without a zone")
        return moment, UUID(submission_id)
    except (ValueError, binascii.Error):
        raise Invalid(errors=[FieldError("after", "not-a-cursor")]) from None
