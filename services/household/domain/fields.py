"""The fields of each kind of record, in the order of the screen, and their rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from libs.domain.errors import FieldError
from services.household.domain import health
from services.household.domain.address import check_address
from services.household.domain.billing import check_billing
from services.household.domain.checking import (
    Check,
    Circumstances,
    Field,
    Value,
    Values,
    adult_birth_date,
    check_fields,
    child_birth_date,
    line,
    name,
    one_of,
)
from services.household.domain.civility import CIVILITIES
from services.household.domain.composites import CompositeCheck, RowsCheck
from services.household.domain.contact import email, telephone
from services.household.domain.departure import check_departure
from services.household.domain.guardians import check_guardians, without_protected_address
from services.household.domain.ids import RecordKind

SITUATIONS = ("marie", "pacse", "concubinage", "celibataire", "separe", "divorce", "veuf")
SEXES = ("feminin", "masculin")


class Asked(StrEnum):
    """Whether the forms that create a family (procedure 1, step 4) ask for a field."""

    NO = "no"
    OPTIONAL = "optional"
    REQUIRED = "required"


@dataclass(frozen=True)
class RecordField:
    """A field of a record. A composite one (an address, the guardians) is decided as one item, and so are its rows.

    Attributes:
        check, composite, rows: the rule, one of the three.
        required: the record is not green without it.
        registration: whether the creation asks for it; what it does not require there the family completes later.
        shared: a fact about the child, known to both homes: what one home says and the town accepts is the other's too.
        urgent: applies as soon as it is saved, also while the record lies with the town; it is never locked, nobody
            decides on it, and agents read it as the family's word with its date.
    """

    name: str
    check: Check | None = None
    composite: CompositeCheck | None = None
    rows: RowsCheck | None = None
    required: bool = True
    registration: Asked = Asked.NO
    shared: bool = False
    urgent: bool = False

    def required_when(self, *, registering: bool) -> bool:
        """Whether it may not be blank, at the creation or afterwards."""
        return self.required and (not registering or self.registration is Asked.REQUIRED)


_FAMILY = (
    RecordField("civility", one_of(*CIVILITIES)),
    RecordField("family_situation", one_of(*SITUATIONS)),
    RecordField("last_name", name),
    RecordField("first_name", name),
    RecordField("landline", telephone, required=False),
    RecordField("mobile", telephone),
    RecordField("address", composite=check_address),
    # Empty: as the household.
    RecordField("billing", composite=check_billing, required=False),
)
_ADULT = (
    RecordField("civility", one_of(*CIVILITIES)),
    RecordField("last_name", name, registration=Asked.REQUIRED),
    RecordField("birth_name", name, required=False, registration=Asked.OPTIONAL),
    RecordField("first_name", name, registration=Asked.REQUIRED),
    RecordField("birth_date", adult_birth_date, registration=Asked.REQUIRED),
    RecordField("birth_place", name, required=False),
    RecordField("sex", one_of(*SEXES), registration=Asked.REQUIRED),
    RecordField("email", email, required=False),
    RecordField("telephone", telephone, required=False),
    RecordField("mobile", telephone, registration=Asked.OPTIONAL),
    RecordField("profession", line, required=False),
    RecordField("employer", line, required=False),
    RecordField("work_telephone", telephone, required=False),
    RecordField("work_extension", line, required=False),
    # Only where they differ from the household's.
    RecordField("family_situation", one_of(*SITUATIONS), required=False, registration=Asked.REQUIRED),
    RecordField("address", composite=check_address, required=False, registration=Asked.REQUIRED),
    RecordField("departure", composite=check_departure, required=False),
)
_CHILD = (
    RecordField("sex", one_of(*SEXES), registration=Asked.REQUIRED, shared=True),
    RecordField("last_name", name, registration=Asked.REQUIRED, shared=True),
    RecordField("first_name", name, registration=Asked.REQUIRED, shared=True),
    RecordField("birth_date", child_birth_date, registration=Asked.REQUIRED, shared=True),
    RecordField("birth_place", name, required=False, registration=Asked.OPTIONAL, shared=True),
    RecordField("telephone", telephone, required=False),
    RecordField("guardians", composite=check_guardians, registration=Asked.REQUIRED),
)
_HEALTH = (
    RecordField("persons_to_call", rows=health.check_persons_to_call, urgent=True),
    RecordField("persons_allowed", rows=health.check_persons_allowed, required=False),
    RecordField("doctor", composite=health.check_doctor, required=False, shared=True),
    RecordField("allergies", rows=health.check_allergies, required=False, shared=True, urgent=True),
    RecordField("treatments", rows=health.check_treatments, required=False, shared=True, urgent=True),
    RecordField("diet", composite=health.check_diet, required=False, shared=True),
    RecordField("care_plan", composite=health.check_care_plan, shared=True),
    RecordField("vaccinations", composite=health.check_vaccinations, required=False, shared=True),
    RecordField("permissions", composite=health.check_permissions),
)
FIELDS: Mapping[RecordKind, tuple[RecordField, ...]] = {
    RecordKind.FAMILY: _FAMILY,
    RecordKind.ADULT: _ADULT,
    RecordKind.CHILD: _CHILD,
    RecordKind.HEALTH: _HEALTH,
}


def urgent(kind: RecordKind, name: str) -> bool:
    """Whether this field of such a record applies as soon as it is saved."""
    return any(rule.urgent for rule in FIELDS[kind] if rule.name == name)


def check_field(
    rule: RecordField, value: Value, circumstances: Circumstances, *, registering: bool = False
) -> tuple[Value, list[FieldError]]:
    """The value that stands for what was typed in one field, or its refusals; a composite's name its members."""
    required = rule.required_when(registering=registering)
    if rule.check is not None:
        if isinstance(value, (dict, list)):
            return None, [FieldError(rule.name, "not-a-text")]
        values, errors = check_fields([Field(rule.name, rule.check, required)], {rule.name: value}, circumstances)
        return values.get(rule.name), errors
    checked, errors = _members(rule, value, circumstances)
    errors = [FieldError(f"{rule.name}.{error.field}", error.code, error.params) for error in errors]
    if errors or checked:
        return checked, errors
    return None, [FieldError(rule.name, "required")] if required else []


def _members(rule: RecordField, value: Value, circumstances: Circumstances) -> tuple[Value, list[FieldError]]:
    """Nothing where nothing was typed."""
    if rule.rows is not None:
        return rule.rows(value, circumstances) if isinstance(value, list) else (None, [])
    if rule.composite is None:
        raise ValueError(f"{rule.name} has no rule")
    return rule.composite(value, circumstances) if isinstance(value, dict) else (None, [])


def as_typed(value: Value) -> Value:
    """What may be kept of a value that passes no check."""
    return without_protected_address(value) if isinstance(value, dict) else value


def check_values(
    kind: RecordKind, values: Values, circumstances: Circumstances, *, registering: bool = False
) -> tuple[Values, list[FieldError]]:
    """All fields of a record: the checked values, and every refusal."""
    checked: Values = {}
    errors: list[FieldError] = []
    for rule in FIELDS[kind]:
        value, refused = check_field(rule, values.get(rule.name), circumstances, registering=registering)
        errors += refused
        if not refused:
            checked[rule.name] = value
    return checked, errors
