"""What happened to a family here, for the family itself."""

from uuid import UUID

from fastapi import APIRouter
from pydantic import AwareDatetime

from libs.chassis.auth import FamilySubject
from libs.chassis.history import HistoryEntry, Told, read_history
from libs.chassis.problems import problems
from services.household.adapters.tables import CHASSIS
from services.household.api.dependencies import Deps

router = APIRouter(prefix="/families/{family_id}", tags=["families"], responses=problems(401, 403, 404))
TOLD: Told = {
    "family.imported": (),
    "family.looked_up": (),
    "health_record.read": ("record",),
    "receipt.read": (),
    "record.saved": ("record", "fields"),
    "child.added": ("record",),
    "adult.added": ("record",),
    "member.removed": (),
    "child.linked": ("record",),
    "child.unlinked": (),
    "record.closed": ("record",),
    "submission.made": ("kind",),
    "submission.read": (),
    "submission.withdrawn": (),
    "submission.concluded": ("accepted", "refused"),
}
"""Decisions on single items are told once the submission is concluded: the submission itself shows them."""
SAVED_AS_TYPED = {"record.saved": "record"}
"""A fiche is stored at each pause of whoever types in it: that is one thing that they did."""


@router.get("/history", operation_id="read_history", responses=problems(422))
async def history(
    subject: FamilySubject, family_id: UUID, deps: Deps, before: AwareDatetime | None = None
) -> list[HistoryEntry]:
    """Newest first; `before` is the instant of the last entry of the page before."""
    subject.require_family(family_id)
    async with deps.database.reading() as connection:
        return await read_history(connection, CHASSIS, family_id, TOLD, before, together=SAVED_AS_TYPED)
