"""Who stands behind the counter, and which drafts may be written there."""

from uuid import UUID

from starlette.exceptions import HTTPException
from starlette.requests import Request

from gateway.clients.household import Draft
from gateway.web.creation.step import HouseholdStep
from gateway.web.visit import GoTo, NotAllowed, Visit, staff_visit
from libs.chassis.auth import Permission

PATH = "/agents/guichet"
DRAFT = f"{PATH}/{{registration_id}}"


async def counter_visit(request: Request) -> Visit:
    """A visit of an agent who may register families. Raises GoTo the sign-in, NotAllowed for everybody else."""
    visit = await staff_visit(request)
    if visit.session is None or Permission.HOUSEHOLD_REGISTER not in visit.session.subject.permissions:
        raise NotAllowed
    return visit


async def counter_draft(visit: Visit, registration_id: UUID) -> tuple[str, Draft]:
    """The token that writes a draft of the counter, and the draft.

    Household gives it to an agent for drafts of the counter alone: what a parent types online does not exist here, and
    no other call is made with the token before that answer.

    Raises:
        Problem: 404 for a draft that is not of the counter, was erased, or never was.
    """
    if visit.session is None:
        raise NotAllowed
    bearer = visit.kiosk.sessions.bearer_for_counter(visit.session, registration_id)
    return bearer, await visit.clients.household.draft(bearer, str(registration_id))


async def counter_step(request: Request) -> HouseholdStep:
    """Step 4, written by an agent. Raises GoTo the page with the code once TERMINER was pressed."""
    visit = await counter_visit(request)
    registration_id = _registration_id(request)
    here = f"{PATH}/{registration_id}"
    bearer, draft = await counter_draft(visit, registration_id)
    done = f"{here}/confirmation"
    if draft["state"] == "submitted":
        raise GoTo(done)
    return HouseholdStep(
        visit,
        str(registration_id),
        draft,
        bearer,
        base=f"{here}/foyer",
        done=done,
        trail=(("/agents/foyers", "Demandes des familles"), (PATH, "Guichet")),
        at_counter=True,
    )


def _registration_id(request: Request) -> UUID:
    """Of the address. Raises HTTPException: 404."""
    try:
        return UUID(request.path_params["registration_id"])
    except ValueError:
        raise HTTPException(404) from None
