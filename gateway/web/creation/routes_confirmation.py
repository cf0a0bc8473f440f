"""The code famille, the wait for the activation, and the address that can still be corrected."""

import asyncio

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from gateway.clients.household import Draft
from gateway.clients.identity import RegistrationView
from gateway.clients.service import Problem
from gateway.web.form_view import FormView, text_problem
from gateway.web.visit import GoTo, Visit, registration_visit

router = APIRouter(prefix="/creer-ma-famille/confirmation")
ITSELF = "/creer-ma-famille/confirmation"


@router.get("")
async def show(request: Request) -> Response:
    visit = await registration_visit(request)
    draft, registration = await _state(visit)
    if registration["state"] == "activated":
        return visit.go("/?fait=compte-active")
    return _page(visit, draft, registration, FormView({"email": registration["email"]}))


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
    draft, registration = await _state(visit)
    return _page(visit, draft, registration, form, form.status)


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
        draft, registration = await _state(visit)
        form.values = {"email": registration["email"]}
        return _page(visit, draft, registration, form, form.status)
    return visit.go(f"{ITSELF}?fait=mail-renvoye")


async def _state(visit: Visit) -> tuple[Draft, RegistrationView]:
    """The code comes from household, which gave it; identity learns it a moment later. Raises GoTo the open step."""
    registration_id = _id(visit)
    try:
        draft, registration = await asyncio.gather(
            visit.clients.household.draft(visit.bearer, registration_id),
            visit.clients.identity.registration(visit.bearer, registration_id),
        )
    except Problem as problem:
        if problem.status == 404:
            raise GoTo("/creer-ma-famille?fait=creation-expiree", lapsed=True) from None
        raise
    if draft["state"] != "submitted":
        raise GoTo("/creer-ma-famille/foyer")
    return draft, registration


def _id(visit: Visit) -> str:
    if visit.session is None:
        raise GoTo("/creer-ma-famille")
    return str(visit.session.subject.id)


def _page(visit: Visit, draft: Draft, registration: RegistrationView, form: FormView, status: int = 200) -> Response:
    return visit.page(
        "creation/confirmation.html",
        status,
        form=form,
        summary=form.summary(),
        family_code=draft["family_code"],
        email=registration["email"],
        mail_leaves=registration["state"] == "awaiting_activation",
    )
