"""Before starting: the papers to have at hand; then step 2, the mail address."""

from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.identity import RegistrationView
from gateway.clients.service import Problem
from gateway.web.form_view import FormView, text_problem
from gateway.web.visit import Visit, open_visit
from libs.chassis.auth import SubjectKind

router = APIRouter(prefix="/creer-ma-famille")
FIELDS = ("email",)


@router.get("")
async def papers(request: Request) -> Response:
    visit = await open_visit(request)
    return visit.page("creation/papers.html", registration=await under_way(visit))


@router.get("/adresse-email")
async def ask_address(request: Request) -> Response:
    visit = await open_visit(request)
    registration = await under_way(visit)
    if registration and registration["state"] in ("awaiting_activation", "activated"):
        return visit.go("/creer-ma-famille/confirmation")
    return _page(visit, FormView({"email": registration["email"] if registration else ""}))


@router.post("/adresse-email")
async def keep_address(request: Request) -> Response:
    visit = await open_visit(request)
    email = visit.form.text("email").strip()
    form = FormView({"email": email})
    if not email:
        form.refuse([text_problem("email", "required")])
        return _page(visit, form, 422)
    try:
        await _keep(visit, email)
    except Problem as problem:
        form.refused_by(problem)
        return _page(visit, form, form.status)
    return visit.go("/creer-ma-famille/compte")


async def under_way(visit: Visit) -> RegistrationView | None:
    """The creation that this browser began, if it still lives."""
    if visit.session is None or visit.session.kind is not SubjectKind.REGISTRATION:
        return None
    try:
        return await visit.clients.identity.registration(visit.bearer, str(visit.session.subject.id))
    except Problem as problem:
        if problem.status == 404:
            return None
        raise


async def _keep(visit: Visit, email: str) -> None:
    """Correct the address of a creation under way, or begin one."""
    identity = visit.clients.identity
    registration = await under_way(visit)
    if registration:
        if registration["email"] != email:
            await identity.correct_email(visit.bearer, str(UUID(registration["registration_id"])), email)
        return
    visit.begin(await identity.start_registration(visit.kiosk.sessions.bearer_from(visit.address), email))


def _page(visit: Visit, form: FormView, status: int = 200) -> Response:
    return visit.page("creation/email.html", status, form=form, summary=form.summary(FIELDS))
