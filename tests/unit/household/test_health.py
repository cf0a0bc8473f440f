"""The fiche sanitaire: needs and measures, rows, and what applies at once."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from libs.domain.errors import FieldError, Invalid
from services.household.domain.checking import Circumstances, Composite, Value, Values
from services.household.domain.errors import NothingToSubmit, RecordIncomplete, RecordLocked
from services.household.domain.fields import FIELDS, check_field
from services.household.domain.handing_in import Desk, make_submission
from services.household.domain.ids import FamilyId, RecordKey, RecordKind, SubmissionId
from services.household.domain.lights import Light, standing
from services.household.domain.pieces import Slot
from services.household.domain.record import Record
from services.household.domain.vaccinations import Disease, Duty, missing
from tests.fakes.household import CATALOGUE, DISEASES, NOW, TOWN
from tests.support.household_families import a_fiche_sanitaire

HERE = Circumstances(date(2026, 9, 1), TOWN, diseases=[disease.code for disease in DISEASES])
FAMILY = FamilyId(UUID(int=5))
CHILD = RecordKey(RecordKind.CHILD, UUID(int=6))
KEY = RecordKey(RecordKind.HEALTH, UUID(int=6))
ODILE: Composite = {"last_name": "Roux", "first_name": "Odile", "link": "Grand-mère", "telephone": "0639980002"}
BEE: Composite = {"cause": "Piqûre de guêpe", "what_to_do": "Appeler le 15"}


def checked(name: str, value: Value) -> tuple[Value, list[tuple[str, str]]]:
    rule = next(rule for rule in FIELDS[RecordKind.HEALTH] if rule.name == name)
    found, errors = check_field(rule, value, HERE)
    return found, codes(errors)


def codes(errors: list[FieldError]) -> list[tuple[str, str]]:
    return [(error.field, error.code) for error in errors]


def a_record(**values: Value) -> Record:
    record = Record(FAMILY, KEY)
    record.save({**a_fiche_sanitaire(), **values}, record.version, HERE, NOW, declared=True)
    return record


def hand_in(record: Record) -> None:
    child = Record(FAMILY, CHILD, values={"first_name": "Lina", "last_name": "Martin"})
    made = make_submission(SubmissionId(UUID(int=9)), FAMILY, [child, record], Desk([], CATALOGUE, HERE), NOW)
    assert made.record_names == {KEY: "Lina MARTIN"}


def test_blank_rows_close_up_and_a_wrong_one_is_named_by_its_place() -> None:
    rows, errors = checked("persons_to_call", [{}, ODILE, {"last_name": " "}])
    assert errors == []
    assert rows == [{**ODILE, "telephone": "06 39 98 00 02"}]
    _, errors = checked("persons_to_call", [ODILE, {"last_name": "Roux"}])
    assert ("persons_to_call.1.telephone", "required") in errors


def test_somebody_to_call_is_required_and_other_rows_are_not() -> None:
    assert checked("persons_to_call", [{}])[1] == [("persons_to_call", "required")]
    assert checked("allergies", []) == (None, [])
    assert ("allergies.0.what_to_do", "required") in checked("allergies", [{"cause": "Arachide"}])[1]


def test_rows_have_an_end() -> None:
    assert checked("allergies", [BEE] * 15)[1] == []
    assert [code for _, code in checked("allergies", [BEE] * 16)[1]] == ["too-many-rows"]


def test_a_diet_says_what_is_not_eaten() -> None:
    assert checked("diet", {"needs": ["sans-viande", "sans-porc"], "other": None})[0] == {
        "needs": ["sans-porc", "sans-viande"],
        "other": None,
    }
    assert checked("diet", {"needs": ["casher"]})[1] == [("diet.needs", "not-a-choice")]
    assert checked("diet", {"needs": [], "other": " "}) == (None, [])


def test_a_care_plan_is_yes_with_its_measures_or_no() -> None:
    assert checked("care_plan", {"answer": "oui"})[1] == [("care_plan.measures", "required")]
    assert checked("care_plan", {"answer": "non", "measures": "rien"})[0] == {"answer": "non", "measures": None}
    assert checked("care_plan", None)[1] == [("care_plan", "required")]


def test_every_permission_is_answered() -> None:
    answers = a_fiche_sanitaire()["permissions"]
    assert checked("permissions", answers) == (answers, [])
    assert checked("permissions", answers | {"photo": None})[1] == [("permissions.photo", "required")]


def test_vaccinations_are_dates_by_disease_of_the_towns_table() -> None:
    assert checked("vaccinations", {"tetanos": "02/05/2022", "rougeole": ""})[0] == {"tetanos": "2022-05-02"}
    assert checked("vaccinations", {"variole": "02/05/2022"})[1] == [("vaccinations.variole", "unknown-disease")]
    assert checked("vaccinations", {"tetanos": "02/05/2032"})[1] == [("vaccinations.tetanos", "date-in-future")]


@pytest.mark.parametrize(("kind", "values"), [(KEY, a_fiche_sanitaire(vaccinations={"tetanos": "02/05/2022"}))])
def test_a_stored_value_passes_its_check_again(kind: RecordKey, values: Values) -> None:
    record = Record(FAMILY, kind)
    record.save(values, record.version, HERE, NOW)
    again = Record(FAMILY, kind)
    again.save(record.values, again.version, HERE, NOW)
    assert again.values == record.values


def test_urgent_facts_apply_as_soon_as_they_are_saved() -> None:
    record = a_record(allergies=[BEE])
    assert record.accepted == {"persons_to_call": record.values["persons_to_call"], "allergies": [BEE]}
    assert record.said_at == {"persons_to_call": NOW, "allergies": NOW}


def test_urgent_facts_are_never_locked_and_the_rest_is() -> None:
    record = a_record()
    hand_in(record)
    assert record.pending is not None
    assert not record.pending.items & {"persons_to_call", "allergies"}, "nobody decides on them"
    later = NOW + timedelta(days=1)
    assert record.save({"allergies": [BEE]}, record.version, HERE, later, declared=True) == ["allergies"]
    assert record.accepted["allergies"] == [BEE]
    assert record.said_at["allergies"] == later
    for names in ({"diet"}, {"diet", "allergies"}):
        with pytest.raises(RecordLocked):
            record.save(dict.fromkeys(names), record.version, HERE, later)


def test_an_urgent_fact_that_breaks_a_rule_is_kept_and_does_not_apply() -> None:
    record = a_record()
    before = record.accepted["persons_to_call"]
    wrong: Value = [{**ODILE, "telephone": "06"}]
    with pytest.raises(Invalid):
        record.save({"persons_to_call": wrong}, record.version, HERE, NOW)
    assert record.save({"persons_to_call": wrong}, record.version, HERE, NOW, checked=False) == []
    assert (record.values["persons_to_call"], record.accepted["persons_to_call"]) == (wrong, before)
    record.declared_at = NOW
    with pytest.raises(RecordIncomplete) as refused:
        hand_in(record)
    assert "field-invalid" in {error.code for error in refused.value.errors}


def test_an_urgent_change_alone_leaves_a_green_record_green() -> None:
    record = a_record()
    record.accepted = dict(record.values)
    record.save({"treatments": [{"medicine": "Ventoline", "instructions": "Si gêne"}]}, record.version, HERE, NOW)
    assert standing(record, CATALOGUE).light is Light.GREEN
    with pytest.raises(NothingToSubmit):
        make_submission(SubmissionId(UUID(int=9)), FAMILY, [record], Desk([], CATALOGUE, HERE), NOW)


def test_what_was_declared_exact_is_so_until_a_value_changes() -> None:
    record = a_record()
    later: list[datetime | None] = []
    for typed, declared in ((Values(), True), (Values(diet={"needs": ["sans-porc"]}), None)):
        record.save(typed, record.version, HERE, NOW + timedelta(days=1), declared=declared)
        later.append(record.declared_at)
    assert later == [NOW, None]
    with pytest.raises(RecordIncomplete) as refused:
        make_submission(SubmissionId(UUID(int=9)), FAMILY, [record], Desk([], CATALOGUE, HERE), NOW)
    assert [error.code for error in refused.value.errors] == ["exactness-undeclared"]


def test_files_alone_need_a_declaration_too() -> None:
    child = Record(FAMILY, CHILD, values={"first_name": "Lina"}, accepted={"first_name": "Lina"})
    offer = Desk([Slot(str(CHILD), "carnet", required=True, documents=())], CATALOGUE, HERE).offer(child)
    assert "exactness-undeclared" not in {obstacle.code for obstacle in offer.obstacles}, "there is nothing to hand in"


BORN = date(2020, 5, 2)


@pytest.mark.parametrize(
    ("duty", "today", "expected"),
    [
        (Duty(11), date(2026, 9, 1), True),
        (Duty(11), date(2021, 4, 1), False),
        (Duty(11), date(2021, 4, 2), True),
        (Duty(11, born_from=date(2020, 5, 2)), date(2026, 9, 1), True),
        (Duty(11, born_from=date(2020, 5, 3)), date(2026, 9, 1), False),
        (Duty(11, born_until=date(2020, 5, 2)), date(2026, 9, 1), True),
        (Duty(11, born_until=date(2020, 5, 1)), date(2026, 9, 1), False),
    ],
)
def test_a_vaccination_is_missing_once_it_is_due(duty: Duty, today: date, expected: bool) -> None:
    disease = Disease("x", "X", (duty,))
    assert (missing([disease], {}, BORN, today) == [disease]) is expected
    assert missing([disease], {"x": "2021-01-01"}, BORN, today) == []
    assert missing([Disease("y", "Y")], {}, BORN, today) == []
