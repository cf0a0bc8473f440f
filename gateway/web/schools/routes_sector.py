"""« Quelle est mon école de secteur ? », for anybody: an address of the commune and a level."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.schooling import School, SectorAnswer, SectorQuestion
from gateway.clients.service import Problem
from gateway.edge.forms import Form
from gateway.web.choices import OTHER_STREET
from gateway.web.form_view import FormView, text_problem
from gateway.web.schools.levels import level_options
from gateway.web.streets import starting_with, street_options
from gateway.web.visit import Visit, open_visit

router = APIRouter(prefix="/ecole-de-secteur")
FIELDS = ("street_number", "repetition", "letter", "street_id", "street_other", "level")
_HERE = {"number": "street_number", "street": "street_id"}
_LONGEST_NUMBER = 4


@router.get("")
async def ask(request: Request) -> Response:
    return await _page(await open_visit(request), FormView())


@router.post("")
async def answer(request: Request) -> Response:
    """Sent in the body: where a family lives stands in no address of a page."""
    visit = await open_visit(request)
    posted = visit.form
    form = FormView({name: posted.text(name).strip() for name in FIELDS})
    if posted.text("action") == "filtrer":
        return await _page(visit, form)
    _refuse_what_is_missing(form)
    if form.wrong:
        return await _page(visit, form, form.status)
    try:
        found = await visit.clients.schooling.sector(visit.bearer, _question(visit, posted))
    except Problem as problem:
        for error in problem.errors:
            form.refuse([text_problem(_HERE.get(error.name, error.name), error.code)])
        if not problem.errors:
            form.refused_by(problem)
        return await _page(visit, form, problem.status)
    return await _page(visit, form, found=found)


def _refuse_what_is_missing(form: FormView) -> None:
    number = form.text("street_number")
    if not number:
        form.refuse([text_problem("street_number", "required")])
    elif not (number.isascii() and number.isdigit() and len(number) <= _LONGEST_NUMBER):
        form.refuse([text_problem("street_number", "street-number-format")])
    if not form.text("street_id"):
        form.refuse([text_problem("street_id", "required")])
    elif form.text("street_id") == OTHER_STREET and not form.text("street_other"):
        form.refuse([text_problem("street_other", "required")])
    if not form.text("level"):
        form.refuse([text_problem("level", "required")])


def _question(visit: Visit, posted: Form) -> SectorQuestion:
    """A street that is not in the list is asked for by its name: it may be there in another spelling."""
    question: SectorQuestion = {
        "number": posted.text("street_number").strip(),
        "repetition": posted.text("repetition").strip(),
        "level": posted.text("level"),
        "school_year": str(visit.kiosk.commune.profile.school_year),
    }
    chosen = posted.text("street_id")
    if chosen == OTHER_STREET:
        return {**question, "street": posted.text("street_other").strip()}
    return {**question, "street_id": chosen}


async def _page(visit: Visit, form: FormView, status: int = 200, found: SectorAnswer | None = None) -> Response:
    year = visit.kiosk.commune.profile.school_year
    return visit.page(
        "schools/sector.html",
        status,
        form=form,
        summary=form.summary(FIELDS),
        streets=starting_with(await street_options(visit), form.text("letter"), form.text("street_id")),
        levels=level_options(year),
        school_year=year,
        found=found,
        school=await _school(visit, found),
    )


async def _school(visit: Visit, found: SectorAnswer | None) -> School | None:
    """What there is to know of the school that was found."""
    named = found["school"] if found else None
    if named is None:
        return None
    schools = await visit.clients.schooling.schools(visit.bearer)
    return next((school for school in schools if school["uai"] == named["uai"]), None)
