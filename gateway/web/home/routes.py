"""The home page of the kiosk, signing in, signing out."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.identity import RegistrationView
from gateway.clients.service import Problem
from gateway.web.form_view import FormView, text_problem
from gateway.web.given_back import kept_form
from gateway.web.home import sign_out
from gateway.web.home.sign_in_page import FIELDS, given_back, sign_in_page
from gateway.web.visit import Visit, open_visit
from gateway.web.wording import of_page
from libs.chassis.auth import SubjectKind

router = APIRouter()
_HOMES = {
    SubjectKind.FAMILY: "/mon-espace",
    SubjectKind.STAFF: "/agents",
    SubjectKind.SECOND_FACTOR: "/agents/connexion/code",
}


@router.get("/")
async def home(request: Request) -> Response:
    visit = await open_visit(request)
    if visit.session and visit.session.kind in _HOMES:
        return visit.go(_HOMES[visit.session.kind])
    registration = await _registration(visit)
    activated = registration is not None and registration["state"] == "activated"
    code = registration["family_code"] if registration and activated else None
    return sign_in_page(visit, FormView({"identifier": code or ""}), registration=registration)


@router.post("/connexion")
async def sign_in(request: Request) -> Response:
    visit = await open_visit(request)
    identifier, password = visit.form.text("identifier").strip(), visit.form.text("password")
    sealed = kept_form(visit)
    form = FormView({"identifier": identifier})
    form.refuse(
        text_problem(name, "required") for name, value in zip(FIELDS, (identifier, password), strict=True) if not value
    )
    if form.wrong:
        return sign_in_page(visit, form, 422, sealed=sealed)
    try:
        signed_in = await visit.clients.identity.sign_in(
            visit.kiosk.sessions.bearer_from(visit.address), identifier, password, visit.device, visit.seen_as
        )
    except Problem as problem:
        # A text that identity cannot even read as an identifier is a wrong one: nothing more is said.
        code = "wrong-credentials" if problem.status == 422 else problem.code
        form.complain(of_page(code, retry_after=problem.retry_after), "identifier")
        status = 429 if problem.status == 429 else 422
        return sign_in_page(visit, form, status, sealed=sealed)
    await visit.begin_as(signed_in.session_token)
    if signed_in.device_token:
        visit.remember_device(signed_in.device_token)
    if sealed:
        return given_back(visit, sealed)
    return visit.go("/mon-espace")


@router.post(sign_out.PATH)
async def leave(request: Request) -> Response:
    return await sign_out.sign_out(await open_visit(request))


async def _registration(visit: Visit) -> RegistrationView | None:
    """The creation that this browser began, if any: it can be taken up again."""
    if visit.session is None or visit.session.kind is not SubjectKind.REGISTRATION:
        return None
    try:
        return await visit.clients.identity.registration(visit.bearer, str(visit.session.subject.id))
    except Problem:
        return None
