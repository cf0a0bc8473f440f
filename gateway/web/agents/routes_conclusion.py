"""Before the decisions are final: what the family will be told; then the conclusion."""

from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.service import Problem
from gateway.web.agents.routes_file import file_page, read_file
from gateway.web.agents.work_list import PATH
from gateway.web.form_view import Complaint
from gateway.web.visit import GoTo, NotAllowed, Visit, staff_visit
from gateway.web.wording import of_page
from libs.chassis.auth import Permission

router = APIRouter(prefix="/agents/foyers/{submission_id}/conclure")


@router.get("")
async def check(request: Request, submission_id: UUID) -> Response:
    visit = await _deciding_visit(request)
    file = await read_file(visit, submission_id)
    if not file.is_open:
        raise GoTo(f"{file.path}?fait=deja-conclue")
    if file.left:
        raise GoTo(f"{file.path}?fait=reste-a-decider#{file.left_at}")
    return visit.page("agents/conclusion.html", file=file)


@router.post("")
async def conclude(request: Request, submission_id: UUID) -> Response:
    """What the agent checked is what is concluded: a decision taken meanwhile in another window is shown first."""
    visit = await _deciding_visit(request)
    file = await read_file(visit, submission_id)
    if file.is_open and visit.form.text("seen") != file.seen:
        summary = [Complaint("", of_page("decisions-changed"))]
        return file_page(visit, file, summary, 409)
    try:
        await visit.clients.household.conclude(visit.bearer, str(submission_id))
    except Problem as problem:
        if problem.code == "already-concluded":
            return visit.go(f"{file.path}?fait=deja-conclue")
        if problem.code == "items-undecided":
            return visit.go(f"{file.path}?fait=reste-a-decider")
        raise
    return visit.go(f"{PATH}?fait=conclue")


async def _deciding_visit(request: Request) -> Visit:
    """Raises NotAllowed for an agent who may only read."""
    visit = await staff_visit(request)
    if visit.session is None or Permission.HOUSEHOLD_DECIDE not in visit.session.subject.permissions:
        raise NotAllowed
    return visit
