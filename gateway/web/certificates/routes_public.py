"""« Vérifier un certificat », for whoever holds one: by the QR code, or with what is typed from the paper."""

import re

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from gateway.clients.service import Problem
from gateway.web.form_view import FormView, text_problem
from gateway.web.visit import Visit, open_visit
from gateway.web.wording import of_page
from libs.french.levels import LEVEL_NAMES
from libs.typesetting.certificates import CERTIFICATES_PATH

router = APIRouter(prefix=CERTIFICATES_PATH)
FIELDS = ("number", "check")
_TYPED = re.compile(r"[A-Za-z0-9-]{1,40}", re.ASCII)


@router.get("")
async def ask(request: Request) -> Response:
    return _page(await open_visit(request), FormView())


@router.post("")
async def typed(request: Request) -> Response:
    """To the page that the QR code leads to."""
    visit = await open_visit(request)
    form = FormView({name: "".join(visit.form.text(name).split()).upper() for name in FIELDS})
    form.refuse(text_problem(name, "required") for name in FIELDS if not form.text(name))
    if form.wrong:
        return _page(visit, form, 422)
    if not all(_TYPED.fullmatch(form.text(name)) for name in FIELDS):
        return _unknown(visit, form)
    return visit.go(f"{CERTIFICATES_PATH}/{form.text('number')}/{form.text('check')}")


@router.get("/cles.json")
async def keys(request: Request) -> Response:
    """The town's public keys (RFC 7517), for checks without a network."""
    visit = await open_visit(request)
    return JSONResponse(await visit.clients.schooling.certificate_keys(visit.bearer))


@router.get("/{number}/{check}")
async def check(request: Request, number: str, check: str) -> Response:
    """Valid, replaced or revoked, and the minimum; one answer for whatever is not a certificate of the town."""
    visit = await open_visit(request)
    form = FormView({"number": number, "check": check})
    if not (_TYPED.fullmatch(number) and _TYPED.fullmatch(check)):
        return _unknown(visit, form)
    bearer = visit.kiosk.sessions.bearer_from(visit.address)
    try:
        found = await visit.clients.schooling.check_certificate(bearer, number, check)
    except Problem as problem:
        form.complain(of_page(problem.code, retry_after=problem.retry_after))
        return _page(visit, form, problem.status)
    if found is None:
        return _unknown(visit, form)
    return visit.page("certificates/public.html", found=found, level=LEVEL_NAMES[found["level"]])


def _unknown(visit: Visit, form: FormView) -> Response:
    form.complain(of_page("certificate-unknown"), "number")
    return _page(visit, form, 404)


def _page(visit: Visit, form: FormView, status: int = 200) -> Response:
    return visit.page("certificates/ask.html", status, form=form, summary=form.summary(FIELDS))
