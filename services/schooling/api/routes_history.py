"""What happened to a family here, for the family itself."""

from uuid import UUID

from fastapi import APIRouter
from pydantic import AwareDatetime

from libs.chassis.auth import FamilySubject
from libs.chassis.history import HistoryEntry, Told, read_history
from libs.chassis.problems import problems
from services.schooling.adapters.tables import CHASSIS
from services.schooling.api.dependencies import Deps

router = APIRouter(prefix="/families/{family_id}", tags=["families"], responses=problems(401, 403, 404))
TOLD: Told = {
    "pre_registration.submitted": ("kind", "school_year"),
    "pre_registration.documents_added": (),
    "pre_registration.withdrawn": (),
    "pre_registration.read": (),
    "pre_registration.concluded": (),
    "waiting.started": (),
    "waiting.ended": (),
    "reassignment.proposed": (),
    "reassignment.accepted": (),
    "reassignment.refused": (),
    "reassignment.lapsed": (),
    "reassignment.taken_back": (),
    "enrolment.admis": ("school_year",),
    "enrolment.radie": ("school_year",),
    "certificate.issued": ("number", "child", "replaces"),
    "certificate.revoked": ("number", "child"),
    "appointment.booked": ("child",),
    "appointment.moved": ("child",),
    "appointment.cancelled": ("child",),
    "appointment.called-off": ("child",),
    "appointment.attended": ("child",),
    "appointment.missed": ("child",),
}
"""Single decisions are told once the request is concluded: the request itself shows them."""


@router.get("/history", operation_id="read_history", responses=problems(422))
async def history(
    subject: FamilySubject, family_id: UUID, deps: Deps, before: AwareDatetime | None = None
) -> list[HistoryEntry]:
    """Newest first; `before` is the instant of the last entry of the page before."""
    subject.require_family(family_id)
    async with deps.database.reading() as connection:
        return await read_history(connection, CHASSIS, family_id, TOLD, before)
