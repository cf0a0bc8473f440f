"""The commune's streets and reasons."""

from fastapi import APIRouter

from libs.chassis.auth import AnySubject
from libs.chassis.problems import problems
from services.household.adapters.queries_town import list_refusal_reasons, list_streets
from services.household.api.dependencies import Deps
from services.household.api.schemas_town import RefusalReasonOut, StreetOut

router = APIRouter(tags=["town"], responses=problems(401))


@router.get("/streets", operation_id="list_streets")
async def streets(_subject: AnySubject, deps: Deps) -> list[StreetOut]:
    """The commune's register."""
    async with deps.database.reading() as connection:
        return await list_streets(connection)


@router.get("/refusal-reasons", operation_id="list_refusal_reasons")
async def refusal_reasons(_subject: AnySubject, deps: Deps) -> list[RefusalReasonOut]:
    """Why an item may be refused, in the town's words."""
    async with deps.database.reading() as connection:
        return await list_refusal_reasons(connection)
