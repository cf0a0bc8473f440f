"""The commune's schools."""

from fastapi import APIRouter

from libs.chassis.auth import AnySubject
from libs.chassis.problems import problems
from services.schooling.adapters.queries_schools import list_schools
from services.schooling.api.dependencies import Deps
from services.schooling.api.schemas import SchoolOut

router = APIRouter(tags=["schools"], responses=problems(401))


@router.get("/schools", operation_id="list_schools")
async def schools(_subject: AnySubject, deps: Deps) -> list[SchoolOut]:
    """Public facts, in the commune's order; a visitor's token is enough."""
    async with deps.database.reading() as connection:
        return await list_schools(connection)
