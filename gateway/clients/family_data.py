"""What every service tells a family of itself: what happened, and all that it knows."""

from typing import Any, Literal, TypedDict

from gateway.clients.service import ServiceClient


class HistoryEntry(TypedDict):
    """One thing that happened; `libs.chassis.history` says what is in it."""

    at: str
    what: str
    by: Literal["family", "town", "kiosk", "somebody"]
    reason: str | None
    details: dict[str, Any]


class FamilyExport(TypedDict):
    """All that a service knows; `docs/data-export.md` describes `data`."""

    service: str
    version: int
    exported_at: str
    data: dict[str, Any]
    history: list[HistoryEntry]


class FamilyData(ServiceClient):
    """Every method raises Problem and Unavailable."""

    async def history(self, bearer: str, family_id: str, before: str | None = None) -> list[HistoryEntry]:
        """Newest first; `before` is the instant of the last entry of the page before."""
        query = {"before": before} if before else None
        entries: list[HistoryEntry] = (
            await self.call("GET", f"/families/{family_id}/history", bearer, query=query)
        ).body
        return entries

    async def export(self, bearer: str, family_id: str) -> FamilyExport:
        export: FamilyExport = (await self.call("GET", f"/families/{family_id}/export", bearer)).body
        return export
