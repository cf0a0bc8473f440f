"""Places of the schools, and the enrolments that take them, for agents."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from libs.chassis.problems import problems
from services.schooling.adapters.queries_places import list_places
from services.schooling.api.dependencies import CurrentAgent, Deps
from services.schooling.api.schemas_agents import EnrolmentStepIn, PlacesOut
from services.schooling.application.move_enrolment import MoveEnrolment, move_enrolment
from services.schooling.domain.agent import Permission
from services.schooling.domain.enrolment import EnrolmentStatus

router = APIRouter(tags=["enrolments"], responses=problems(401, 403))


@router.get("/places", operation_id="list_places", responses=problems(422))
async def places(
    agent: CurrentAgent, deps: Deps, school_year: Annotated[int, Query(ge=2000, le=2100)]
) -> list[PlacesOut]:
    """Places, taken, held and waited for, by school and level, in the commune's order."""
    agent.require(Permission.READ)
    async with deps.database.reading() as connection:
        return await list_places(connection, school_year)


@router.put(
    "/children/{child_id}/enrolments/{school_year}",
    status_code=204,
    operation_id="move_enrolment",
    responses=problems(404, 409, 422),
)
async def move(agent: CurrentAgent, child_id: UUID, school_year: int, body: EnrolmentStepIn, deps: Deps) -> None:
    """Record the admission by the head of school, or a radiation, which frees the place; or confirm an enrolment.

    409 `still-in-disagreement`, `enrolment-unmoved`.
    """
    command = MoveEnrolment(child_id, school_year, EnrolmentStatus(body.status), body.reason or None)
    await move_enrolment(command, agent, deps.seal, deps.uow())
