"""Whom the town never knew is taken out again; an adult who leaves is told to the town, which decides."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.household import Record, Value
from gateway.clients.service import Problem
from gateway.web.family.account import family_id
from gateway.web.family.routes_record import read_record
from gateway.web.form_view import FormView, text_problem
from gateway.web.moments import day
from gateway.web.visit import GoTo, Visit, family_visit

router = APIRouter(prefix="/mon-espace/fiches/{key}")
DEPARTURE = ("departure.on", "departure.word", "exactness")


@router.get("/retirer")
async def ask_removal(request: Request, key: str) -> Response:
    visit, record = await _removable(request, key)
    return visit.page("family/members/remove.html", record=record, summary=[])


@router.post("/retirer")
async def remove(request: Request, key: str) -> Response:
    visit, record = await _removable(request, key)
    form = FormView()
    try:
        await visit.clients.household.remove_member(visit.bearer, family_id(visit), key)
    except Problem as problem:
        form.refused_by(problem)
        return visit.page("family/members/remove.html", form.status, record=record, summary=form.summary())
    return visit.go("/mon-espace/tableau-de-bord?fait=personne-retiree")


@router.get("/depart")
async def departure(request: Request, key: str) -> Response:
    visit, record = await _known_adult(request, key)
    return _departure_page(visit, record, FormView(_departure_of(record)))


@router.post("/depart")
async def tell_departure(request: Request, key: str) -> Response:
    """Kept like any field of the record: TERMINER hands it in."""
    visit, record = await _known_adult(request, key)
    posted = visit.form
    if posted.text("action") == "annuler":
        await _keep(visit, record, None)
        return visit.go(f"/mon-espace/fiches/{key}?fait=depart-annule")
    form = FormView({name: posted.text(name).strip() for name in DEPARTURE})
    form.refuse_blank(DEPARTURE[:2])
    if form.text("exactness") != "oui":
        form.refuse([text_problem("exactness", "exactness-required")])
    try:
        if not form.wrong:
            word = {"on": form.text("departure.on"), "word": form.text("departure.word")}
            await _keep(visit, record, word)
    except Problem as problem:
        form.refused_by(problem)
    if form.wrong:
        return _departure_page(visit, record, form, form.status)
    return visit.go("/mon-espace/terminer")


async def _keep(visit: Visit, record: Record, departure: dict[str, str] | None) -> None:
    fields: dict[str, Value] = {"departure": None if departure is None else {**departure}}
    await visit.clients.household.keep_record(
        visit.bearer, family_id(visit), record["key"], fields, record["version"], declared=True
    )


async def _removable(request: Request, key: str) -> tuple[Visit, Record]:
    """Raises GoTo the record, where it says what can be done instead."""
    visit = await family_visit(request)
    record = await read_record(visit, key)
    if not record.get("removable"):
        raise GoTo(f"/mon-espace/fiches/{key}")
    return visit, record


async def _known_adult(request: Request, key: str) -> tuple[Visit, Record]:
    """Raises GoTo the record: one that lies with the town is not changed, and a child does not leave in this way."""
    visit = await family_visit(request)
    record = await read_record(visit, key)
    if record["kind"] != "adult" or record["locked"] or record.get("removable"):
        raise GoTo(f"/mon-espace/fiches/{key}")
    return visit, record


def _departure_of(record: Record) -> dict[str, str]:
    value = next((field["value"] for field in record["fields"] if field["name"] == "departure"), None)
    if not isinstance(value, dict):
        return {}
    return {"departure.on": day(str(value.get("on") or "")), "departure.word": str(value.get("word") or "")}


def _departure_page(visit: Visit, record: Record, form: FormView, status: int = 200) -> Response:
    told = bool(_departure_of(record))
    return visit.page(
        "family/members/departure.html", status, record=record, form=form, summary=form.summary(DEPARTURE), told=told
    )
