"""School years, and when families may pre-register."""

from fastapi import APIRouter

from libs.chassis.auth import AnySubject
from libs.chassis.problems import problems
from services.schooling.adapters.queries_calendar import list_campaigns, list_school_years
from services.schooling.api.dependencies import Deps
from services.schooling.api.schemas import CampaignOut, SchoolYearOut

router = APIRouter(tags=["calendar"], responses=problems(401))


@router.get("/school-years", operation_id="list_school_years")
async def school_years(_subject: AnySubject, deps: Deps) -> list[SchoolYearOut]:
    """Those that the town lists, in their order."""
    async with deps.database.reading() as connection:
        return await list_school_years(connection)


@router.get("/campaigns", operation_id="list_campaigns")
async def campaigns(_subject: AnySubject, deps: Deps) -> list[CampaignOut]:
    """Upcoming, open and closed ones, in the commune's order."""
    async with deps.database.reading() as connection:
        return await list_campaigns(connection)
