"""Step 1: the N° de compte famille, and the code that the town gave with it."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.service import Problem
from gateway.web.first_use.routes_account import ACCOUNT
from gateway.web.form_view import FormView, text_problem
from gateway.web.visit import Visit, open_visit
from gateway.web.wording import of_page

router = APIRouter(prefix="/premiere-utilisation")
FIELDS = ("family_code", "claim_code")


@router.get("")
async def ask_code(request: Request) -> Response:
    return _page(await open_visit(request), FormView())


@router.post("")
async def check_code(request: Request) -> Response:
    """An unknown family, a wrong code, one that was used or is too old: told alike."""
    visit = await open_visit(request)
    family_code, claim_code = (visit.form.text(name).strip() for name in FIELDS)
    form = FormView({"family_code": family_code})
    typed = zip(FIELDS, (family_code, claim_code), strict=True)
    form.refuse(text_problem(name, "required") for name, value in typed if not value)
    if form.wrong:
        return _page(visit, form)
    try:
        session_token = await visit.clients.identity.claim(
            visit.kiosk.sessions.bearer_from(visit.address), family_code, claim_code
        )
    except Problem as problem:
        form.status = 429 if problem.status == 429 else 422
        code = "slow-down" if problem.status == 429 else "wrong-claim"
        form.complain(of_page(code, retry_after=problem.retry_after), "family_code")
        return _page(visit, form)
    visit.begin(session_token)
    return visit.go(ACCOUNT)


def _page(visit: Visit, form: FormView) -> Response:
    status = form.status if form.wrong else 200
    return visit.page("first_use/claim.html", status, form=form, summary=form.summary(FIELDS))
