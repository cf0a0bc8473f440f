"""The list of requests, and the places of the schools."""

import asyncio
from itertools import groupby
from operator import itemgetter

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.schooling_agents import Places, RequestList
from gateway.clients.service import Problem
from gateway.web.agents.schooling.door import PATH, reading_visit
from gateway.web.agents.schooling.words import FLAGS, KINDS, LEVELS, STAGES
from gateway.web.agents.schooling.work_list import FILTERS, Asked
from gateway.web.form_view import FormView
from gateway.web.visit import GoTo, Visit

router = APIRouter(prefix=PATH)


@router.get("")
async def requests(request: Request) -> Response:
    visit = await reading_visit(request)
    asked = Asked.of(request.query_params)
    form = FormView(asked.values)
    listed: RequestList = {"items": [], "next": None}
    if not asked.code_is_one:
        form.errors["code"] = "Un code famille n'a que des chiffres, des lettres et des tirets."
    else:
        try:
            listed = await visit.clients.schooling.list_requests(visit.bearer, asked.query)
        except Problem as problem:
            if problem.status != 422 or not asked.after:
                raise
            raise GoTo(asked.from_("").address) from None
    schools, years = await asyncio.gather(
        visit.clients.schooling.schools(visit.bearer), visit.clients.schooling.school_years(visit.bearer)
    )
    return visit.page(
        "agents/schooling/list.html",
        422 if form.wrong else 200,
        asked=asked,
        form=form,
        summary=form.summary(FILTERS),
        items=listed["items"],
        next=asked.from_(listed["next"]).address if listed["next"] else None,
        first=asked.from_("").address,
        stages=STAGES,
        kinds=KINDS,
        levels={level: level for level in LEVELS},
        schools={school["uai"]: school["name"] for school in schools},
        years={str(year["year"]): f"{year['year']}/{year['year'] + 1}" for year in years},
        flags=FLAGS,
    )


@router.get("/places")
async def places(request: Request) -> Response:
    """Used and free, per school and level, of one school year."""
    visit = await reading_visit(request)
    years = [year["year"] for year in await visit.clients.schooling.school_years(visit.bearer)]
    year = _year_asked(visit, years)
    found = await visit.clients.schooling.places(visit.bearer, year)
    return visit.page(
        "agents/schooling/places.html",
        year=year,
        years=years,
        schools=[(name, list(rows)) for name, rows in groupby(found, key=_school_name)],
    )


def _school_name(places: Places) -> str:
    name: str = itemgetter("name")(places["school"])
    return name


def _year_asked(visit: Visit, years: list[int]) -> int:
    asked = visit.request.query_params.get("annee", "")
    if asked.isascii() and asked.isdigit() and int(asked) in years:
        return int(asked)
    return visit.kiosk.commune.profile.school_year
