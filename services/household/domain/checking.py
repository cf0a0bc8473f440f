"""Checking what was typed: each field alone, every refusal named, and the value that stands for it.

A check is idempotent: the value it gives passes it again unchanged. So values may be stored and checked once more
before they are handed in.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from libs.domain.errors import FieldError
from services.household.domain.ids import AdultId, StreetId
from services.household.domain.town import Street, Town

Scalar = str | list[str] | None
Composite = dict[str, Scalar]
Rows = list[Composite]
Value = str | Composite | Rows | None
Values = dict[str, Value]
Typed = Mapping[str, Scalar]

NAME_MAX = 80
ADULT_FROM = 15  # parents under age exist; below that age a date is mistyped
CHILD_BELOW = 18
OLDEST = 120


@dataclass(frozen=True)
class Circumstances:
    """What a check may look at besides what was typed.

    Attributes:
        today: in the commune.
        streets: of the register, those that the typed text names.
        adults: of the household.
        diseases: codes of those that the town's table of vaccinations names.
    """

    today: date
    town: Town
    streets: Mapping[StreetId, Street] = field(default_factory=dict)
    adults: Collection[AdultId] = ()
    diseases: Collection[str] = ()


class Refused(Exception):
    """A field breaks a rule."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def at(self, name: str) -> FieldError:
        return FieldError(name, self.code, self.params)


Check = Callable[[str, Circumstances], str]


@dataclass(frozen=True)
class Field:
    """A field of a form: its name, the rule for a text that is not blank, and whether it may be blank."""

    name: str
    check: Check
    required: bool = True


def check_fields(
    fields: Collection[Field], typed: Typed, circumstances: Circumstances
) -> tuple[dict[str, str | None], list[FieldError]]:
    """The values of the fields that pass, and the refusals of the others."""
    values: dict[str, str | None] = {}
    errors: list[FieldError] = []
    for found in fields:
        try:
            values[found.name] = _check(found, typed.get(found.name), circumstances)
        except Refused as refused:
            errors.append(refused.at(found.name))
    return values, errors


def _check(rule: Field, typed: Scalar, circumstances: Circumstances) -> str | None:
    text = blank_or_text(typed)
    if text is not None:
        return rule.check(text, circumstances)
    if rule.required:
        raise Refused("required")
    return None


def blank_or_text(typed: Scalar) -> str | None:
    """The text with single blanks, or None when there is none."""
    if typed is not None and not isinstance(typed, str):
        raise Refused("not-a-text")
    return " ".join((typed or "").split()) or None


def name(text: str, _circumstances: Circumstances) -> str:
    """A name in any script."""
    line(text, _circumstances)
    if not any(character.isalpha() for character in text):
        raise Refused("no-letter")
    return text


def line(text: str, _circumstances: Circumstances) -> str:
    """A line of text."""
    if len(text) > NAME_MAX:
        raise Refused("too-long", max=NAME_MAX)
    return text


def text_of(most: int) -> Check:
    """A sentence or two of at most so many characters."""

    def words(text: str, _circumstances: Circumstances) -> str:
        if len(text) > most:
            raise Refused("too-long", max=most)
        return text

    return words


def one_of(*choices: str) -> Check:
    """One of these codes."""

    def choice(text: str, _circumstances: Circumstances) -> str:
        if text not in choices:
            raise Refused("not-a-choice")
        return text

    return choice


_AS_TYPED = re.compile(r"(\d{1,2}) ?[/\-. ] ?(\d{1,2}) ?[/\-. ] ?(\d{4})", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)


def any_date(text: str) -> date:
    """A day, typed JJ/MM/AAAA (ISO passes too)."""
    if found := _AS_TYPED.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
    elif found := _ISO.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
    else:
        raise Refused("date-format")
    try:
        return date(year, month, day)
    except ValueError:
        raise Refused("date-impossible") from None


def past_date(text: str, circumstances: Circumstances) -> date:
    """A day until today, and of a living person's life."""
    value = any_date(text)
    if value > circumstances.today:
        raise Refused("date-in-future")
    if age(value, circumstances.today) > OLDEST:
        raise Refused("date-too-old")
    return value


def day_past(text: str, circumstances: Circumstances) -> str:
    """ISO date of a day until today."""
    return past_date(text, circumstances).isoformat()


def adult_birth_date(text: str, circumstances: Circumstances) -> str:
    """ISO date of birth of somebody who can be a parent."""
    value = past_date(text, circumstances)
    if age(value, circumstances.today) < ADULT_FROM:
        raise Refused("adult-too-young", years=ADULT_FROM)
    return value.isoformat()


def child_birth_date(text: str, circumstances: Circumstances) -> str:
    """ISO date of birth of somebody under age."""
    value = past_date(text, circumstances)
    if age(value, circumstances.today) >= CHILD_BELOW:
        raise Refused("child-too-old", years=CHILD_BELOW)
    return value.isoformat()


def age(born: date, today: date) -> int:
    """In whole years."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
