"""The code famille, the wait for the activation, and the address that can still be corrected."""

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from gateway.clients.identity import RegistrationView
from gateway.clients.service import Problem
from gateway.web.form_view import FormView, text_problem
from gateway.web.visit import GoTo, Visit, registration_visit

router = APIRouter(prefix="/creer-ma-famille/confirmation")
ITSELF = "/creer-ma-famille/confirmation"


@dataclass(frozen=True)
class Waiting:
    """A family that has its code and waits for its address to be confirmed.

    Attributes:
        to_complete: how many of its records are still red; None for a family that the town knew already.
    """

    registration: RegistrationView
    family_code: str
    to_complete: int | None


@router.get("")
async def show(request: Request) -> Response:
    visit = await registration_visit(request)
    waiting = await _waiting(visit)
    if waiting.registration["state"] == "activated":
        return visit.go("/?fait=compte-active")
    return _page(visit, waiting, FormView({"email": waiting.registration["email"]}))


@router.get("/etat")
async def state(request: Request) -> Response:
    """The page asks, by script, whether it can move on."""
    visit = await registration_visit(request)
    try:
        registration = await visit.clients.identity.registration(visit.bearer, _id(visit))
    except Problem:
        return JSONResponse({"activated": False}, 404)
    return JSONResponse({"activated": registration["state"] == "activated"})


@router.post("/adresse")
async def correct_address(request: Request) -> Response:
    visit = await registration_visit(request)
    email = visit.form.text("email").strip()
    form = FormView({"email": email})
    if not email:
        form.refuse([text_problem("email", "required")])
    else:
        try:
            await visit.clients.identity.correct_email(visit.bearer, _id(visit), email)
            return visit.go(f"{ITSELF}?fait=adresse-corrigee")
        except Problem as problem:
            form.refused_by(problem)
    return _page(visit, await _waiting(visit), form, form.status)


@router.post("/renvoyer")
async def send_again(request: Request) -> Response:
    visit = await registration_visit(request)
    try:
        await visit.clients.identity.send_activation_again(visit.bearer, _id(visit))
    except Problem as problem:
        if problem.code == "not-awaiting-activation":
            return visit.go(ITSELF)
        form = FormView()
        form.refused_by(problem)
        waiting = await _waiting(visit)
        form.values = {"email": waiting.registration["email"]}
        return _page(visit, waiting, form, form.status)
    return visit.go(f"{ITSELF}?fait=mail-renvoye")


async def _waiting(visit: Visit) -> Waiting:
    """Raises GoTo the step that is due."""
    try:
        registration = await visit.clients.identity.registration(visit.bearer, _id(visit))
        if claim := registration.get("claim"):
            return _claimed(registration, claim["family_code"])
        draft = await visit.clients.household.draft(visit.bearer, _id(visit))
    except Problem as problem:
        if problem.status == 404:
            raise GoTo("/creer-ma-famille?fait=creation-expiree", lapsed=True) from None
        raise
    if draft["state"] != "submitted":
        raise GoTo("/creer-ma-famille/foyer")
    # The code comes from household, which gave it; identity learns it a moment later.
    return Waiting(registration, draft["family_code"] or "", draft.get("to_complete"))


def _claimed(registration: RegistrationView, family_code: str) -> Waiting:
    """A known family's: there is no draft to ask about. Raises GoTo the account when it is not made yet."""
    if registration["state"] not in ("awaiting_activation", "activated"):
        raise GoTo("/premiere-utilisation/compte")
    return Waiting(registration, family_code, None)


def _id(visit: Visit) -> str:
    if visit.session is None:
        raise GoTo("/creer-ma-famille")
    return str(visit.session.subject.id)


def _page(visit: Visit, waiting: Waiting, form: FormView, status: int = 200) -> Response:
    registration = waiting.registration
    return visit.page(
        "creation/confirmation.html",
        status,
        form=form,
        summary=form.summary(),
        family_code=waiting.family_code,
        to_complete=waiting.to_complete,
        known=bool(registration.get("claim")),
        email=registration["email"],
    )
