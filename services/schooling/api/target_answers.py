"""What can be asked for a child and a school year, as it leaves the service."""

from services.schooling.api.schemas import SchoolNameOut
from services.schooling.api.schemas_targets import (
    CampaignShownOut,
    CommissionOut,
    LevelShownOut,
    NextStepOut,
    ObstacleOut,
    SchoolChoiceOut,
    SectorShownOut,
    TargetOut,
)
from services.schooling.application.situation import Target
from services.schooling.domain.derogation import CommissionSession
from services.schooling.domain.eligibility import CampaignNow, Obstacle
from services.schooling.domain.family import Family
from services.schooling.domain.french_days import month_of, year_in_words
from services.schooling.domain.level import Level
from services.schooling.domain.next_steps import next_step
from services.schooling.domain.obstacle_sentences import DEROGATIONS_CLOSED, LATE, obstacle_in_words
from services.schooling.domain.request_sentences import commission_in_words
from services.schooling.domain.school import School
from services.schooling.domain.town_map import TownMap


def target_out(target: Target, family: Family, town: TownMap) -> TargetOut:
    """One school year."""
    eligibility, situation, level = target.eligibility, target.situation, target.level
    year = year_in_words(situation.school_year)
    return TargetOut(
        school_year=situation.school_year,
        school_year_label=year,
        title=eligibility.campaign.campaign.title if eligibility.campaign else f"Préinscription scolaire {year}",
        may_pre_register=eligibility.may_pre_register,
        may_derogate=eligibility.may_derogate,
        kind_without_wish="outside" if target.outside else "sector",
        obstacles=[_obstacle(obstacle, target) for obstacle in eligibility.obstacles],
        derogation_closed=DEROGATIONS_CLOSED if eligibility.derogation_closed else None,
        late=eligibility.late,
        late_explanation=LATE if eligibility.late else None,
        campaign=_campaign(eligibility.campaign) if eligibility.campaign else None,
        newcomer=target.newcomer,
        asks_former_school=target.asks_former_school,
        level=LevelShownOut(level=level.level.value if level.level else None, explanation=level.explanation),
        sector=_sector(target, family, town),
        schools=_schools(level.level, target.sector.uai if target.sector else None, town),
        next_step=_next_step(level.level, newcomer=target.asks_former_school) if level.level else None,
        commission=commission_out(situation.commission),
        offer=target.offer.fingerprint if target.offer else None,
        request_id=target.request_id,
    )


def commission_out(session: CommissionSession | None) -> CommissionOut | None:
    if session is None:
        return None
    return CommissionOut(on=session.on, month=month_of(session.on), sentence=commission_in_words(session))


def school_choice(school: School, sector_uai: str | None) -> SchoolChoiceOut:
    return SchoolChoiceOut(
        uai=school.uai,
        name=school.name,
        address=school.address,
        telephone=school.telephone,
        is_sector_school=school.uai == sector_uai,
    )


def school_name(uai: str | None, town: TownMap) -> SchoolNameOut | None:
    """None for none; a school that closed since keeps its name."""
    if uai is None:
        return None
    school = town.schools.open.get(uai)
    return SchoolNameOut(uai=uai, name=school.name if school else town.schools.closed.get(uai, uai))


def _obstacle(obstacle: Obstacle, target: Target) -> ObstacleOut:
    explanation, what_to_do = obstacle_in_words(obstacle, target.eligibility, target.level)
    return ObstacleOut(
        code=obstacle.value,
        explanation=explanation,
        what_to_do=what_to_do,
        opens_at=target.eligibility.opens_at if obstacle is Obstacle.NOT_OPEN_YET else None,
        pre_registration_id=target.situation.own_request if obstacle is Obstacle.ALREADY_REQUESTED else None,
    )


def _campaign(now: CampaignNow) -> CampaignShownOut:
    campaign = now.campaign
    return CampaignShownOut(
        code=campaign.code,
        title=campaign.title,
        state=now.state.value,
        opens_at=campaign.opens_at,
        closes_at=campaign.closes_at,
        grace_until=campaign.grace_until,
        introduction=campaign.introduction,
        closed_text=campaign.closed_text,
    )


def _sector(target: Target, family: Family, town: TownMap) -> SectorShownOut | None:
    if (sector := target.sector) is None:
        return None
    return SectorShownOut(
        school=school_name(sector.uai, town),
        reason=sector.reason,
        explanation=sector.explanation,
        address=family.address.line if family.address else None,
    )


def _schools(level: Level | None, sector_uai: str | None, town: TownMap) -> list[SchoolChoiceOut]:
    taught = [school for school in town.schools.open.values() if level in school.levels]
    return [school_choice(school, sector_uai) for school in sorted(taught, key=lambda school: school.name)]


def _next_step(level: Level, *, newcomer: bool) -> NextStepOut:
    step = next_step(level, newcomer=newcomer)
    return NextStepOut(appointment=step.appointment, explanation=step.explanation)
