"""Step 3: the personal account, its password and the terms."""

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from gateway.clients.identity import AccountForm
from gateway.clients.service import FieldProblem, Problem
from gateway.edge.forms import Form
from gateway.web.creation.step import AccountStep, account_step
from gateway.web.form_view import FormView, text_problem
from gateway.web.pages import markdown
from gateway.web.visit import Visit, open_visit

router = APIRouter(prefix="/creer-ma-famille/compte")
TYPED = ("civility", "last_name", "first_name", "email", "email_confirmation")
FIELDS = (
    "civility", "last_name", "first_name", "password", "password_confirmation", "email", "email_confirmation",
    "accepts_terms", "declares_exact",
)  # fmt: skip
_CONFIRMED = (("password", "password_confirmation"), ("email", "email_confirmation"))


@router.get("")
async def describe(request: Request) -> Response:
    step = await account_step(request)
    account = step.registration["account"]
    known: dict[str, Any] = dict(account) if account else {}
    return _page(step.visit, FormView({**known, "email": step.registration["email"]}))


@router.post("")
async def keep(request: Request) -> Response:
    step = await account_step(request)
    posted = step.visit.form
    values: dict[str, str] = {name: posted.text(name).strip() for name in TYPED}
    ticked = {name: "oui" if posted.has(name) else "" for name in ("accepts_terms", "declares_exact")}
    form = FormView({**values, **ticked})
    form.refuse(_missing(posted))
    form.refuse(_differing(posted))
    if form.wrong:
        form.refuse(await _password_problems(step.visit, posted.text("password")))
        return _page(step.visit, form, 422)
    try:
        await _describe(step, posted, values)
    except Problem as problem:
        form.refused_by(problem)
        return _page(step.visit, form, form.status)
    return step.visit.go("/creer-ma-famille/foyer")


@router.post("/force")
async def strength(request: Request) -> Response:
    """The meter asks while the password is typed; the answer is never kept."""
    visit = await open_visit(request)
    password = visit.form.text("password")
    if not password:
        return JSONResponse({"level": ""})
    try:
        judged = await visit.clients.identity.password_strength(visit.bearer, password[:200])
    except Problem:
        return JSONResponse({"level": "weak"})
    return JSONResponse({"level": judged["level"]})


async def _describe(step: AccountStep, posted: Form, values: dict[str, str]) -> None:
    account = AccountForm(
        civility=values["civility"],
        last_name=values["last_name"],
        first_name=values["first_name"],
        password=posted.text("password"),
        email=values["email"],
        terms_version=posted.text("terms_version"),
        accepts_terms=True,
        declares_exact=True,
    )
    await step.visit.clients.identity.describe_account(step.visit.bearer, step.registration_id, account)


def _missing(posted: Form) -> list[FieldProblem]:
    empty = [name for name in FIELDS[:7] if not posted.text(name).strip()]
    problems = [text_problem(name, "required") for name in empty]
    if not posted.has("accepts_terms"):
        problems.append(text_problem("accepts_terms", "terms-not-accepted"))
    if not posted.has("declares_exact"):
        problems.append(text_problem("declares_exact", "not-declared-exact"))
    return problems


def _differing(posted: Form) -> list[FieldProblem]:
    return [
        text_problem(again, "confirmation-differs")
        for once, again in _CONFIRMED
        if posted.text(once).strip()
        and posted.text(again).strip()
        and posted.text(once).strip() != posted.text(again).strip()
    ]


async def _password_problems(visit: Visit, password: str) -> list[FieldProblem]:
    """What is wrong with the password too, so that everything is told at once."""
    if not password:
        return []
    bounds = visit.kiosk.commune.profile.password
    params = {"minimum": bounds.minimum, "maximum": bounds.maximum}
    try:
        judged = await visit.clients.identity.password_strength(visit.bearer, password)
    except Problem:
        return [FieldProblem("password", "password-too-long", params)]
    return [FieldProblem("password", code, params) for code in judged["codes"]]


def _page(visit: Visit, form: FormView, status: int = 200) -> Response:
    commune = visit.kiosk.commune
    version = commune.profile.terms_version
    return visit.page(
        "creation/account.html",
        status,
        form=form,
        summary=form.summary(FIELDS),
        terms=markdown(commune.texts.terms[version]),
        terms_version=version,
    )
