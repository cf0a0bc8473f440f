"""Which vaccinations are compulsory for a child, by the town's table, and which are not known to be done.

Nothing is refused for one that is missing: the child is admitted for three months meanwhile (art. R3111-8 II CSP).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

_MONTHS = 12


@dataclass(frozen=True)
class Duty:
    """For whom a vaccination is compulsory.

    Attributes:
        born_from, born_until: the first and the last birth date; None without an end.
        due_months: the age from which it is expected, in months.
    """

    due_months: int
    born_from: date | None = None
    born_until: date | None = None

    def holds_for(self, born: date) -> bool:
        return (self.born_from or born) <= born <= (self.born_until or born)


@dataclass(frozen=True)
class Disease:
    """What one is vaccinated against; `label` is plain French."""

    code: str
    label: str
    duties: tuple[Duty, ...] = ()

    def duty_of(self, born: date) -> Duty | None:
        """What the law asks of a child of this birth date."""
        return next((duty for duty in self.duties if duty.holds_for(born)), None)


def missing(diseases: Iterable[Disease], done: Mapping[str, object], born: date, today: date) -> list[Disease]:
    """The compulsory ones that a child of this age should have had, and of which no date is known."""
    months = _months(born, today)
    return [
        disease
        for disease in diseases
        if not done.get(disease.code) and (duty := disease.duty_of(born)) and months >= duty.due_months
    ]


def _months(born: date, today: date) -> int:
    """Whole months of age."""
    return (today.year - born.year) * _MONTHS + today.month - born.month - (today.day < born.day)
