"""A family's fiches sanitaires, for the agents whom the town lets read them."""

from uuid import UUID

from fastapi import APIRouter

from libs.chassis.problems import problems
from libs.domain.errors import NotFound
from services.household.adapters.queries_health import get_health_records
from services.household.api.dependencies import CurrentAgent, Deps
from services.household.api.schemas_health import HealthRecordsOut
from services.household.application.read_health_records import note_reading_health
from services.household.domain.ids import FamilyId

router = APIRouter(prefix="/families/{family_id}", tags=["health"], responses=problems(401, 403, 404))


@router.get("/health-records", operation_id="get_health_records")
async def health_records(agent: CurrentAgent, family_id: UUID, deps: Deps) -> HealthRecordsOut:
    """What they say, for agents with `household.health`; for others, that they exist and their light. Audited.

    Urgent facts are the family's own word, with its date.
    """
    readable = await note_reading_health(FamilyId(family_id), agent, deps.uow())
    async with deps.database.reading() as connection:
        found = await get_health_records(connection, family_id, readable=readable, today=deps.locality.today())
    if found is None:
        raise NotFound
    return found
