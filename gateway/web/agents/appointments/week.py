"""A week of a school's slots, and the way to the weeks beside it."""

from dataclasses import dataclass
from datetime import date, timedelta

from gateway.clients.schooling_admission import SchoolNamed, SchoolSlot
from gateway.web.appointments.calendar import Day, by_day
from gateway.web.moments import today
from gateway.web.visit import NotAllowed, Visit
from libs.french.days import long_day

PATH = "/agents/rendez-vous"


@dataclass(frozen=True)
class Week:
    """`first` is a Monday."""

    school: SchoolNamed
    first: date
    days: list[Day[SchoolSlot]]

    @property
    def title(self) -> str:
        return f"Semaine du {long_day(self.first)} au {long_day(self.last)}"

    @property
    def last(self) -> date:
        return self.first + timedelta(days=6)

    @property
    def path(self) -> str:
        return f"{PATH}/{self.school['uai']}?semaine={self.first}"

    @property
    def before(self) -> str:
        return f"{PATH}/{self.school['uai']}?semaine={self.first - timedelta(days=7)}"

    @property
    def after(self) -> str:
        return f"{PATH}/{self.school['uai']}?semaine={self.first + timedelta(days=7)}"


async def schools_of(visit: Visit) -> list[SchoolNamed]:
    """Raises NotAllowed for an agent who runs no school's appointments."""
    found = await visit.clients.schooling.appointment_schools(visit.bearer)
    if not found:
        raise NotAllowed
    return found


async def school_of(visit: Visit, uai: str) -> SchoolNamed:
    """Raises NotAllowed."""
    for school in await schools_of(visit):
        if school["uai"] == uai:
            return school
    raise NotAllowed


async def read_week(visit: Visit, school: SchoolNamed, asked: str) -> Week:
    """The week of a day, ISO 8601; this one for what is no day."""
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        day = today()
    first = day - timedelta(days=day.weekday())
    last = first + timedelta(days=6)
    slots = await visit.clients.schooling.school_slots(visit.bearer, school["uai"], first.isoformat(), last.isoformat())
    return Week(school, first, by_day(slots))
