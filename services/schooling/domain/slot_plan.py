"""Slots as a head of school thinks of them: these weekdays between two days, at these hours of the town's clocks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from libs.domain.errors import FieldError, Invalid
from services.schooling.domain.slot import Slot, SlotSchool

PARIS = ZoneInfo("Europe/Paris")
DAYS_MOST = 190
MINUTES_LEAST, MINUTES_MOST = 5, 180


@dataclass(frozen=True)
class SlotPlan:
    """What to publish.

    Attributes:
        first, last: both included.
        weekdays: 0 is Monday, as `date.weekday` counts.
        times: when a slot begins, on the clocks of Paris.
        minutes: how long each one is.
    """

    uai: str
    first: date
    last: date
    weekdays: frozenset[int]
    times: Sequence[time]
    minutes: int
    place: str

    def check(self) -> None:
        """Raises Invalid, naming every wrong field."""
        errors = []
        if not self.first <= self.last < self.first + timedelta(days=DAYS_MOST):
            errors.append(FieldError("last", "slot-days", {"days": DAYS_MOST}))
        if not self.weekdays:
            errors.append(FieldError("weekdays", "required"))
        if not self.times:
            errors.append(FieldError("times", "required"))
        if not MINUTES_LEAST <= self.minutes <= MINUTES_MOST:
            errors.append(FieldError("minutes", "slot-minutes", {"minimum": MINUTES_LEAST, "maximum": MINUTES_MOST}))
        elif any(later < earlier for earlier, later in self._neighbours()):
            errors.append(FieldError("times", "slots-overlap"))
        if not self.place.strip():
            errors.append(FieldError("place", "required"))
        if errors:
            raise Invalid(errors=errors)

    def slots(self) -> Iterator[Slot]:
        """In the order of time. An hour that the clocks skip or show twice is left out: nobody keeps an office then."""
        for number in range((self.last - self.first).days + 1):
            day = self.first + timedelta(days=number)
            if day.weekday() not in self.weekdays:
                continue
            for at in sorted(set(self.times)):
                starts = [datetime.combine(day, at, PARIS).replace(fold=fold).astimezone(UTC) for fold in (0, 1)]
                if starts[0] == starts[1]:
                    yield Slot(uuid4(), SlotSchool(self.uai), starts[0], self.minutes, self.place.strip())

    def _neighbours(self) -> Iterator[tuple[int, int]]:
        """The end of each slot of a day and the beginning of the next one, in minutes of the day."""
        begins = [at.hour * 60 + at.minute for at in sorted(set(self.times))]
        return zip((begin + self.minutes for begin in begins), begins[1:], strict=False)


def cut(begins: time, ends: time, minutes: int) -> list[time]:
    """The hours of consecutive slots that fit between two hours of a day: `16:30`, `18:00`, 20 gives four."""
    first, last = (at.hour * 60 + at.minute for at in (begins, ends))
    return [time(*divmod(at, 60)) for at in range(first, last - minutes + 1, minutes)]
