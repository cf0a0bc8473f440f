"""A family's submission: decide item by item, accept the rest."""

import asyncio
from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.service import Problem
from gateway.web.agents.deciding import Taken, take
from gateway.web.agents.file_view import FileView, file_view
from gateway.web.form_view import Complaint
from gateway.web.visit import Visit, staff_visit
from gateway.web.wording import of_page
from libs.chassis.auth import Permission

router = APIRouter(prefix="/agents/foyers/{submission_id}")


@router.get("")
async def show(request: Request, submission_id: UUID) -> Response:
    visit = await staff_visit(request)
    return file_page(visit, await read_file(visit, submission_id), [])


@router.post("")
async def decide(request: Request, submission_id: UUID) -> Response:
    """Every button keeps every choice on the page; what cannot be kept is shown again, with why."""
    visit = await staff_visit(request)
    action = visit.form.text("action")
    taken = await take(visit, await visit.clients.household.submission(visit.bearer, str(submission_id)))
    accepted = action == "accepter" and taken.complete and await _accept_the_rest(visit, submission_id)
    file = await read_file(visit, submission_id, taken)
    if taken.too_late:
        return file_page(visit, file, [Complaint("", of_page("already-concluded"))], 409)
    if not taken.complete:
        return file_page(visit, file, file.complaints, 422)
    if action == "accepter" and not accepted:
        waiting = [view for view in file.undecided if not view.acceptable]
        return file_page(visit, file, file.complain(waiting, of_page("scan-pending")), 409)
    if action == "conclure" and file.left:
        return file_page(visit, file, file.left, 422)
    return visit.go(_next(file, action))


async def read_file(visit: Visit, submission_id: UUID, taken: Taken | None = None) -> FileView:
    """The file as it stands, and what of the form could not be taken. Raises Problem."""
    household = visit.clients.household
    submission, reasons = await asyncio.gather(
        household.submission(visit.bearer, str(submission_id)), household.refusal_reasons(visit.bearer)
    )
    account = await visit.clients.identity.family_account(visit.bearer, submission["family"]["id"])
    agent = str(visit.session.subject.id) if visit.session else ""
    typed, errors = (taken.typed, taken.errors) if taken else ({}, {})
    health = visit.session is not None and Permission.HOUSEHOLD_HEALTH in visit.session.subject.permissions
    return file_view(
        submission,
        reasons,
        agent,
        typed,
        errors,
        health=health,
        diseases=visit.kiosk.commune.diseases,
        account=account,
    )


def file_page(visit: Visit, file: FileView, summary: list[Complaint], status: int = 200) -> Response:
    """Read-only once concluded, and for an agent who may only read."""
    may_decide = visit.session is not None and Permission.HOUSEHOLD_DECIDE in visit.session.subject.permissions
    editable = file.is_open and may_decide
    return visit.page("agents/file.html", status, file=file, summary=summary, editable=editable)


async def _accept_the_rest(visit: Visit, submission_id: UUID) -> bool:
    """False when a file is still with the scanner: then nothing is accepted."""
    try:
        await visit.clients.household.accept_the_rest(visit.bearer, str(submission_id))
    except Problem as problem:
        if problem.code not in ("scan-pending", "document-infected"):
            raise
        return False
    return True


def _next(file: FileView, action: str) -> str:
    """Where the agent goes on: the check before concluding, or the first item that is still open."""
    if action == "conclure":
        return f"{file.path}/conclure"
    if action == "accepter":
        return f"{file.path}?fait=reste-accepte"
    first = f"#{file.left_at}" if file.left else ""
    return f"{file.path}?fait=decisions-enregistrees{first}"
