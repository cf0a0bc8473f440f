"""The sector engine: what wins, and against an independent oracle that tries every rule on every house."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.schooling.domain.house_number import HouseNumber, repetition
from services.schooling.domain.level import Cycle
from services.schooling.domain.sector import Rule, Side
from services.schooling.domain.sector_check import holes, overlaps
from services.schooling.domain.sector_map import Found, Missing, SectorMap, Why
from services.schooling.domain.streets import KnownAddress
from tests.unit.schooling.sectors import RENTREE, STREET, house, rule, sectors

ELSEWHERE = UUID(int=2)


def school(rules: list[Rule], address: str, street: UUID | None = STREET) -> str:
    """The school that wins, or why there is none."""
    found = SectorMap([sectors(rules)]).find(street, house(address), Cycle.MATERNELLE, RENTREE)
    return found.winner.rule.uai if isinstance(found, Found) else found.why.value


def test_bis_and_ter_come_before_letters_and_after_the_bare_number() -> None:
    walked = ["12", "12 bis", "12 ter", "12 quater", "12 a", "12 b", "13"]
    houses = [found for text in reversed(walked) if (found := house(text))]
    assert [str(each) for each in sorted(houses, key=lambda each: each.position)] == walked


@pytest.mark.parametrize(("typed", "kept"), [("BIS", "bis"), (" Ter ", "ter"), ("", ""), ("b", "b"), ("bis!", None)])
def test_a_repetition_is_read_in_any_case(typed: str, kept: str | None) -> None:
    assert repetition(typed) == kept


@pytest.mark.parametrize(
    ("address", "winner"),
    [("9", "A"), ("10", "B"), ("11", "A"), ("20", "B"), ("20 bis", "B"), ("21", "A"), ("9000", "A")],
)
def test_a_range_of_one_side_wins_over_the_street(address: str, winner: str) -> None:
    assert school([rule("", "A"), rule("10 - 20 even", "B")], address) == winner


def test_the_last_number_takes_its_repetitions_unless_a_rule_names_one() -> None:
    assert school([rule("1 - 25", "A")], "25 bis") == "A"
    told_apart = [rule("1 - 25", "A"), rule("25 bis - 99", "B")]
    assert [school(told_apart, address) for address in ("25", "25 bis", "25 ter")] == ["A", "B", "B"]
    assert school([rule("1 - 25", "A"), rule("25 ter - 99", "B")], "25 bis") == "hole"


@pytest.mark.parametrize(("first", "last"), [("0", "9999"), ("1", "9999"), ("", ""), ("1", "9998")])
def test_the_ends_that_files_write_for_a_whole_street_are_none(first: str, last: str) -> None:
    assert rule(f"{first} - {last}").whole
    assert rule(f"2 - {last} even").whole
    assert not rule(f"2 - {last}").whole


def test_a_house_without_a_number_needs_a_street_of_one_school() -> None:
    assert school([rule("", "A"), rule("1 - 9", "B")], "") == "A"
    assert school([rule("even", "A"), rule("odd", "A")], "") == "A"
    assert school([rule("even", "A"), rule("odd", "B")], "") == "no-number"
    assert school([rule("1 - 9", "A")], "") == "no-number"
    assert school([rule("1 - 9", "A"), rule("", "C", street=None)], "") == "C"


def test_the_school_of_the_whole_commune_takes_what_no_street_rule_takes() -> None:
    both = [rule("", "C", street=None), rule("1 - 9", "A")]
    assert [school(both, "5"), school(both, "11"), school(both, "5", ELSEWHERE)] == ["A", "C", "C"]
    assert school(both, "5", None) == "C"  # a street that the register does not know


def test_why_there_is_none() -> None:
    assert school([rule("1 - 9")], "11") == "hole"
    assert school([rule("")], "1", ELSEWHERE) == "hole"
    assert school([rule("")], "1", None) == "unknown-street"
    empty = SectorMap([])
    assert empty.find(STREET, house("1"), Cycle.MATERNELLE, RENTREE) == Missing(Why.NO_SECTORS)


def test_the_set_that_started_last_is_in_force() -> None:
    town = SectorMap([sectors([rule("", "NEW")], year=2027), sectors([rule("", "OLD")], year=2025)])

    def on(day: date, cycle: Cycle = Cycle.MATERNELLE) -> str:
        found = town.find(STREET, house("1"), cycle, day)
        return found.winner.rule.uai if isinstance(found, Found) else found.why.value

    assert on(date(2025, 8, 31)) == "no-sectors"
    assert [on(date(2025, 9, 1)), on(date(2027, 8, 31)), on(date(2027, 9, 1)), on(date(2030, 1, 1))] == [
        "OLD",
        "OLD",
        "NEW",
        "NEW",
    ]
    assert on(date(2028, 1, 1), Cycle.ELEMENTAIRE) == "no-sectors"


def test_an_answer_says_whether_another_school_claims_the_address() -> None:
    town = SectorMap([sectors([rule("", "A"), rule("10 - 20", "B"), rule("30 - 40", "A")])])
    contested = {}
    for number in (5, 15, 35):
        found = town.find(STREET, HouseNumber(number), Cycle.MATERNELLE, RENTREE)
        assert isinstance(found, Found)
        contested[number] = found.winner.contested
    assert contested == {5: False, 15: True, 35: False}


# -- an independent oracle: it counts along a written-out street, house by house

ENDINGS = ["", "bis", "ter", "a", "b"]
LADDER = [(number, ending) for number in range(1, 18) for ending in ENDINGS]
PLACE = {step: place for place, step in enumerate(LADDER)}

ends = st.none() | st.builds(HouseNumber, st.integers(1, 15), st.sampled_from(["", "", "", "bis", "ter", "a"]))
street_rules = st.builds(
    Rule.between, st.sampled_from([STREET, ELSEWHERE]), ends, ends, st.sampled_from(Side), st.sampled_from("ABC")
)
commune_rules = st.builds(lambda uai: Rule(None, None, None, Side.BOTH, uai), st.sampled_from("ABC"))


def numbered(rules: list[Rule]) -> list[Rule]:
    return [Rule(r.street_id, r.first, r.last, r.side, r.uai, line) for line, r in enumerate(rules, start=2)]


def steps_taken(candidate: Rule, rules: list[Rule]) -> set[tuple[int, str]]:
    """Every house of the street that the rule takes, by walking past all of them."""
    named = {
        end.number
        for other in rules
        if other.street_id == candidate.street_id
        for end in (other.first, other.last)
        if end is not None and end.repetition != ""
    }
    begin = 0 if candidate.first is None else PLACE[candidate.first.number, candidate.first.repetition]
    finish = len(LADDER) - 1
    if candidate.last is not None:
        finish = PLACE[candidate.last.number, candidate.last.repetition]
        if candidate.last.repetition == "" and candidate.last.number not in named:
            finish += len(ENDINGS) - 1
    wanted = {Side.BOTH: (0, 1), Side.EVEN: (0,), Side.ODD: (1,)}[candidate.side]
    return {step for place, step in enumerate(LADDER) if begin <= place <= finish and step[0] % 2 in wanted}


def rank(candidate: Rule) -> tuple[object, ...]:
    """As docs/sectors.md tells it."""
    numbers = range(
        candidate.first.number if candidate.first else 1, candidate.last.number + 1 if candidate.last else 1
    )
    counted = [n for n in numbers if candidate.side is Side.BOTH or (n % 2 == 1) == (candidate.side is Side.ODD)]
    both = candidate.side is Side.BOTH
    naming = sum(end is not None and end.repetition != "" for end in (candidate.first, candidate.last))
    if candidate.last is not None:
        return (candidate.street_id is None, False, len(counted), both, -naming, candidate.line)
    start = candidate.first.number if candidate.first else 1
    return (candidate.street_id is None, True, both, -start, -naming, candidate.line)


def oracle(rules: list[Rule], street: UUID | None, step: tuple[int, str] | None) -> str:
    commune = [r for r in rules if r.street_id is None]
    own = [r for r in rules if street is not None and r.street_id == street]
    if step is not None:
        taking = [r for r in own if step in steps_taken(r, rules)]
    else:
        whole = [r for r in own if r.first is None and r.last is None]
        sides = [[r for r in whole if r.side in {side, Side.BOTH}] for side in (Side.EVEN, Side.ODD)]
        winners = [min(side, key=rank) for side in sides if side]
        taking = winners[:1] if len(winners) == 2 and len({winner.uai for winner in winners}) == 1 else []
    if taking or commune:
        return min(taking or commune, key=rank).uai
    if street is None:
        return "unknown-street"
    return "no-number" if step is None and own else "hole"


@settings(max_examples=300)
@given(rules=st.lists(street_rules, max_size=8), commune=st.lists(commune_rules, max_size=2))
def test_the_engine_says_what_walking_past_every_house_says(rules: list[Rule], commune: list[Rule]) -> None:
    every = numbered([*rules, *commune])
    town = SectorMap([sectors(every)])
    for street in (STREET, ELSEWHERE, UUID(int=3), None):
        for step in [*LADDER, None]:
            number = HouseNumber(*step) if step else None
            found = town.find(street, number, Cycle.MATERNELLE, RENTREE)
            said = found.winner.rule.uai if isinstance(found, Found) else found.why.value
            assert said == oracle(every, street, step), (street, step)


@settings(max_examples=200)
@given(rules=st.lists(street_rules, max_size=8))
def test_overlaps_are_the_pairs_that_share_a_house(rules: list[Rule]) -> None:
    every = numbered(rules)
    expected = {
        frozenset((one.line, other.line))
        for one in every
        for other in every
        if one.street_id == other.street_id
        and one.uai != other.uai
        and steps_taken(one, every) & steps_taken(other, every)
    }
    found = overlaps(sectors(every))
    assert {frozenset((each.stands.line, each.yields.line)) for each in found} == expected
    assert len(found) == len(expected)
    assert all(rank(each.stands) < rank(each.yields) for each in found)


def test_holes_are_the_known_addresses_without_a_school_in_their_order() -> None:
    known = [
        KnownAddress("c", STREET, 12, "bis"),
        KnownAddress("a", STREET, 3, ""),
        KnownAddress("b", STREET, 12, ""),
        KnownAddress("d", STREET, 0, ""),
    ]
    found = holes(SectorMap([sectors([rule("1 - 9")])]), known, Cycle.MATERNELLE, RENTREE)
    assert {(each.why, tuple(address.id for address in each.addresses)) for each in found} == {
        (Why.HOLE, ("b", "c")),
        (Why.NO_NUMBER, ("d",)),
    }
