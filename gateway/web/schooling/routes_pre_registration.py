"""Préinscription scolaire of one child: sector school and level, each explained; RETOUR, TERMINER."""

from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.service import Problem
from gateway.edge.forms import Form
from gateway.web.form_view import FormView
from gateway.web.pieces.files import Button, Outcome, act_on_files
from gateway.web.pieces.part import act_on_piece, asked_part, kept_text
from gateway.web.pieces.table import Held
from gateway.web.schooling import paths
from gateway.web.schooling.asking import (
    AskedFor,
    anew,
    asked_for,
    asking_of,
    before_the_form,
    hand_in,
    keep_newcomer,
    obstacles_page,
    said_of,
)
from gateway.web.schooling.dossiers import NEWCOMER
from gateway.web.visit import GoTo

router = APIRouter(prefix="/mon-espace/inscriptions/{child_id}/preinscription/{school_year}")
FIELDS = ("former_school", "level_objection")


@router.get("")
async def show(request: Request, child_id: UUID, school_year: int) -> Response:
    asked = await _asked(request, child_id, school_year)
    return await before_the_form(asked, asked.target["title"]) or await _page(asked, _form_of(asked))


@router.post("")
async def keep(request: Request, child_id: UUID, school_year: int) -> Response:
    """Every button keeps the text and the chosen files; TERMINER goes on to the check of what was filled in."""
    asked = await _asked(request, child_id, school_year)
    posted = asked.visit.form
    action = posted.text("action") or "terminer"
    if about_newcomer := await keep_newcomer(asked, asked.target["title"], action):
        return about_newcomer
    if in_the_way := await before_the_form(asked, asked.target["title"]):
        return in_the_way
    if part := asked_part(asked.visit):
        return await (_keep_for_script(asked) if part == "text" else act_on_piece(asked.place, Held(()), NEWCOMER))
    return await _act(asked, action)


async def _keep_for_script(asked: AskedFor) -> Response:
    form = FormView(_typed(asked.visit.form))
    await _keep_text(asked, form)
    return kept_text(asked.visit, {}, kept=not form.wrong)


async def _act(asked: AskedFor, action: str) -> Response:
    posted = asked.visit.form
    form = FormView(_typed(posted))
    await _keep_text(asked, form)
    button = Button.pressed(action)
    outcome = await act_on_files(asked.place, button)
    if form.wrong or outcome.errors:
        return await _page(asked, form, outcome)
    if action == "retour":
        return asked.visit.go(paths.HERE)
    if action != "terminer":
        return asked.visit.go(button.leads(asked.place))
    if asked.target["asks_former_school"] or any(form.values.values()):
        return asked.visit.go(f"{asked.page}/verifier")
    return await _hand_in(asked)


@router.get("/verifier")
async def check(request: Request, child_id: UUID, school_year: int) -> Response:
    asked = await _asked(request, child_id, school_year)
    return await before_the_form(asked, asked.target["title"]) or asked.visit.page(
        "schooling/pre_registration_check.html",
        asked=asked,
        dossiers=await asked.dossiers(FormView(), derogation=False),
    )


@router.post("/verifier")
async def finish_checked(request: Request, child_id: UUID, school_year: int) -> Response:
    asked = await _asked(request, child_id, school_year)
    return await before_the_form(asked, asked.target["title"]) or await _hand_in(asked)


async def _asked(request: Request, child_id: UUID, school_year: int) -> AskedFor:
    """Raises GoTo the other form for a family of another commune: it names a school and its reasons."""
    asked = await asked_for(request, child_id, school_year, derogation=False)
    if asked.target["kind_without_wish"] == "outside":
        raise GoTo(asked.page.replace("/preinscription/", "/derogation/"))
    return asked


async def _hand_in(asked: AskedFor) -> Response:
    try:
        return await hand_in(asked, asking_of(asked))
    except Problem as problem:
        now = await anew(asked)
        if now.target["obstacles"]:
            return await obstacles_page(now, now.target["title"], problem.status, said_of(problem))
        form = _form_of(now)
        form.refused_by(problem)
        return await _page(now, form)


def _typed(posted: Form) -> dict[str, str]:
    return {name: posted.text(name).strip().replace("\r\n", "\n") for name in FIELDS}


def _form_of(asked: AskedFor) -> FormView:
    return FormView({name: asked.answers[name] for name in FIELDS})  # type: ignore[literal-required] # as above


async def _keep_text(asked: AskedFor, form: FormView) -> None:
    if form.values == {name: asked.answers[name] for name in FIELDS}:  # type: ignore[literal-required] # FIELDS are keys
        return
    try:
        await asked.keep(**form.values)
    except Problem as problem:
        form.refused_by(problem)


async def _page(asked: AskedFor, form: FormView, outcome: Outcome | None = None) -> Response:
    dossiers = await asked.dossiers(form, outcome, derogation=False)
    return asked.visit.page(
        "schooling/pre_registration.html",
        form.status if form.wrong else 200,
        asked=asked,
        form=form,
        summary=form.summary(FIELDS),
        dossiers=dossiers,
        place=asked.place,
    )
