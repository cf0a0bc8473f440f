"""Where an agent arrives: the first list that the town lets them read."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.edge.sessions import Session
from gateway.web.agents.appointments.week import PATH as APPOINTMENTS
from gateway.web.agents.rights import runs_appointments
from gateway.web.visit import NotAllowed, staff_visit
from libs.chassis.auth import Permission

router = APIRouter()
HOME = "/agents"
_LISTS = (
    (Permission.HOUSEHOLD_READ, "/agents/foyers"),
    (Permission.SCHOOLING_READ, "/agents/scolarite"),
)


@router.get(HOME)
async def home(request: Request) -> Response:
    visit = await staff_visit(request)
    if visit.session is None or (found := first_list(visit.session)) is None:
        raise NotAllowed
    return visit.go(found)


def first_list(session: Session) -> str | None:
    """None for an agent without any permission to read."""
    permissions = session.subject.permissions
    found = next((path for permission, path in _LISTS if permission in permissions), None)
    return found or (APPOINTMENTS if runs_appointments(permissions) else None)
