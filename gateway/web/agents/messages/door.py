"""Who may answer families, and at which desks."""

from collections.abc import Mapping

from starlette.requests import Request

from gateway.web.visit import NotAllowed, Visit, staff_visit
from libs.chassis.auth import Permission
from libs.commune.messages import DeskData

MESSAGES = "/agents/messages"


async def answering_visit(request: Request) -> Visit:
    """Raises GoTo the sign-in, NotAllowed for an agent who answers no family."""
    visit = await staff_visit(request)
    if visit.session is None or Permission.MESSAGES_ANSWER not in visit.session.subject.permissions:
        raise NotAllowed
    return visit


def own_desks(visit: Visit) -> list[DeskData]:
    """Where the agent answers."""
    roles = visit.session.subject.roles if visit.session else ()
    return visit.kiosk.commune.messages.desks.answered_by(roles)


def desk_names(visit: Visit) -> Mapping[str, str]:
    """Of every desk, by code."""
    return {desk.code: desk.name for desk in visit.kiosk.commune.messages.desks.desks}
