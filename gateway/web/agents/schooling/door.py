"""Who may read and decide the requests for a school."""

from starlette.requests import Request

from gateway.web.visit import NotAllowed, Visit, staff_visit
from libs.chassis.auth import Permission

PATH = "/agents/scolarite"


async def reading_visit(request: Request) -> Visit:
    """Raises GoTo the sign-in, NotAllowed."""
    return await _visit_with(request, Permission.SCHOOLING_READ)


async def deciding_visit(request: Request) -> Visit:
    """Raises GoTo the sign-in, NotAllowed for an agent who may only read."""
    return await _visit_with(request, Permission.SCHOOLING_DECIDE)


def may(visit: Visit, permission: Permission) -> bool:
    return visit.session is not None and permission in visit.session.subject.permissions


async def _visit_with(request: Request, permission: Permission) -> Visit:
    visit = await staff_visit(request)
    if not may(visit, permission):
        raise NotAllowed
    return visit
