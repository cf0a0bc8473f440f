"""The fields of each kind of record, in the order of the screen, and their rules."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from libs.domain.errors import FieldError
from services.household.domain.address import check_address
from services.household.domain.checking import (
    Check,
    Circumstances,
    Composite,
    Field,
    Typed,
    Value,
    Values,
    adult_birth_date,
    check_fields,
    child_birth_date,
    name,
    one_of,
)
from services.household.domain.guardians import check_guardians, without_protected_address
from services.household.domain.ids import RecordKind

SITUATIONS = ("marie", "pacse", "concubinage", "celibataire", "separe", "divorce", "veuf")
SEXES = ("feminin", "masculin")

CompositeCheck = Callable[[Typed, Circumstances], tuple[Composite, list[FieldError]]]


@dataclass(frozen=True)
class RecordField:
    """A field of a record. A composite one (an address, the guardians) is decided as one item."""

    name: str
    check: Check | None = None
    composite: CompositeCheck | None = None
    required: bool = True


_SITUATION = RecordField("family_situation", one_of(*SITUATIONS))
_ADDRESS = RecordField("address", composite=check_address)
_FAMILY = (_SITUATION, _ADDRESS)
_ADULT = (
    RecordField("last_name", name),
    RecordField("birth_name", name, required=False),
    RecordField("first_name", name),
    RecordField("birth_date", adult_birth_date),
    RecordField("sex", one_of(*SEXES)),
    # Only where they differ from the household's.
    RecordField("family_situation", one_of(*SITUATIONS), required=False),
    RecordField("address", composite=check_address, required=False),
)
_CHILD = (
    RecordField("sex", one_of(*SEXES)),
    RecordField("last_name", name),
    RecordField("first_name", name),
    RecordField("birth_date", child_birth_date),
    RecordField("birth_place", name, required=False),
    RecordField("guardians", composite=check_guardians),
)
FIELDS: Mapping[RecordKind, tuple[RecordField, ...]] = {
    RecordKind.FAMILY: _FAMILY,
    RecordKind.ADULT: _ADULT,
    RecordKind.CHILD: _CHILD,
}


def check_field(rule: RecordField, value: Value, circumstances: Circumstances) -> tuple[Value, list[FieldError]]:
    """The value that stands for what was typed in one field, or its refusals; a composite's name its members."""
    if rule.composite is not None:
        if not isinstance(value, dict):
            return None, [FieldError(rule.name, "required")] if rule.required else []
        checked, errors = rule.composite(value, circumstances)
        return checked, [FieldError(f"{rule.name}.{error.field}", error.code, error.params) for error in errors]
    if isinstance(value, dict):
        return None, [FieldError(rule.name, "not-a-text")]
    if rule.check is None:
        raise ValueError(f"{rule.name} has no rule")
    values, errors = check_fields([Field(rule.name, rule.check, rule.required)], {rule.name: value}, circumstances)
    return values.get(rule.name), errors


def as_typed(value: Value) -> Value:
    """What may be kept of a value that passes no check."""
    return without_protected_address(value) if isinstance(value, dict) else value


def check_values(kind: RecordKind, values: Values, circumstances: Circumstances) -> tuple[Values, list[FieldError]]:
    """All fields of a record: the checked values, and every refusal."""
    checked: Values = {}
    errors: list[FieldError] = []
    for rule in FIELDS[kind]:
        value, refused = check_field(rule, values.get(rule.name), circumstances)
        errors += refused
        if not refused:
            checked[rule.name] = value
    return checked, errors
