"""What a service knows of a family, whole, for the family itself (GDPR, articles 15 and 20).

Each service has a query of its own, `adapters/queries_export.py`: what it keeps of a family is added there. It names
every column that leaves: no id of an agent, and nothing of a child's other home.
"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.chassis.history import HistoryEntry, Told, read_history
from libs.chassis.tables import ChassisTables

HISTORY = 10_000
"""Entries of the history that leave at most, the newest ones: some megabytes."""


class FamilyExport(BaseModel):
    """One file of the archive; `docs/data-export.md` describes `data` of each service.

    Attributes:
        service: whose it is.
        version: of the shape of `data`; fields are added without a new one.
        exported_at: UTC.
        history: what happened, newest first, as the screen tells it in words.
    """

    model_config = ConfigDict(frozen=True)

    service: str
    version: int
    exported_at: datetime
    data: dict[str, Any]
    history: list[HistoryEntry]


async def export_of(
    service: str,
    data: dict[str, Any],
    connection: AsyncConnection,
    tables: ChassisTables,
    *,
    family_id: UUID,
    told: Told,
    version: int = 1,
) -> FamilyExport:
    """Put the file together, with the history from the service's audit."""
    history = await read_history(connection, tables, family_id, told, most=HISTORY)
    return FamilyExport(service=service, version=version, exported_at=datetime.now(UTC), data=data, history=history)
