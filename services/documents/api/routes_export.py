"""All that is known of a family here, for the family itself."""

from uuid import UUID

from fastapi import APIRouter

from libs.chassis.auth import FamilySubject
from libs.chassis.export import FamilyExport, export_of
from libs.chassis.problems import problems
from services.documents.adapters.queries_export import export_family
from services.documents.adapters.tables import CHASSIS
from services.documents.api.dependencies import Deps
from services.documents.api.routes_history import TOLD

router = APIRouter(prefix="/families/{family_id}", tags=["families"], responses=problems(401, 403, 404))


@router.get("/export", operation_id="export_family")
async def export(subject: FamilySubject, family_id: UUID, deps: Deps) -> FamilyExport:
    """The password was asked by identity, which also keeps the account of exports."""
    subject.require_family(family_id)
    async with deps.database.reading() as connection:
        found = await export_family(connection, deps.reception.vault, family_id)
        return await export_of("documents", found, connection, CHASSIS, family_id=family_id, told=TOLD)
