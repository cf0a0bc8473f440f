"""The level by the year of birth, around every year's end."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.schooling.domain.level import Cycle, Fit, Level, compulsory_from, cycle_of, in_order, level_for

RENTREE = date(2026, 9, 1)
YEARS = {
    2024: "TPS",
    2023: "PS",
    2022: "MS",
    2021: "GS",
    2020: "CP",
    2019: "CE1",
    2018: "CE2",
    2017: "CM1",
    2016: "CM2",
}


def test_levels_stand_in_the_order_of_the_school_years_each_once() -> None:
    assert in_order([Level.CM2, Level.CP, Level.PS, Level.CP]) == (Level.PS, Level.CP, Level.CM2)


@pytest.mark.parametrize(("born", "level"), [(year, level) for year, level in YEARS.items() if level != "TPS"])
def test_every_day_of_a_year_of_birth_is_the_same_level(born: int, level: str) -> None:
    days = [date(born, 1, 1) + timedelta(days=day) for day in range((date(born + 1, 1, 1) - date(born, 1, 1)).days)]
    answers = {level_for(day, 2026, RENTREE) for day in days}
    assert {answer.level for answer in answers} == {Level(level)}
    assert len(answers) == 1  # one sentence too


@pytest.mark.parametrize("year", range(2015, 2027))
def test_new_years_eve_parts_two_levels(year: int) -> None:
    eve, day = level_for(date(year, 12, 31), 2026, RENTREE), level_for(date(year + 1, 1, 1), 2026, RENTREE)
    assert (eve.fit, eve.level) != (day.fit, day.level) or {eve.fit, day.fit} == {Fit.TOO_YOUNG}


@pytest.mark.parametrize(
    ("born", "fit"),
    [
        (date(2024, 1, 1), Fit.FITS),
        (date(2024, 2, 29), Fit.FITS),
        (date(2024, 8, 31), Fit.FITS),
        (date(2024, 9, 1), Fit.FITS),  # two years old that very day
        (date(2024, 9, 2), Fit.TOO_YOUNG),
        (date(2024, 12, 31), Fit.TOO_YOUNG),
        (date(2025, 1, 1), Fit.TOO_YOUNG),
        (date(2026, 9, 1), Fit.TOO_YOUNG),
        (date(2015, 12, 31), Fit.TOO_OLD),
        (date(1990, 5, 2), Fit.TOO_OLD),
    ],
)
def test_too_young_and_too_old_are_told_apart(born: date, fit: Fit) -> None:
    answer = level_for(born, 2026, RENTREE)
    assert answer.fit is fit
    assert (answer.level is None) is (fit is not Fit.FITS)


def test_the_tps_follows_the_day_of_the_rentree() -> None:
    assert level_for(date(2025, 9, 2), 2027, date(2027, 9, 2)).level is Level.TPS
    assert level_for(date(2025, 9, 3), 2027, date(2027, 9, 2)).level is None


@pytest.mark.parametrize(
    ("born", "said"),
    [
        (date(2021, 5, 2), "Les enfants nés en 2021 entrent en grande section (GS) à la rentrée 2026."),
        (date(2024, 1, 9), "Votre enfant a deux ans le jour de la rentrée, le 1er septembre 2026"),
        (date(2024, 10, 9), "n'a pas encore deux ans le jour de la rentrée, le 1er septembre 2026"),
        (date(2025, 1, 9), "trop jeunes"),
        (date(2015, 1, 9), "l'âge du collège"),
    ],
)
def test_the_sentence_says_why(born: date, said: str) -> None:
    assert said in level_for(born, 2026, RENTREE).explanation


def test_a_rentree_of_another_year_is_refused() -> None:
    with pytest.raises(ValueError, match="2026"):
        level_for(date(2021, 1, 1), 2026, date(2027, 9, 2))


@given(born=st.dates(date(2000, 1, 1), date(2040, 12, 31)))
def test_who_must_go_to_school_has_a_level_then(born: date) -> None:
    starts = compulsory_from(born)
    assert (starts.month, starts.day, starts.year - born.year) == (9, 1, 3)
    assert level_for(born, starts.year, starts).level is Level.PS


def test_each_level_belongs_to_one_cycle() -> None:
    assert [level for level in Level if cycle_of(level) is Cycle.MATERNELLE] == ["TPS", "PS", "MS", "GS"]
