"""The two forms of a draft: an adult with an address, a child with its guardians; each flat, as one screen shows it."""

from collections.abc import Mapping

from libs.domain.errors import FieldError
from services.household.domain import address, guardians
from services.household.domain.checking import Circumstances, Scalar, Typed, Values
from services.household.domain.fields import FIELDS, check_values
from services.household.domain.ids import RecordKind

_COMPOSITE = {RecordKind.ADULT: ("address", address.MEMBERS), RecordKind.CHILD: ("guardians", guardians.MEMBERS)}


def check_form(kind: RecordKind, typed: Typed, circumstances: Circumstances) -> tuple[Values, list[FieldError]]:
    """The values of the record to be, or every refusal, named as the form's fields are."""
    composite, _members = _COMPOSITE[kind]
    values, errors = check_values(kind, _nested(kind, typed), circumstances)
    flat = [FieldError(error.field.removeprefix(f"{composite}."), error.code, error.params) for error in errors]
    if values.get("family_situation", "refused") is None:
        flat.insert(0, FieldError("family_situation", "required"))
    return values, flat


def form_of(kind: RecordKind, typed: Mapping[str, Scalar]) -> dict[str, Scalar]:
    """What is kept of what was typed, with every member of the form, in the form's order."""
    composite, members = _COMPOSITE[kind]
    typed = guardians.without_protected_address(typed)
    names = [rule.name for rule in FIELDS[kind] if rule.name != composite]
    return {member: typed.get(member) for member in (*names, *members)}


def _nested(kind: RecordKind, typed: Typed) -> Values:
    composite, members = _COMPOSITE[kind]
    nested: Values = {composite: {member: typed.get(member) for member in members}}
    for rule in FIELDS[kind]:
        if rule.name != composite:
            value = typed.get(rule.name)
            nested[rule.name] = value if isinstance(value, str) else None
    return nested
