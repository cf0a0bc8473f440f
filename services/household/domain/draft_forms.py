"""The two forms of a draft: an adult with an address, a child with its guardians; each flat, as one screen shows it."""

from collections.abc import Mapping

from libs.domain.errors import FieldError
from services.household.domain import address, guardians
from services.household.domain.checking import Circumstances, Scalar, Typed, Values
from services.household.domain.fields import FIELDS, Asked, check_values
from services.household.domain.ids import RecordKind

_COMPOSITE = {RecordKind.ADULT: ("address", address.MEMBERS), RecordKind.CHILD: ("guardians", guardians.MEMBERS)}


def check_form(kind: RecordKind, typed: Typed, circumstances: Circumstances) -> tuple[Values, list[FieldError]]:
    """The values of the record to be, or every refusal, named as the form's fields are."""
    composite, _members = _COMPOSITE[kind]
    values, errors = check_values(kind, _nested(kind, typed), circumstances, registering=True)
    flat = [FieldError(error.field.removeprefix(f"{composite}."), error.code, error.params) for error in errors]
    if values.get("family_situation", "refused") is None:
        flat.insert(0, FieldError("family_situation", "required"))
    return values, flat


def form_of(kind: RecordKind, typed: Mapping[str, Scalar]) -> dict[str, Scalar]:
    """What is kept of what was typed, with every member of the form, in the form's order."""
    _composite, members = _COMPOSITE[kind]
    typed = guardians.without_protected_address(typed)
    return {member: typed.get(member) for member in (*_asked(kind), *members)}


def _nested(kind: RecordKind, typed: Typed) -> Values:
    composite, members = _COMPOSITE[kind]
    nested: Values = {composite: {member: typed.get(member) for member in members}}
    for name in _asked(kind):
        value = typed.get(name)
        nested[name] = value if isinstance(value, str) else None
    return nested


def _asked(kind: RecordKind) -> list[str]:
    """The fields of the form, the composite one apart."""
    composite, _members = _COMPOSITE[kind]
    return [rule.name for rule in FIELDS[kind] if rule.registration is not Asked.NO and rule.name != composite]
