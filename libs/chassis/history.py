"""A family's history: what a service's audit tells the family of itself, newest first.

Each service names the actions that it tells, and which details of each; whatever it does not name stays inside. An
agent is the town: no row tells who.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from sqlalchemy import RowMapping, Subquery, Text, case, cast, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.chassis.tables import ChassisTables

Told = Mapping[str, tuple[str, ...]]
"""The details that are told, by action."""
Together = Mapping[str, str]
"""Of an action that comes again and again while somebody types: the detail that names the thing."""
Teller = Literal["family", "town", "kiosk", "somebody"]
PAGE = 30
A_BREAK = timedelta(minutes=30)
"""Whoever pauses longer does something new."""
_TELLERS: dict[str, Teller] = {
    "account": "family",
    "family": "family",
    "registration": "family",
    "staff": "town",
    "operator": "town",
    "service": "kiosk",
}


class HistoryEntry(BaseModel):
    """One thing that happened.

    Attributes:
        at: UTC.
        what: `<noun>.<verb in the past>`.
        by: `somebody` came with a link or a code, and was not signed in.
        reason: the code of the reason, when there is one.
        details: codes and keys of records; no name, no address.
    """

    model_config = ConfigDict(frozen=True)

    at: datetime
    what: str
    by: Teller
    reason: str | None
    details: dict[str, Any]


async def read_history(
    connection: AsyncConnection,
    tables: ChassisTables,
    family_id: UUID,
    told: Told,
    before: datetime | None = None,
    most: int = PAGE,
    *,
    together: Together = MappingProxyType({}),
) -> list[HistoryEntry]:
    """At least `most` entries where there are as many, and all that happened at the instant of the last one.

    So an instant is a cursor: whoever merges the answers of several services cuts them all at one.

    Args:
        before: what happened at this instant or later is left out; None for the newest.
        together: what somebody does again and again is one entry a stretch, at its last instant, its lists joined.
    """
    stretches = _stretches(tables, family_id, told, together)
    at = func.max(stretches.c.at)
    query = (
        select(
            at.label("at"),
            stretches.c.actor,
            stretches.c.action,
            func.max(stretches.c.reason).label("reason"),
            func.jsonb_agg(aggregate_order_by(stretches.c.details, stretches.c.id)).label("details"),
        )
        .group_by(stretches.c.actor, stretches.c.action, stretches.c.about, stretches.c.stretch)
        .order_by(at.desc())
        .fetch(most, with_ties=True)
    )
    if before is not None:
        query = query.having(at < before)
    return [_entry(row, told) for row in (await connection.execute(query)).mappings()]


def _stretches(tables: ChassisTables, family_id: UUID, told: Told, together: Together) -> Subquery:
    """The family's rows, each with its stretch: a number among those of one person, action and thing."""
    audit = tables.audit
    things = [(audit.c.action == action, audit.c.details[detail].astext) for action, detail in together.items()]
    about = case(*things, else_=cast(audit.c.id, Text)) if things else cast(audit.c.id, Text)
    rows = (
        select(audit, about.label("about"))
        .where(audit.c.family_id == family_id, audit.c.action.in_(list(told)))
        .subquery()
    )
    who_and_what = [rows.c.actor, rows.c.action, rows.c.about]
    before = func.lag(rows.c.at).over(partition_by=who_and_what, order_by=[rows.c.at, rows.c.id])
    begun = select(rows, case((rows.c.at - before <= A_BREAK, 0), else_=1).label("begins")).subquery()
    who_and_what = [begun.c.actor, begun.c.action, begun.c.about]
    number = func.sum(begun.c.begins).over(partition_by=who_and_what, order_by=[begun.c.at, begun.c.id])
    return select(begun, number.label("stretch")).subquery()


def _entry(row: RowMapping, told: Told) -> HistoryEntry:
    kind = row["actor"].partition(":")[0]
    joined: dict[str, Any] = {}
    for details in row["details"]:
        for name in told[row["action"]]:
            if name in details:
                value = details[name]
                joined[name] = (
                    list(dict.fromkeys([*joined.get(name, ()), *value])) if isinstance(value, list) else value
                )
    details = {name: joined[name] for name in told[row["action"]] if name in joined}
    return HistoryEntry(
        at=row["at"], what=row["action"], by=_TELLERS.get(kind, "somebody"), reason=row["reason"], details=details
    )
