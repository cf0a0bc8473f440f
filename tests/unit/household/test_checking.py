from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libs.domain.street_names import matching_name
from services.household.domain.checking import Circumstances, Value, age
from services.household.domain.fields import FIELDS, check_values
from services.household.domain.guardianship_states import GuardianshipState
from services.household.domain.ids import AdultId, RecordKind
from tests.fakes.household import STREET, TOWN

TODAY = date(2026, 9, 1)
ANNE, PAUL = AdultId(UUID(int=11)), AdultId(UUID(int=12))
HERE = Circumstances(TODAY, TOWN, {STREET.id: STREET}, (ANNE, PAUL))
ELSEWHERE = {"country": "FR", "postal_code": "06000", "city": "Nice", "street_number": "0", "street_other": "Rue X"}


def codes(kind: RecordKind, **values: Value) -> dict[str, str]:
    """The refusals of the named fields alone."""
    _checked, errors = check_values(kind, values, HERE)
    return {error.field: error.code for error in errors if error.field.partition(".")[0] in values}


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("02/05/2021", None),
        ("2/5/2021", None),
        ("02-05-2021", None),
        ("02 . 05 . 2021", None),
        ("2021-05-02", None),
        ("29/02/2024", None),
        ("01/09/2026", None),
        ("29/02/2023", "date-impossible"),
        ("31/04/2021", "date-impossible"),
        ("00/01/2021", "date-impossible"),
        ("02/05/21", "date-format"),
        ("hier", "date-format"),
        ("٠٢/٠٥/٢٠٢١", "date-format"),
        ("02/09/2026", "date-in-future"),
        ("01/09/2008", "child-too-old"),
        ("02/09/2008", None),
        ("01/01/1899", "date-too-old"),
        ("", "required"),
    ],
)
def test_birth_date_of_a_child(typed: str, code: str | None) -> None:
    assert codes(RecordKind.CHILD, birth_date=typed).get("birth_date") == code


@pytest.mark.parametrize(("typed", "code"), [("01/09/2011", None), ("02/09/2011", "adult-too-young")])
def test_an_adult_is_fifteen_at_least(typed: str, code: str | None) -> None:
    assert codes(RecordKind.ADULT, birth_date=typed).get("birth_date") == code


@pytest.mark.parametrize(
    ("postal_code", "passes"),
    [("06000", True), ("20200", True), ("97410", True), ("98000", True), ("75 001", True)]
    + [(wrong, False) for wrong in ("00100", "96000", "99123", "6000", "0600A", "060000", "٠٦٠٠٠")],
)
def test_french_postal_codes(postal_code: str, passes: bool) -> None:
    refused = codes(RecordKind.FAMILY, address={**ELSEWHERE, "postal_code": postal_code})
    assert refused == ({} if passes else {"address.postal_code": "postal-code-format"})


def test_abroad_postal_code_and_number_may_be_missing() -> None:
    abroad: Value = {"country": "IT", "city": "Ventimiglia", "street_other": "Via Roma"}
    assert codes(RecordKind.FAMILY, address=abroad) == {}


@pytest.mark.parametrize("city", ["Saint-Étienne-du-Var", "SAINT ETIENNE DU VAR", "St Étienne-du-Var"])
def test_inside_the_commune_a_street_of_the_register_is_named(city: str) -> None:
    here = {**ELSEWHERE, "postal_code": "06999", "city": city}
    checked, errors = check_values(RecordKind.FAMILY, {"address": {**here, "street_id": str(STREET.id)}}, HERE)
    assert not [error for error in errors if error.field.startswith("address")]
    address = checked["address"]
    assert isinstance(address, dict)
    assert (address["street_name"], address["street_other"], address["city"]) == (STREET.name, None, STREET.city)
    assert codes(RecordKind.FAMILY, address={**here, "street_id": None}) == {"address.street_id": "required"}
    assert codes(RecordKind.FAMILY, address={**here, "street_id": None, "street_number": None}) == {
        "address.street_number": "required",
        "address.street_id": "required",
    }
    assert codes(RecordKind.FAMILY, address={**here, "street_id": "autre"}) == {}
    assert codes(RecordKind.FAMILY, address={**here, "street_id": str(uuid4())}) == {
        "address.street_id": "unknown-street"
    }


def test_a_neighbour_with_the_same_postal_code_writes_freely() -> None:
    assert codes(RecordKind.FAMILY, address={**ELSEWHERE, "postal_code": "06999", "city": "Gattières"}) == {}


@pytest.mark.parametrize(
    ("choice", "refused"),
    [
        ({"guardians": [str(ANNE)], "second_guardian": "none"}, {}),
        ({"guardians": [str(ANNE), str(PAUL)]}, {}),
        ({"guardians": [str(PAUL), str(PAUL)], "second_guardian": "none"}, {}),
        (
            {
                "guardians": [str(ANNE)],
                "second_guardian": "declared_elsewhere",
                "elsewhere_last_name": "Roux",
                "elsewhere_first_name": "Jo",
                "elsewhere_link": "pere",
            },
            {},
        ),
        ({"guardians": [str(ANNE)], "second_guardian": "declared_elsewhere"}, {"elsewhere_last_name": "required"}),
        ({"guardians": [str(ANNE)]}, {"second_guardian": "second-guardian-required"}),
        ({"guardians": [str(ANNE)], "second_guardian": "perhaps"}, {"second_guardian": "not-a-choice"}),
        ({"guardians": [], "second_guardian": "none"}, {"guardians": "guardian-required"}),
        ({"guardians": [str(uuid4())]}, {"guardians": "guardian-unknown"}),
        (
            {"guardians": [str(ANNE), str(PAUL)], "second_guardian": "none"},
            {"second_guardian": "second-guardian-excluded"},
        ),
    ],
)
def test_guardian_choices(choice: Value, refused: dict[str, str]) -> None:
    found = codes(RecordKind.CHILD, guardians=choice)
    assert {f"guardians.{field}": code for field, code in refused.items()}.items() <= found.items()
    assert bool(found) == bool(refused)


@pytest.mark.parametrize("name", ["Nuñez", "D’Angelo", "نور", "Ng", "李", "Le Goff-N'Diaye"])
def test_names_in_any_script_pass(name: str) -> None:
    assert codes(RecordKind.ADULT, last_name=name) == {}


def test_three_guardians_are_one_too_many() -> None:
    third = AdultId(uuid4())
    crowd = Circumstances(TODAY, TOWN, {}, (ANNE, PAUL, third))
    choice: Value = {"guardians": [str(ANNE), str(PAUL), str(third)]}
    _checked, errors = check_values(RecordKind.CHILD, {"guardians": choice}, crowd)
    assert ("guardians.guardians", "two-guardians-at-most") in {(error.field, error.code) for error in errors}


TEXT = st.text(max_size=30)
DATES = st.dates(date(1890, 1, 1), TODAY + timedelta(days=400)).map(lambda day: day.strftime("%d/%m/%Y"))
ADDRESS = st.fixed_dictionaries(
    {
        "country": st.sampled_from(["FR", "fr", "IT", "ZZ", "", "france"]),
        "postal_code": st.sampled_from(["06999", "06000", "75001", "x", ""]),
        "city": st.sampled_from(["Saint-Étienne-du-Var", "st etienne du var", "Nice"]) | TEXT,
        "street_number": st.sampled_from(["0", "007", "12", "a", ""]),
        "repetition": st.sampled_from([None, "BIS", "ter", "-"]),
        "street_id": st.sampled_from([None, "", "autre", str(STREET.id), "x"]),
        "street_other": st.none() | TEXT,
        "complement": st.none() | TEXT,
    }
)
CHOICE = st.fixed_dictionaries(
    {
        "guardians": st.lists(st.sampled_from([str(ANNE), str(PAUL), "x"]), max_size=3),
        "second_guardian": st.sampled_from([None, "", "none", "declared_elsewhere", "x"]),
        "elsewhere_last_name": st.none() | TEXT,
        "elsewhere_first_name": st.none() | TEXT,
        "elsewhere_link": st.sampled_from([None, "mere", "autre", "x"]),
        "elsewhere_telephone": st.sampled_from([None, "0612345678", "+39 06 1234 5678", "12"]) | TEXT,
        "elsewhere_email": st.sampled_from([None, "jo@example.org"]) | TEXT,
        "elsewhere_address": st.none() | TEXT,
        "states": st.lists(
            st.builds(
                "{}:{}".format,
                st.sampled_from([str(ANNE), str(PAUL), "elsewhere", "x"]),
                st.sampled_from([*GuardianshipState, "x"]),
            ),
            max_size=4,
        ),
    }
)
FORM = st.fixed_dictionaries(
    {
        "family_situation": st.sampled_from(["marie", "", "x"]),
        "last_name": TEXT,
        "birth_name": TEXT,
        "first_name": TEXT,
        "birth_date": DATES | TEXT,
        "birth_place": TEXT,
        "sex": st.sampled_from(["feminin", "masculin", ""]),
        "address": ADDRESS | st.none(),
        "guardians": CHOICE,
    }
)


@given(kind=st.sampled_from(RecordKind), form=FORM)
def test_a_checked_value_passes_its_check_unchanged(kind: RecordKind, form: dict[str, Value]) -> None:
    checked, errors = check_values(kind, form, HERE)
    refused = {error.field.partition(".")[0] for error in errors}
    assert set(checked) | refused == {rule.name for rule in FIELDS[kind]}
    again, errors_again = check_values(kind, checked, HERE)
    assert {name: again[name] for name in checked} == checked
    assert {error.field.partition(".")[0] for error in errors_again} <= refused


@given(born=st.dates(date(1900, 1, 1), TODAY))
def test_age_grows_on_the_birthday(born: date) -> None:
    years = age(born, TODAY)
    assert years >= 0
    assert age(born, TODAY + timedelta(days=366)) - years in (1, 2)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rue de l'Écluse", "RUE DE L ECLUSE"),
        ("Bd. des Jacarandas", "Boulevard des Jacarandas"),
        ("av St-Exupéry", "Avenue Saint Exupery"),
        ("Rue du Sacré-Cœur", "rue du sacre coeur"),
    ],
)
def test_two_spellings_of_a_street_match(one: str, other: str) -> None:
    assert matching_name(one) == matching_name(other)


def test_two_streets_do_not_match() -> None:
    assert matching_name("Rue des Pins") != matching_name("Allée des Pins")
