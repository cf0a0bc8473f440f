"""What a family can ask for a child and a school year, and what its form shows: one answer for reading and TERMINER."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from services.schooling.application.find_sector import Question, SectorAnswer, find_sector
from services.schooling.domain.child import Child
from services.schooling.domain.derogation import CommissionSession
from services.schooling.domain.eligibility import CampaignNow, Eligibility, Standing, judge
from services.schooling.domain.family import Address, Family
from services.schooling.domain.house_number import HouseNumber
from services.schooling.domain.level import FIRST_YEARS, Level, LevelAnswer, compulsory_from, level_for
from services.schooling.domain.offer import NO_ADDRESS, Offer, SectorShown
from services.schooling.domain.sector_map import Why
from services.schooling.domain.sector_sentences import no_address_in_words
from services.schooling.domain.town_map import TownMap

_REQUESTS = UUID("5b0d2d0e-6a94-4a1c-8a4e-3f1c5c1b7a21")


@dataclass(frozen=True)
class Situation:
    """At one moment of the database's clock.

    Attributes:
        known_the_year_before: the town enrolled the child in one of its schools the year before.
        own_request, other_request: open ones: of the family that asks, and of the child's other home.
        earlier: how many closed requests of this family there are.
        keeps_rights: one of them was made before the campaign closed, and its days of grace are not over.
        commission: the next session.
    """

    school_year: int
    moment: datetime
    campaigns: tuple[CampaignNow, ...]
    enrolled: bool
    known_the_year_before: bool
    own_request: UUID | None
    other_request: bool
    earlier: int
    keeps_rights: bool
    commission: CommissionSession | None


@dataclass(frozen=True)
class Target:
    """What one home of a child is shown for a school year.

    Attributes:
        newcomer: None: the family has to say.
        sector, offer: None for a child without a level; `offer` also while nothing can be asked.
        outside: the family lives in another commune.
        request_id: of the request that TERMINER would make.
    """

    situation: Situation
    level: LevelAnswer
    newcomer: bool | None
    eligibility: Eligibility
    sector: SectorShown | None
    outside: bool
    offer: Offer | None
    request_id: UUID

    @property
    def asks_former_school(self) -> bool:
        """Of a newcomer who went to school elsewhere."""
        return self.newcomer is True and self.level.level not in (None, *FIRST_YEARS)


def target_of(
    child: Child, family: Family, situation: Situation, town: TownMap, *, enrolled_before: bool | None
) -> Target:
    """The same for whoever reads and whoever submits.

    Args:
        enrolled_before: the family's answer: was the child in a school of the commune the year before?
    """
    year = situation.school_year
    level = level_for(child.birth_date, year, town.rentrees[year])
    sector = None if level.level is None else sector_of(family.address, level.level, year, town)
    outside = sector is not None and sector.reason == Why.OUTSIDE.value
    newcomer = _newcomer(level.level, situation, enrolled_before)
    eligibility = judge(
        Standing(
            level=level,
            campaigns=situation.campaigns,
            family_complete=family.complete,
            newcomer=newcomer,
            outside=outside,
            compulsory=compulsory_from(child.birth_date).year <= year,
            own_request=situation.own_request is not None,
            other_request=situation.other_request,
            enrolled=situation.enrolled,
            keeps_rights=situation.keeps_rights,
        )
    )
    request_id = uuid5(_REQUESTS, f"{family.id}/{child.id}/{year}/{situation.earlier}")
    offer = _offer(family, situation, level, sector, eligibility, newcomer=bool(newcomer))
    return Target(situation, level, newcomer, eligibility, sector, outside, offer, request_id)


def _newcomer(level: Level | None, situation: Situation, enrolled_before: bool | None) -> bool | None:
    if situation.known_the_year_before:
        return False
    if level in FIRST_YEARS:
        return True
    return None if enrolled_before is None else not enrolled_before


def _offer(
    family: Family,
    situation: Situation,
    level: LevelAnswer,
    sector: SectorShown | None,
    eligibility: Eligibility,
    *,
    newcomer: bool,
) -> Offer | None:
    if not eligibility.may_pre_register or level.level is None or sector is None:
        return None
    return Offer(
        school_year=situation.school_year,
        campaign=eligibility.campaign.campaign.code if eligibility.campaign else None,
        late=eligibility.late,
        newcomer=newcomer,
        level=level.level,
        level_explanation=level.explanation,
        address=family.address,
        sector=sector,
    )


def sector_of(address: Address | None, level: Level, school_year: int, town: TownMap) -> SectorShown:
    """By the accepted address of one home, at the rentrée of that year."""
    if address is None:
        return SectorShown(None, NO_ADDRESS, no_address_in_words())
    house = HouseNumber(address.number, address.repetition) if address.number else None
    street = address.street_id or address.street
    question = Question(street, house, level, town.rentrees[school_year], address.postal_code, address.city)
    return _shown(find_sector(question, town))


def _shown(answer: SectorAnswer) -> SectorShown:
    if answer.school is None or answer.found is None:
        return SectorShown(None, str(answer.why), answer.explanation)
    sectors, rule = answer.found.sectors, answer.found.winner.rule
    return SectorShown(
        answer.school.uai, None, answer.explanation, sectors.school_year, rule.line, sectors.deliberation
    )
