"""The town's desks."""

from fastapi import APIRouter

from libs.chassis.auth import AnySubject
from libs.chassis.problems import problems
from services.notifications.api.dependencies import Deps
from services.notifications.api.schemas import DeskOut

router = APIRouter(tags=["messages"], responses=problems(401))


@router.get("/desks", operation_id="list_desks")
async def desks(_subject: AnySubject, deps: Deps) -> list[DeskOut]:
    """In the commune's order."""
    listed = deps.office.rules.desks.listed
    return [DeskOut(code=desk.code, name=desk.name, hint=desk.hint) for desk in listed]
