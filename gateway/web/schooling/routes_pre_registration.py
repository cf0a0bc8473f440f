"""Préinscription scolaire of one child: sector school and level, each explained; RETOUR, TERMINER."""

from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.service import Problem
from gateway.edge.forms import Form
from gateway.web.form_view import FormView
from gateway.web.pieces.part import asked_part, kept_text
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
from gateway.web.visit import GoTo

router = APIRouter(prefix="/mon-espace/inscriptions/{child_id}/preinscription/{school_year}")
FIELDS = ("former_school", "level_objection")


@router.get("")
async def show(request: Request, child_id: UUID, school_year: int) -> Response:
    asked = await _asked(request, child_id, school_year)
    return await before_the_form(asked, asked.target["title"]) or _page(asked, _form_of(asked))


@router.post("")
async def finish(request: Request, child_id: UUID, school_year: int) -> Response:
    """TERMINER; what was typed is checked on a page of its own first."""
    asked = await _asked(request, child_id, school_year)
    posted = asked.visit.form
    about_newcomer = await keep_newcomer(asked, asked.target["title"], posted.text("action"))
    if first := about_newcomer or await before_the_form(asked, asked.target["title"]):
        return first
    typed = _typed(posted)
    if asked_part(asked.visit) == "text":
        await asked.keep(**typed)
        return kept_text(asked.visit, {}, kept=True)
    if typed != {name: asked.answers[name] for name in FIELDS}:  # type: ignore[literal-required] # FIELDS are keys
        try:
            await asked.keep(**typed)
        except Problem as problem:
            form = FormView(typed)
            form.refused_by(problem)
            return _page(asked, form)
    if posted.text("action") == "retour":
        return asked.visit.go(paths.HERE)
    if any(typed.values()):
        return asked.visit.go(f"{asked.page}/verifier")
    return await _hand_in(asked)


@router.get("/verifier")
async def check(request: Request, child_id: UUID, school_year: int) -> Response:
    asked = await _asked(request, child_id, school_year)
    return await before_the_form(asked, asked.target["title"]) or asked.visit.page(
        "schooling/pre_registration_check.html", asked=asked
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
        return _page(now, form)


def _typed(posted: Form) -> dict[str, str]:
    return {name: posted.text(name).strip().replace("\r\n", "\n") for name in FIELDS}


def _form_of(asked: AskedFor) -> FormView:
    return FormView({name: asked.answers[name] for name in FIELDS})  # type: ignore[literal-required] # as above


def _page(asked: AskedFor, form: FormView) -> Response:
    return asked.visit.page(
        "schooling/pre_registration.html",
        form.status if form.wrong else 200,
        asked=asked,
        form=form,
        summary=form.summary(FIELDS),
    )
