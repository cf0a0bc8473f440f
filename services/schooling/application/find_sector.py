"""Tell the sector school of an address, or why it has none."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.schooling.domain.house_number import HouseNumber
from services.schooling.domain.level import Level, cycle_of
from services.schooling.domain.school import School
from services.schooling.domain.sector_map import Found, Missing, Why
from services.schooling.domain.sector_sentences import (
    closed_in_words,
    found_in_words,
    missing_in_words,
    not_taught_in_words,
    place_in_words,
)
from services.schooling.domain.streets import NoStreet, Street
from services.schooling.domain.town_map import TownMap


@dataclass(frozen=True)
class Question:
    """An address and a level.

    Attributes:
        street: an id of the register, or a name in any spelling; postal code and city help with a name alone.
        house: None for a house without a number.
        on: the day whose sectors are meant.
    """

    street: UUID | str
    house: HouseNumber | None
    level: Level
    on: date
    postal_code: str | None = None
    city: str | None = None


@dataclass(frozen=True)
class SectorAnswer:
    """`school` and `found` stand together, or there is a `why`. `street` is the register's wording where it has one."""

    street: str | None
    house: HouseNumber | None
    explanation: str
    school: School | None = None
    found: Found | None = None
    why: Why | None = None


def find_sector(question: Question, town: TownMap) -> SectorAnswer:
    """Never raises: an address without a sector school is an answer too."""
    street = _street(question, town)
    cycle, typed = cycle_of(question.level), question.street if isinstance(question.street, str) else None
    if isinstance(street, NoStreet) and street is not NoStreet.UNKNOWN:
        why = Why(street)
        return SectorAnswer(typed, question.house, missing_in_words(why, cycle), why=why)
    street_id, name = (street.id, street.name) if isinstance(street, Street) else (None, typed)
    found = town.sectors.find(street_id, question.house, cycle, question.on)
    if isinstance(found, Missing):
        return SectorAnswer(name, question.house, missing_in_words(found.why, cycle), why=found.why)
    return _answer(question, name, found, town)


def _street(question: Question, town: TownMap) -> Street | NoStreet:
    if isinstance(question.street, UUID):
        return town.register.with_id(question.street) or NoStreet.UNKNOWN
    return town.register.one_named(question.street, postal_code=question.postal_code, city=question.city)


def _answer(question: Question, street: str | None, found: Found, town: TownMap) -> SectorAnswer:
    rule = found.winner.rule
    school = town.schools.open.get(rule.uai)
    if school is None:
        sentence = closed_in_words(town.schools.closed.get(rule.uai, rule.uai))
        return SectorAnswer(street, question.house, sentence, why=Why.SCHOOL_CLOSED)
    if question.level not in school.levels:
        sentence = not_taught_in_words(school.name, question.level)
        return SectorAnswer(street, question.house, sentence, why=Why.LEVEL_NOT_TAUGHT)
    place = place_in_words(street or "votre adresse", question.house if street else None)
    sentence = found_in_words(place, school.name, rule, found.sectors)
    return SectorAnswer(street, question.house, sentence, school=school, found=found)
