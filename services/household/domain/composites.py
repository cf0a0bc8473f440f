"""Fields of several members: a fixed set of them (a doctor), or any number of rows of them (persons to call)."""

from collections.abc import Callable, Collection, Sequence

from libs.domain.errors import FieldError
from services.household.domain.checking import (
    Circumstances,
    Composite,
    Field,
    Refused,
    Rows,
    Typed,
    blank_or_text,
    check_fields,
)

CompositeCheck = Callable[[Typed, Circumstances], tuple[Composite, list[FieldError]]]
RowsCheck = Callable[[Sequence[Typed], Circumstances], tuple[Rows, list[FieldError]]]


def members(*fields: Field) -> CompositeCheck:
    """These members; nothing at all when every one is blank."""

    def check(typed: Typed, circumstances: Circumstances) -> tuple[Composite, list[FieldError]]:
        if blank(typed, [field.name for field in fields]):
            return {}, []
        values, errors = check_fields(fields, typed, circumstances)
        return ({}, errors) if errors else (dict(values), [])

    return check


def rows_of(*fields: Field, most: int) -> RowsCheck:
    """Rows of these members, `most` at most; blank ones are left out. A refusal is named `<place>.<member>`."""
    names = [field.name for field in fields]

    def check(typed: Sequence[Typed], circumstances: Circumstances) -> tuple[Rows, list[FieldError]]:
        rows: Rows = []
        errors: list[FieldError] = []
        for place, row in enumerate(typed):
            if blank(row, names):
                continue
            values, refused = check_fields(fields, row, circumstances)
            errors += [FieldError(f"{place}.{error.field}", error.code, error.params) for error in refused]
            rows.append(dict(values))
        if len(rows) > most:
            errors.append(FieldError(f"{most}.{names[0]}", "too-many-rows", {"max": most}))
        return rows, errors

    return check


def blank(typed: Typed, names: Collection[str]) -> bool:
    """Whether nothing was typed in any of these."""
    return not any(_given(typed, name) for name in names)


def _given(typed: Typed, name: str) -> bool:
    try:
        return blank_or_text(typed.get(name)) is not None
    except Refused:  # no text, which its check refuses
        return True
