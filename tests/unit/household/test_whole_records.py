"""What the creation asks, what the fiches ask later, and what nobody has to type twice."""

from datetime import date
from uuid import UUID

import pytest

from services.household.domain.checking import Circumstances, Value
from services.household.domain.draft import Draft
from services.household.domain.fields import FIELDS, Asked, check_field, check_values
from services.household.domain.ids import AdultId, ChildId, FamilyId, RecordKey, RecordKind, RegistrationId
from services.household.domain.known import known_elsewhere
from services.household.domain.record import Record
from services.household.domain.registration import Declared, declare
from tests.fakes.household import NOW, TOWN
from tests.support.household_families import ADDRESS_ELSEWHERE, a_child, an_adult

HERE = Circumstances(date(2026, 9, 1), TOWN)
FAMILY = FamilyId(UUID(int=5))
CLAIRE, LINA = AdultId(UUID(int=1)), ChildId(UUID(int=2))


def declared(**adult: object) -> Declared:
    here = Circumstances(date(2026, 9, 1), TOWN, adults=[CLAIRE])
    draft = Draft(RegistrationId(UUID(int=9)))
    draft.keep_adult(CLAIRE, an_adult(**adult), here, checked=True)
    draft.keep_child(LINA, a_child(CLAIRE), here, checked=True)
    return declare(draft, FAMILY, here, exact_at=NOW)


def test_the_creation_asks_what_its_screens_show() -> None:
    asked = {
        kind: {rule.name: rule.registration for rule in FIELDS[kind] if rule.registration is not Asked.NO}
        for kind in RecordKind
    }
    assert set(asked[RecordKind.ADULT]) == {
        "last_name", "birth_name", "first_name", "birth_date", "sex", "mobile", "family_situation", "address",
    }  # fmt: skip
    assert asked[RecordKind.ADULT]["mobile"] is Asked.OPTIONAL
    assert set(asked[RecordKind.CHILD]) == {"sex", "last_name", "first_name", "birth_date", "birth_place", "guardians"}
    assert not asked[RecordKind.FAMILY]
    assert not asked[RecordKind.HEALTH]


def test_what_the_creation_does_not_ask_is_asked_later() -> None:
    _values, errors = check_values(RecordKind.ADULT, {}, HERE, registering=True)
    required = {error.field for error in errors}
    assert required == {"last_name", "first_name", "birth_date", "sex"}
    assert {error.field for error in check_values(RecordKind.ADULT, {}, HERE)[1]} == required | {"civility", "mobile"}


def test_the_household_bears_the_first_adults_name_and_number() -> None:
    made = declared(sex="masculin")
    adult = next(record for record in made.members if record.kind is RecordKind.ADULT)
    assert made.family_record.values == {
        "civility": "monsieur",
        "last_name": "Martin",
        "first_name": "Claire",
        "mobile": "06 39 98 00 01",
        "family_situation": "marie",
        "address": made.family_record.values["address"],
    }
    assert (adult.values["civility"], adult.values["mobile"]) == ("monsieur", "06 39 98 00 01")


def test_each_child_has_a_fiche_sanitaire_from_the_first_day() -> None:
    made = declared()
    assert [str(record.key) for record in made.health_records] == [f"health-{LINA}"]
    assert made.health_records[0].values == {}


def test_step_3_declared_what_the_creation_hands_in_and_nothing_else() -> None:
    made = declared()
    assert {record.declared_at for record in made.members} == {NOW}
    assert made.family_record.declared_at is None
    assert made.health_records[0].declared_at is None


def test_facts_about_the_child_are_shared_and_the_homes_own_are_not() -> None:
    shared = {rule.name for kind in RecordKind for rule in FIELDS[kind] if rule.shared}
    assert shared == {
        "sex", "last_name", "first_name", "birth_date", "birth_place",
        "doctor", "allergies", "treatments", "diet", "care_plan", "vaccinations",
    }  # fmt: skip


def billing(**value: Value | str) -> tuple[Value, set[tuple[str, str]]]:
    rule = next(rule for rule in FIELDS[RecordKind.FAMILY] if rule.name == "billing")
    typed: Value = {name: part if isinstance(part, str) else None for name, part in value.items()}
    found, errors = check_field(rule, typed, HERE)
    return found, {(error.field, error.code) for error in errors}


def test_bills_go_to_the_household_when_nothing_else_is_said() -> None:
    assert billing(country="FR", last_name=" ") == (None, set())


def test_somebody_else_may_pay_and_live_elsewhere() -> None:
    person = {"civility": "madame", "last_name": "Roux", "first_name": "Odile", "telephone": "0639980002"}
    assert billing(country="FR", **person)[0] == person | {"telephone": "06 39 98 00 02"}
    address = {name: value for name, value in ADDRESS_ELSEWHERE.items() if value}
    found, errors = billing(**address)
    assert not errors
    assert isinstance(found, dict)
    assert found["street_name"] == "Avenue de la Libération"
    assert "last_name" not in found
    assert billing(last_name="Roux")[1] == {("billing.first_name", "required")}
    assert ("billing.postal_code", "required") in billing(city="Nice")[1]


@pytest.mark.parametrize(
    ("kind", "values", "other", "name", "expected"),
    [
        (RecordKind.FAMILY, {}, {"mobile": "06 39 98 00 01"}, "mobile", "06 39 98 00 01"),
        (RecordKind.FAMILY, {"mobile": "06 39 98 00 02"}, {"mobile": "06 39 98 00 01"}, "mobile", None),
        (RecordKind.ADULT, {}, {"mobile": "06 39 98 00 01"}, "mobile", "06 39 98 00 01"),
        (RecordKind.ADULT, {"sex": "feminin"}, None, "civility", "madame"),
        (RecordKind.ADULT, {}, {"landline": "04 92 00 00 00"}, "landline", None),
    ],
)
def test_nobody_types_again_what_the_household_says_elsewhere(
    kind: RecordKind, values: dict[str, Value], other: dict[str, Value] | None, name: str, expected: str | None
) -> None:
    record = Record(FAMILY, RecordKey(kind, UUID(int=1)), values=values)
    beside = None if other is None else Record(FAMILY, RecordKey(kind, UUID(int=2)), values=other)
    assert known_elsewhere(record, beside, name) == expected
