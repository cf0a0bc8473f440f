"""A family's history: what a service's audit tells the family of itself, newest first.

Each service names the actions that it tells, and which details of each; whatever it does not name stays inside. An
agent is the town: no row tells who.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from sqlalchemy import RowMapping, select
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.chassis.tables import ChassisTables

Told = Mapping[str, tuple[str, ...]]
"""The details that are told, by action."""
Teller = Literal["family", "town", "kiosk", "somebody"]
PAGE = 30
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
) -> list[HistoryEntry]:
    """At least `most` entries where there are as many, and all that happened at the instant of the last one.

    So an instant is a cursor: whoever merges the answers of several services cuts them all at one.

    Args:
        before: what happened at this instant or later is left out; None for the newest.
    """
    audit = tables.audit
    query = (
        select(audit.c.at, audit.c.actor, audit.c.action, audit.c.reason, audit.c.details)
        .where(audit.c.family_id == family_id, audit.c.action.in_(list(told)))
        .order_by(audit.c.at.desc())
        .fetch(most, with_ties=True)
    )
    if before is not None:
        query = query.where(audit.c.at < before)
    return [_entry(row, told) for row in (await connection.execute(query)).mappings()]


def _entry(row: RowMapping, told: Told) -> HistoryEntry:
    kind = row["actor"].partition(":")[0]
    details = {name: row["details"][name] for name in told[row["action"]] if name in row["details"]}
    return HistoryEntry(
        at=row["at"], what=row["action"], by=_TELLERS.get(kind, "somebody"), reason=row["reason"], details=details
    )
