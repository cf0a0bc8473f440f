"""PDFs for a family at the counter: the receipt, and the letter with the code that opens its account."""

from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.household_counter import Receipt
from gateway.clients.service import Problem
from gateway.web.agents.counter.door import PATH, counter_visit
from gateway.web.agents.counter.prints import print_claim_letter, print_receipt
from gateway.web.visit import Visit
from gateway.web.wording import of_page

router = APIRouter(prefix=f"{PATH}/familles/{{family_id}}")
_NO_CODE = {404: "claim-not-ready", 409: "family-has-account"}
"""Household knows the family, and identity has not heard of it yet, or knows that it has its account."""


@router.get("/recepisse.pdf")
async def receipt(request: Request, family_id: UUID) -> Response:
    visit = await counter_visit(request)
    received = await visit.clients.household.receipt(visit.bearer, str(family_id))
    made = await print_receipt(visit.kiosk, received, _name_of(visit, received))
    return pdf(visit, made, "recepisse.pdf")


@router.post("/code-acces.pdf")
async def claim_letter(request: Request, family_id: UUID) -> Response:
    """A new code each time, which ends the one before: so it is asked for by a button, never by a link."""
    visit = await counter_visit(request)
    received = await visit.clients.household.receipt(visit.bearer, str(family_id))
    try:
        issued = await visit.clients.identity.issue_claim_code(visit.bearer, str(family_id))
    except Problem as problem:
        if problem.status not in _NO_CODE:
            raise
        return visit.page("errors/conflict.html", 409, message=of_page(_NO_CODE[problem.status]))
    made = await print_claim_letter(visit.kiosk, received, issued)
    return pdf(visit, made, "code-acces.pdf")


@router.post("/nouvel-acces.pdf")
async def letter_that_gives_back(request: Request, family_id: UUID) -> Response:
    """For a holder without password and without mailbox; the agent says that their identity was checked."""
    visit = await counter_visit(request)
    if visit.form.text("identity_checked") != "oui":
        return visit.page("errors/conflict.html", 409, message=of_page("identity-unchecked"))
    received = await visit.clients.household.receipt(visit.bearer, str(family_id))
    try:
        issued = await visit.clients.identity.issue_claim_code(visit.bearer, str(family_id), gives_back=True)
    except Problem as problem:
        if problem.status != 404:
            raise
        return visit.page("errors/conflict.html", 409, message=of_page("no-account-to-give-back"))
    made = await print_claim_letter(visit.kiosk, received, issued)
    return pdf(visit, made, "nouvel-acces.pdf")


def _name_of(visit: Visit, received: Receipt) -> str | None:
    """The agent's name when it is the one who prints: other agents are known by their id alone."""
    if visit.session and received["registered_by"] == str(visit.session.subject.id):
        return visit.session.display_name
    return None


def pdf(visit: Visit, content: bytes, file_name: str) -> Response:
    """A file to print, which no browser keeps."""
    headers = {"Content-Disposition": f'attachment; filename="{file_name}"', "Cache-Control": "no-store"}
    return visit.answer(Response(content, media_type="application/pdf", headers=headers))
