"""Code famille oublié: it is mailed to the address of the account."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.web.form_view import FormView
from gateway.web.recovery.asking import ask, asked
from gateway.web.visit import open_visit

router = APIRouter(prefix="/code-famille-oublie")
_ASK = "recovery/forgotten_code.html"


@router.get("")
async def forgotten(request: Request) -> Response:
    return asked(await open_visit(request), _ASK, "email", FormView())


@router.post("")
async def ask_for_mail(request: Request) -> Response:
    visit = await open_visit(request)
    return await ask(visit, _ASK, "email", visit.clients.identity.ask_family_codes, "/code-famille-oublie/demande")


@router.get("/demande")
async def mail_asked(request: Request) -> Response:
    return (await open_visit(request)).page("recovery/code_asked.html")
