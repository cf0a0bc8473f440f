"""Demande de dérogation of one child: École désirée, one to three reasons, proofs, a comment; RETOUR, TERMINER."""

import asyncio
from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.schooling_families import DerogationReason
from gateway.clients.service import Problem
from gateway.web.form_view import FormView, Scalar, text_problem
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
from gateway.web.schooling.cards import derogation_title
from gateway.web.schooling.dossiers import KINDS

router = APIRouter(prefix="/mon-espace/inscriptions/{child_id}/derogation/{school_year}")
REASONS = ("reason_1", "reason_2", "reason_3")
FIELDS = ("wanted_school", *REASONS, "comment", "former_school", "level_objection")
_FIELD_OF = {"reasons": REASONS[0], "derogation": "wanted_school"}


@router.get("")
async def show(request: Request, child_id: UUID, school_year: int) -> Response:
    asked = await asked_for(request, child_id, school_year, derogation=True)
    return await _in_the_way(asked) or await _page(asked, _form_of(asked))


@router.post("")
async def keep(request: Request, child_id: UUID, school_year: int) -> Response:
    """Every button keeps the text and the chosen files; TERMINER then goes on to the check."""
    asked = await asked_for(request, child_id, school_year, derogation=True)
    action = asked.visit.form.text("action") or "terminer"
    if about_newcomer := await keep_newcomer(asked, derogation_title(asked.target), action):
        return about_newcomer
    if in_the_way := await _in_the_way(asked):
        return in_the_way
    if part := asked_part(asked.visit):
        return await (_keep_for_script(asked) if part == "text" else act_on_piece(asked.place, Held(()), *KINDS))
    form = FormView(_typed(asked))
    await _keep_text(asked, form)
    button = Button.pressed(action)
    outcome = await act_on_files(asked.place, button)
    if action == "terminer":
        _refuse_what_is_missing(form)
    if form.wrong or outcome.errors:
        return await _page(asked, form, outcome)
    leads = {"terminer": f"{asked.page}/verifier", "retour": paths.HERE, "enregistrer": f"{asked.page}?fait=garde"}
    return asked.visit.go(leads.get(action) or button.leads(asked.place))


@router.get("/verifier")
async def check(request: Request, child_id: UUID, school_year: int) -> Response:
    asked = await asked_for(request, child_id, school_year, derogation=True)
    return await _in_the_way(asked) or await _check_page(asked)


@router.post("/verifier")
async def finish(request: Request, child_id: UUID, school_year: int) -> Response:
    asked = await asked_for(request, child_id, school_year, derogation=True)
    if in_the_way := await _in_the_way(asked):
        return in_the_way
    asking = asking_of(asked)
    asking["derogation"] = {
        "wanted_school": asked.answers["wanted_school"],
        "reasons": [reason for reason in asked.answers["reasons"] if reason],
        "comment": asked.answers["comment"] or None,
    }
    try:
        return await hand_in(asked, asking)
    except Problem as problem:
        now = await anew(asked)
        if now.target["obstacles"] or not now.target["may_derogate"]:
            return await obstacles_page(now, derogation_title(now.target), problem.status, said_of(problem))
        form = _form_of(now)
        form.status = problem.status
        form.refuse(text_problem(_FIELD_OF.get(error.name, error.name), error.code) for error in problem.errors)
        if not problem.errors:
            form.refused_by(problem)
        return await _page(now, form)


async def _in_the_way(asked: AskedFor) -> Response | None:
    """Besides what keeps from any request: after the campaign another school can be asked for no more."""
    title = derogation_title(asked.target)
    if page := await before_the_form(asked, title):
        return page
    if not asked.target["may_derogate"]:
        return await obstacles_page(asked, title, said=asked.target["derogation_closed"] or "")
    return None


async def _check_page(asked: AskedFor) -> Response:
    """GoTo the form where the answers are not complete."""
    form = _form_of(asked)
    _refuse_what_is_missing(form)
    if form.wrong:
        return asked.visit.go(asked.page)
    reasons, dossiers = await asyncio.gather(
        asked.visit.clients.schooling.derogation_reasons(asked.visit.bearer), asked.dossiers(form, derogation=True)
    )
    labels = {reason["code"]: reason["label"] for reason in reasons}
    schools = {school["uai"]: school["name"] for school in asked.target["schools"]}
    return asked.visit.page(
        "schooling/derogation_check.html",
        asked=asked,
        wanted=schools.get(asked.answers["wanted_school"], ""),
        reasons=[labels[code] for code in asked.answers["reasons"] if code in labels],
        dossiers=dossiers,
        title=derogation_title(asked.target),
    )


def _typed(asked: AskedFor) -> dict[str, Scalar]:
    """What the form brought; a field that it does not show keeps what was kept."""
    posted, kept = asked.visit.form, _form_of(asked).values
    return {
        name: posted.text(name).strip().replace("\r\n", "\n") if posted.has(name) else kept[name] for name in FIELDS
    }


async def _keep_for_script(asked: AskedFor) -> Response:
    form = FormView(_typed(asked))
    await _keep_text(asked, form)
    return kept_text(asked.visit, {}, kept=not form.wrong)


async def _keep_text(asked: AskedFor, form: FormView) -> None:
    reasons = [form.text(name) for name in REASONS]
    others = {name: form.text(name) for name in FIELDS if name not in REASONS}
    try:
        await asked.keep(reasons=reasons, **others)
    except Problem as problem:
        form.refused_by(problem)


def _refuse_what_is_missing(form: FormView) -> None:
    if not form.text("wanted_school"):
        form.refuse([text_problem("wanted_school", "required")])
    chosen = [(name, form.text(name)) for name in REASONS if form.text(name)]
    if not chosen:
        form.refuse([text_problem(REASONS[0], "reason-required-derogation")])
    seen: set[str] = set()
    for name, code in chosen:
        if code in seen:
            form.refuse([text_problem(name, "twice")])
        seen.add(code)


def _form_of(asked: AskedFor) -> FormView:
    answers = asked.answers
    reasons = [*answers["reasons"], "", "", ""][: len(REASONS)]
    return FormView(
        {
            "wanted_school": answers["wanted_school"],
            **dict(zip(REASONS, reasons, strict=True)),
            "comment": answers["comment"],
            "former_school": answers["former_school"],
            "level_objection": answers["level_objection"],
        }
    )


async def _page(asked: AskedFor, form: FormView, outcome: Outcome | None = None) -> Response:
    clients, bearer = asked.visit.clients, asked.visit.bearer
    dossiers, reasons = await asyncio.gather(
        asked.dossiers(form, outcome, derogation=True), clients.schooling.derogation_reasons(bearer)
    )
    return asked.visit.page(
        "schooling/derogation.html",
        form.status if form.wrong else 200,
        asked=asked,
        form=form,
        summary=form.summary(FIELDS),
        title=derogation_title(asked.target),
        schools={s["uai"]: s["name"] for s in asked.target["schools"] if not s["is_sector_school"]},
        reasons={reason["code"]: reason["label"] for reason in reasons},
        proofs=_proofs(reasons),
        dossiers=dossiers,
        place=asked.place,
    )


def _proofs(reasons: list[DerogationReason]) -> list[tuple[str, str]]:
    """What may show each reason."""
    return [(reason["label"], reason["proof"]) for reason in reasons if reason["proof"]]
