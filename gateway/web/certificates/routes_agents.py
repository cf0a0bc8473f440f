"""A certificate for agents: read, printed, replaced after a correction, revoked."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.service import Problem
from gateway.web.admission_wording import CERTIFICATE_STATES
from gateway.web.certificates.paper import certificate_paper
from gateway.web.form_view import FormView, text_problem
from gateway.web.visit import Visit, staff_visit
from libs.chassis.auth import Permission
from libs.french.levels import LEVEL_NAMES

PATH = "/agents/certificats"
router = APIRouter(prefix=PATH)


@router.get("/{number}.pdf")
async def paper(request: Request, number: str) -> Response:
    visit = await staff_visit(request)
    return await certificate_paper(visit, await visit.clients.schooling.sheet(visit.bearer, number))


@router.get("/{number}")
async def certificate(request: Request, number: str) -> Response:
    return await _page(await staff_visit(request), number, FormView())


@router.post("/{number}/remplacement")
async def replace(request: Request, number: str) -> Response:
    visit, form = await staff_visit(request), FormView()
    try:
        new = await visit.clients.schooling.replace_certificate(visit.bearer, number)
    except Problem as problem:
        if problem.status != 409:
            raise
        form.refused_by(problem)
        return await _page(visit, number, form)
    return visit.go(f"{PATH}/{new}?fait=certificat-remplace")


@router.post("/{number}/revocation")
async def revoke(request: Request, number: str) -> Response:
    visit = await staff_visit(request)
    reason = visit.form.text("revocation_reason").strip()
    form = FormView({"revocation_reason": reason})
    if not reason:
        form.refuse([text_problem("revocation_reason", "required")])
        return await _page(visit, number, form)
    try:
        await visit.clients.schooling.revoke_certificate(visit.bearer, number, reason)
    except Problem as problem:
        if problem.status not in (409, 422):
            raise
        form.refused_by(problem)
        return await _page(visit, number, form)
    return visit.go(f"{PATH}/{number}?fait=certificat-revoque")


async def _page(visit: Visit, number: str, form: FormView) -> Response:
    sheet = await visit.clients.schooling.sheet(visit.bearer, number)
    deciding = visit.session is not None and Permission.SCHOOLING_DECIDE in visit.session.subject.permissions
    return visit.page(
        "agents/certificates/certificate.html",
        form.status if form.wrong else 200,
        sheet=sheet,
        level=LEVEL_NAMES[sheet["level"]],
        states=CERTIFICATE_STATES,
        deciding=deciding and sheet["state"] == "valid",
        form=form,
        summary=form.summary(),
    )
