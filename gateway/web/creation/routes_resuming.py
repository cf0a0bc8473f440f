"""Coming back to a creation: another day by a mailed link, or on a shared computer with the password of step 3."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.service import Problem
from gateway.web.creation.locked import given_back, locked_page, safe_path
from gateway.web.creation.step import HOUSEHOLD, online_step
from gateway.web.form_view import FormView, text_problem
from gateway.web.given_back import kept_form
from gateway.web.visit import GoTo, Visit, open_visit, registration_visit
from gateway.web.wording import of_page
from libs.chassis.auth import SubjectKind

START = "/creer-ma-famille"
router = APIRouter(prefix=START)


@router.get("/reprendre")
async def ask_address(request: Request) -> Response:
    visit = await open_visit(request)
    return visit.page("creation/resume_ask.html", form=FormView(), summary=[])


@router.post("/reprendre")
async def send_link(request: Request) -> Response:
    """The same page for every address: whether a creation waits for it is told by mail alone."""
    visit = await open_visit(request)
    email = visit.form.text("email").strip()
    form = FormView({"email": email})
    if not email:
        form.refuse([text_problem("email", "required")])
    else:
        try:
            await visit.clients.identity.ask_resumption(visit.kiosk.sessions.bearer_from(visit.address), email)
        except Problem as problem:
            form.refused_by(problem)
    if form.wrong:
        return visit.page("creation/resume_ask.html", form.status, form=form, summary=form.summary(["email"]))
    return visit.page("creation/resume_sent.html", email=email)


@router.get("/reprendre/{token}")
async def look(request: Request, token: str) -> Response:
    """Opening the link changes nothing: a mail scanner does it too."""
    visit = await open_visit(request)
    return await _password_page(visit, token, FormView())


@router.post("/reprendre/{token}")
async def resume(request: Request, token: str) -> Response:
    visit = await open_visit(request)
    password = visit.form.text("password")
    form = FormView()
    if not password:
        form.refuse([text_problem("password", "required")])
        return await _password_page(visit, token, form)
    try:
        session = await visit.clients.identity.resume(visit.kiosk.sessions.bearer_from(visit.address), token, password)
    except Problem as problem:
        _wrong_password(form, problem)
        return await _password_page(visit, token, form)
    await visit.end()
    visit.begin(session)
    return visit.go(HOUSEHOLD)


@router.post("/continuer-plus-tard")
async def continue_later(request: Request) -> Response:
    """The link goes to the creation's own address."""
    step = await online_step(request)
    try:
        await step.visit.clients.identity.mail_resumption_link(step.bearer, step.registration_id)
    except Problem as problem:
        if problem.status != 429:
            raise
        return step.visit.go(f"{HOUSEHOLD}?fait=lien-deja-envoye")
    return step.visit.go(f"{HOUSEHOLD}?fait=lien-envoye")


@router.get("/deverrouiller")
async def ask_password(request: Request) -> Response:
    visit, _token = await _locked(request)
    return locked_page(visit, FormView(), safe_path(request.query_params.get("suite", "")), "")


@router.post("/deverrouiller")
async def unlock(request: Request) -> Response:
    """Back to where they were; what was typed there meanwhile is given back, to be sent with one press."""
    visit, locked = await _locked(request)
    password, going_on = visit.form.text("password"), safe_path(visit.form.text("suite"))
    sealed = kept_form(visit)
    form = FormView()
    if not password:
        form.refuse([text_problem("password", "required")])
        return locked_page(visit, form, going_on, sealed, form.status)
    try:
        session = await visit.clients.identity.unlock(visit.bearer, locked, password)
    except Problem as problem:
        _wrong_password(form, problem)
        return locked_page(visit, form, going_on, sealed, form.status)
    await visit.begin_as(session)
    if sealed:
        return given_back(visit, sealed)
    return visit.go(going_on)


@router.get("/effacer")
async def ask_erasing(request: Request) -> Response:
    visit = await registration_visit(request)
    return visit.page("creation/erase.html")


@router.post("/effacer")
async def erase(request: Request) -> Response:
    """Everything that was typed and joined goes, here and in every service; the browser forgets the creation."""
    visit = await registration_visit(request)
    if visit.session is None:
        raise GoTo(START)
    try:
        await visit.clients.household.discard_draft(visit.bearer, str(visit.session.subject.id))
    except Problem as problem:
        if problem.code != "draft-submitted":
            raise
        return visit.go("/creer-ma-famille/confirmation")
    await visit.end()
    return visit.go(f"{START}?fait=efface")


async def _locked(request: Request) -> tuple[Visit, str]:
    """With the token of the locked session. Raises GoTo the household when there is nothing to open."""
    visit = await open_visit(request)
    if visit.session is not None and visit.session.kind is SubjectKind.REGISTRATION:
        raise GoTo(HOUSEHOLD)
    if visit.session is None or visit.session.kind is not SubjectKind.LOCKED_REGISTRATION:
        raise visit.turned_away(START, "creation-expiree")
    return visit, visit.session.token


def _wrong_password(form: FormView, problem: Problem) -> None:
    code = "wrong-password" if problem.status in (401, 422) else problem.code
    form.status = problem.status if problem.status in (404, 429) else 422
    form.complain(of_page(code, retry_after=problem.retry_after), "password")


async def _password_page(visit: Visit, token: str, form: FormView) -> Response:
    try:
        masked = await visit.clients.identity.masked_address_to_resume(visit.kiosk.sessions.bearer(None), token)
    except Problem:
        return visit.page("creation/resume_dead.html", 404)
    return visit.page(
        "creation/resume.html",
        form.status if form.wrong else 200,
        form=form,
        summary=form.summary(["password"]),
        masked=masked,
        token=token,
    )
