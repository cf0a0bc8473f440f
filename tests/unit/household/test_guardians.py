"""Who is responsible for a child: the parent who lives elsewhere, and the states of a guardianship."""

from datetime import date
from uuid import UUID

import pytest

from services.household.domain.checking import Circumstances, Composite, Scalar, Typed
from services.household.domain.child import Child
from services.household.domain.guardians import MEMBERS, check_guardians, guardianships, without_adult
from services.household.domain.guardianship_states import GuardianshipState
from services.household.domain.ids import AdultId, ChildId, FamilyId
from tests.fakes.household import TOWN

ANNE, PAUL = AdultId(UUID(int=1)), AdultId(UUID(int=2))
FAMILY, OTHER_HOME = FamilyId(UUID(int=3)), FamilyId(UUID(int=4))
HERE = Circumstances(date(2026, 9, 1), TOWN, {}, (ANNE, PAUL))
ELSEWHERE: Typed = {
    "second_guardian": "declared_elsewhere",
    "elsewhere_link": "pere",
    "elsewhere_last_name": "Roux",
    "elsewhere_first_name": "Jo",
}


def alone(*states: str, **members: Scalar) -> Typed:
    """Anne is responsible, nobody else unless the members say so."""
    return {"guardians": [str(ANNE)], "second_guardian": "none", "states": list(states), **members}


def both(*states: str) -> Typed:
    return {"guardians": [str(ANNE), str(PAUL)], "states": list(states)}


def value(typed: Typed) -> Composite:
    checked, errors = check_guardians(typed, HERE)
    assert errors == []
    return checked


def codes(typed: Typed) -> dict[str, str]:
    return {error.field: error.code for error in check_guardians(typed, HERE)[1]}


def test_a_choice_has_every_member_whoever_is_chosen() -> None:
    assert set(value(both())) == set(value(alone(**ELSEWHERE))) == set(MEMBERS)


def test_what_may_be_said_of_a_parent_elsewhere() -> None:
    said = alone(
        **ELSEWHERE,
        elsewhere_telephone="06.12.34-56 78",
        elsewhere_email="jo@example.org",
        elsewhere_address="3, via Roma, Torino",
    )
    kept = value(said)
    assert kept["elsewhere_telephone"] == "06 12 34 56 78"
    assert kept["elsewhere_email"] == "jo@example.org"
    assert kept["elsewhere_address"] == "3, via Roma, Torino"
    [_anne, jo] = guardianships(FAMILY, kept)
    assert (jo.adult_id, jo.elsewhere_link, jo.elsewhere_telephone) == (None, "pere", "06 12 34 56 78")


def test_nothing_but_name_and_link_is_required_of_a_parent_elsewhere() -> None:
    assert codes(alone(**ELSEWHERE)) == {}
    assert codes(alone(second_guardian="declared_elsewhere")) == {
        "elsewhere_link": "required",
        "elsewhere_last_name": "required",
        "elsewhere_first_name": "required",
    }


@pytest.mark.parametrize(
    ("member", "typed", "code"),
    [
        ("elsewhere_link", "cousine", "not-a-choice"),
        ("elsewhere_telephone", "12", "telephone-format"),
        ("elsewhere_telephone", "06 12 34 56 7x", "telephone-format"),
        ("elsewhere_email", "jo chez example.org", "email-format"),
        ("elsewhere_email", "jo@example", "email-format"),
        ("elsewhere_address", "x" * 201, "too-long"),
    ],
)
def test_what_is_wrong_is_told_by_field(member: str, typed: str, code: str) -> None:
    assert codes(alone(**{**ELSEWHERE, member: typed})) == {member: code}


@pytest.mark.parametrize(
    ("typed", "kept"), [("+39 011 123 4567", "+390111234567"), ("0044 20 7946 0000", "+442079460000")]
)
def test_numbers_of_other_countries_pass(typed: str, kept: str) -> None:
    assert value(alone(**ELSEWHERE, elsewhere_telephone=typed))["elsewhere_telephone"] == kept


@pytest.mark.parametrize(
    ("choice", "code"),
    [
        (both(f"{ANNE}:exclusive_authority"), None),
        (both(f"{ANNE}:exclusive_authority", f"{PAUL}:delegated"), None),
        (both(f"{ANNE}:delegated", f"{PAUL}:delegated"), None),
        (both(f"{ANNE}:placed", f"{PAUL}:placed"), None),
        (alone(f"{ANNE}:placed", f"{ANNE}:delegated", f"{ANNE}:protected_address"), None),
        (alone("elsewhere:exclusive_authority", **ELSEWHERE), None),
        (both(f"{ANNE}:exclusive_authority", f"{PAUL}:exclusive_authority"), "exclusive-authority-one-person"),
        (alone(f"{ANNE}:exclusive_authority", f"{ANNE}:delegated"), "states-contradict"),
        (alone(f"{PAUL}:placed"), "state-person-unknown"),
        (alone("elsewhere:placed"), "state-person-unknown"),
        (alone(f"{ANNE}:divorced"), "state-unknown"),
        (alone("placed"), "state-unknown"),
    ],
)
def test_which_states_go_together(choice: Typed, code: str | None) -> None:
    assert codes(choice) == ({"states": code} if code else {})


def test_states_are_kept_once_in_the_order_of_the_persons() -> None:
    told = both(f"{PAUL}:placed", f"{ANNE}:placed", f"{PAUL}:placed")
    assert value(told)["states"] == [f"{ANNE}:placed", f"{PAUL}:placed"]


def test_a_protected_address_is_not_kept() -> None:
    kept = value(alone("elsewhere:protected_address", **ELSEWHERE, elsewhere_address="x" * 300))
    assert kept["elsewhere_address"] is None
    [_anne, jo] = guardianships(FAMILY, kept)
    assert jo.states == {GuardianshipState.PROTECTED_ADDRESS}


def test_whoever_leaves_the_household_takes_their_states_along() -> None:
    left = without_adult(both(f"{ANNE}:placed", f"{PAUL}:protected_address"), PAUL)
    assert (left["guardians"], left["states"]) == ([str(ANNE)], [f"{ANNE}:placed"])


def test_what_one_home_declares_leaves_the_other_homes_word_alone() -> None:
    child = Child(ChildId(UUID(int=9)), "Martin", "Lina", "feminin", date(2021, 5, 2), None, homes=[FAMILY, OTHER_HOME])
    child.guardianships = guardianships(OTHER_HOME, value(alone(f"{ANNE}:placed")))
    child.settle(FAMILY, {"guardians": value(alone(f"{ANNE}:exclusive_authority"))}, validated=True)
    child.settle(FAMILY, {"guardians": value(alone())}, validated=True)
    assert [(held.family_id, held.states) for held in child.guardianships] == [
        (OTHER_HOME, {GuardianshipState.PLACED}),
        (FAMILY, frozenset()),
    ]
