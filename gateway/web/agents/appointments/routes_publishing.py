"""A head publishes slots: some weekdays between two dates, between two hours, of so many minutes."""

from datetime import date, time, timedelta

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.schooling_admission import Published, SchoolNamed
from gateway.clients.service import Problem
from gateway.web.agents.appointments.week import PATH, school_of
from gateway.web.appointments.calendar import when
from gateway.web.form_view import FormView, text_problem
from gateway.web.moments import today
from gateway.web.visit import Visit, staff_visit

router = APIRouter(prefix=PATH)
FIELDS = ("first", "last", "weekdays", "begins", "ends", "minutes", "place")
WEEKDAYS = {"0": "lundi", "1": "mardi", "2": "mercredi", "3": "jeudi", "4": "vendredi", "5": "samedi"}
_HERE = {"times": "begins"}


@router.get("/{uai}/publier")
async def ask(request: Request, uai: str) -> Response:
    visit = await staff_visit(request)
    soon = today() + timedelta(days=2)
    start = {"first": f"{soon:%d/%m/%Y}", "last": f"{soon + timedelta(days=13):%d/%m/%Y}", "minutes": "20"}
    return _page(visit, await school_of(visit, uai), FormView(start))


@router.post("/{uai}/publier")
async def publish(request: Request, uai: str) -> Response:
    visit = await staff_visit(request)
    school = await school_of(visit, uai)
    typed = {name: visit.form.text(name).strip() for name in FIELDS}
    form = FormView({**typed, "weekdays": visit.form.all("weekdays")})
    form.refuse(text_problem(name, "required") for name in FIELDS if name != "weekdays" and not typed[name])
    first, last = _day(form, "first"), _day(form, "last")
    begins, ends = _hour(form, "begins"), _hour(form, "ends")
    minutes = int(typed["minutes"]) if typed["minutes"].isascii() and typed["minutes"].isdigit() else 0
    weekdays = [int(each) for each in visit.form.all("weekdays") if each in WEEKDAYS]
    if not weekdays:
        form.refuse([text_problem("weekdays", "weekdays-required")])
    times = _cut(begins, ends, minutes) if begins and ends else []
    if begins and ends and not times:
        form.refuse([text_problem("ends", "hours-too-short")])
    if form.wrong or first is None or last is None:
        return _page(visit, school, form)
    try:
        done = await visit.clients.schooling.publish_slots(
            visit.bearer,
            uai,
            first=first.isoformat(),
            last=last.isoformat(),
            weekdays=weekdays,
            times=[f"{at:%H:%M}" for at in times],
            minutes=minutes,
            place=typed["place"],
        )
    except Problem as problem:
        if problem.status != 422:
            raise
        for error in problem.errors:
            form.refuse([type(error)(_HERE.get(error.name, error.name), error.code, error.params)])
        return _page(visit, school, form)
    return _done(visit, school, done, first)


def _done(visit: Visit, school: SchoolNamed, done: Published, first: date) -> Response:
    left_out = [when(starts_at) for starts_at in done["overlapping"]]
    back = f"{PATH}/{school['uai']}?semaine={first}"
    return visit.page("agents/appointments/published.html", school=school, done=done, left_out=left_out, back=back)


def _page(visit: Visit, school: SchoolNamed, form: FormView) -> Response:
    return visit.page(
        "agents/appointments/publish.html",
        422 if form.wrong else 200,
        school=school,
        form=form,
        summary=form.summary(FIELDS),
        weekdays=WEEKDAYS,
    )


def _day(form: FormView, name: str) -> date | None:
    """From JJ/MM/AAAA; a wrong one is noted."""
    parts = form.text(name).split("/")
    try:
        day, month, year = (int(part) for part in parts)
        return date(year, month, day)
    except ValueError:
        form.refuse([text_problem(name, "date-format")])
        return None


def _hour(form: FormView, name: str) -> time | None:
    """`16 h 30`, `16:30`, `16h`; a wrong one is noted."""
    hour, _, minute = form.text(name).lower().replace(":", "h").replace(" ", "").partition("h")
    try:
        return time(int(hour), int(minute or 0))
    except ValueError:
        form.refuse([text_problem(name, "hour-format")])
        return None


def _cut(begins: time, ends: time, minutes: int) -> list[time]:
    """The hours at which slots begin that fit between two hours of a day."""
    if minutes <= 0:
        return [begins]  # schooling says what is wrong with the minutes
    first, last = (at.hour * 60 + at.minute for at in (begins, ends))
    return [time(*divmod(at, 60)) for at in range(first, last - minutes + 1, minutes)]
