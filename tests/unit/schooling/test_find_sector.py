"""The answer to an address, in sentences, and the lines of a map that become rules."""

from uuid import UUID

import pytest

from services.schooling.application.find_sector import Question, SectorAnswer, find_sector
from services.schooling.domain.house_number import HouseNumber
from services.schooling.domain.level import Cycle, Level
from services.schooling.domain.school import School, SchoolKind
from services.schooling.domain.sector import Rule, Side
from services.schooling.domain.sector_file import KnownSchools, RefusedFor, SectorLine, rules_of
from services.schooling.domain.sector_map import SectorMap
from services.schooling.domain.streets import Street, StreetRegister
from services.schooling.domain.town_map import TownMap
from tests.unit.schooling.sectors import RENTREE, STREET, house, rule, sectors

PINS = School("0060001A", "École des Pins", SchoolKind.MATERNELLE, "", "", (Level.PS, Level.MS, Level.GS))
LAC = School("0060002B", "École du Lac", SchoolKind.PRIMAIRE, "", "", (Level.PS, Level.CP))
SCHOOLS = KnownSchools({school.uai: school for school in (PINS, LAC)}, {"0060003C": "École d'antan"})
SELVES = Street(STREET, "06000_1", "Rue des Selves", "06000", "06000", "Ville")
TWINS = [Street(UUID(int=n), f"06000_{n}", "Rue du Lavoir", f"0600{n}", "06000", "Ville") for n in (2, 3)]
REGISTER = StreetRegister([SELVES, *TWINS])


def answer(
    rules: list[Rule], address: str = "12 bis", street: UUID | str = STREET, level: Level = Level.GS
) -> SectorAnswer:
    town = TownMap(REGISTER, SectorMap([sectors(rules)]), SCHOOLS, {2026: RENTREE})
    return find_sector(Question(street, house(address), level, RENTREE, city="Ville"), town)


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ("", "toute cette voie"),
        ("even", "les numéros pairs de cette voie"),
        ("- 20", "les numéros de cette voie jusqu'au 20"),
        ("10 - even", "les numéros pairs de cette voie à partir du 10"),
        ("10 - 12 ter", "les numéros de cette voie du 10 au 12 ter"),
        ("12 bis - 12 bis", "le 12 bis de cette voie"),
    ],
)
def test_the_sentence_names_school_and_rule(numbers: str, said: str) -> None:
    found = answer([rule(numbers, PINS.uai)])
    assert found.school == PINS
    assert found.explanation == (
        "L'école de secteur pour « 12 bis Rue des Selves » est École des Pins : "
        f"elle accueille {said} (Délibération 12)."
    )


def test_one_school_for_the_commune_takes_a_street_that_nobody_knows() -> None:
    found = answer([rule("", PINS.uai, street=None)], "", "rue de l'Oubli")
    assert "« rue de l'Oubli » est École des Pins : elle accueille toute la commune" in found.explanation


@pytest.mark.parametrize(
    ("uai", "level", "reason", "said"),
    [
        ("0060003C", Level.GS, "school-closed", "École d'antan, est fermée"),
        ("0060001A", Level.TPS, "level-not-taught", "École des Pins, n'a pas de classe de TPS"),
        ("0060001A", Level.CP, "no-sectors", "(élémentaire) ne sont pas encore fixés"),
    ],
)
def test_a_rule_that_leads_nowhere_is_told(uai: str, level: Level, reason: str, said: str) -> None:
    none = answer([rule("", uai)], level=level)
    assert (none.school, none.why) == (None, reason)
    assert said in none.explanation
    assert none.explanation.endswith("Le service scolaire détermine l'école de votre enfant.")


def test_two_streets_of_one_name_ask_for_more() -> None:
    assert answer([], street="rue du lavoir").why == "ambiguous-street"
    rules, _ = rules_of([line("RUE DU LAVOIR")], REGISTER, SCHOOLS, Cycle.MATERNELLE)
    assert {each.street_id for each in rules} == {street.id for street in TWINS}


def line(street: str | None, uai: str = PINS.uai, *, last: int | None = None, number: int = 2) -> SectorLine:
    return SectorLine(number, street, HouseNumber(5), HouseNumber(last) if last else None, Side.BOTH, uai)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (line("R DES SELVES", "0069999Z"), RefusedFor.UNKNOWN_SCHOOL),
        (line("R DES SELVES", "0060003C"), RefusedFor.CLOSED_SCHOOL),
        (line("RUE DE L OUBLI"), RefusedFor.UNKNOWN_STREET),
        (line("R DES SELVES", last=3), RefusedFor.NO_NUMBERS),
    ],
)
def test_a_line_that_the_commune_cannot_place_is_refused(wrong: SectorLine, reason: RefusedFor) -> None:
    rules, [refusal] = rules_of([wrong, line("R DES SELVES", number=3)], REGISTER, SCHOOLS, Cycle.MATERNELLE)
    assert (refusal.line, refusal.reason) == (2, reason)
    assert [each.line for each in rules] == [3]


def test_a_school_without_a_class_of_the_cycle_is_refused_and_a_line_written_twice_counts_once() -> None:
    twice = [line("R DES SELVES"), line("Rue des Selves", number=9)]
    rules, refusals = rules_of(twice, REGISTER, SCHOOLS, Cycle.MATERNELLE)
    assert ([each.line for each in rules], refusals) == ([2], [])
    _, [refusal] = rules_of(twice[:1], REGISTER, SCHOOLS, Cycle.ELEMENTAIRE)
    assert refusal.reason == RefusedFor.WRONG_CYCLE
