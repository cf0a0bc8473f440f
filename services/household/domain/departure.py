"""An adult leaves the household: asked by the family with a day and a word, decided by the town like any field."""

from datetime import timedelta

from libs.domain.errors import FieldError
from services.household.domain.checking import (
    Circumstances,
    Composite,
    Field,
    Refused,
    Typed,
    any_date,
    check_fields,
)

WORD_MAX = 500
_AHEAD = timedelta(days=366)


def _day(text: str, circumstances: Circumstances) -> str:
    """ISO; a day of the past, or within a year."""
    value = any_date(text)
    if value > circumstances.today + _AHEAD:
        raise Refused("date-too-far")
    return value.isoformat()


def _word(text: str, _circumstances: Circumstances) -> str:
    if len(text) > WORD_MAX:
        raise Refused("too-long", max=WORD_MAX)
    return text


_FIELDS = (Field("on", _day), Field("word", _word))
MEMBERS = tuple(field.name for field in _FIELDS)


def check_departure(typed: Typed, circumstances: Circumstances) -> tuple[Composite, list[FieldError]]:
    """The day and the word, or every refusal; the household's only adult stays."""
    if len(circumstances.adults) < 2:
        return {}, [FieldError("on", "last-adult")]
    values, errors = check_fields(_FIELDS, typed, circumstances)
    return ({}, errors) if errors else ({**values}, [])
