"""Whether a child can be pre-registered for a school year now; if not, each reason with what to do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.schooling.domain.campaign import Campaign
from services.schooling.domain.level import Fit, LevelAnswer


class CampaignState(StrEnum):
    UPCOMING = "upcoming"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True)
class CampaignNow:
    """A campaign and what it is by the database's clock, at one moment."""

    campaign: Campaign
    state: CampaignState


class Obstacle(StrEnum):
    """Why not."""

    NOT_ALL_GREEN = "not-all-green"
    ALREADY_REQUESTED = "already-requested"
    REQUESTED_BY_OTHER_HOME = "requested-by-other-home"
    ALREADY_ENROLLED = "already-enrolled"
    TOO_YOUNG = "too-young"
    TOO_OLD = "too-old"
    SAY_WHETHER_NEWCOMER = "say-whether-newcomer"
    NOT_OPEN_YET = "campaign-not-open-yet"
    CLOSED = "campaign-closed"
    CLOSED_FOR_LEVEL = "closed-for-level"
    NO_CAMPAIGN = "no-campaign"


@dataclass(frozen=True)
class Standing:
    """What is known of the child and the school year, at one moment.

    Attributes:
        family_complete: every record of the family is green.
        newcomer: None as long as neither the town nor the family said so.
        outside: the family lives in another commune, where the child's school is due.
        compulsory: school is compulsory for the child in that year.
        keeps_rights: the family asked before the campaign closed, and its days of grace are not over.
    """

    level: LevelAnswer
    campaigns: Sequence[CampaignNow]
    family_complete: bool
    newcomer: bool | None
    outside: bool
    compulsory: bool
    own_request: bool = False
    other_request: bool = False
    enrolled: bool = False
    keeps_rights: bool = False


@dataclass(frozen=True)
class Eligibility:
    """`late`: the campaign is over, and the enrolment is due all the same; a dérogation is not."""

    campaign: CampaignNow | None
    late: bool = False
    obstacles: tuple[Obstacle, ...] = ()
    derogation_closed: bool = False
    opens_at: datetime | None = None

    @property
    def may_pre_register(self) -> bool:
        return not self.obstacles

    @property
    def may_derogate(self) -> bool:
        return self.may_pre_register and not self.derogation_closed


def judge(standing: Standing) -> Eligibility:
    """Every obstacle at once, so that a family learns all of them together."""
    obstacles = list(_obstacles(standing))
    if standing.level.level is None:
        young = standing.level.fit is Fit.TOO_YOUNG
        return Eligibility(None, obstacles=(*obstacles, Obstacle.TOO_YOUNG if young else Obstacle.TOO_OLD))
    by_campaign = _by_campaign(standing, newcomer=standing.newcomer is not False)
    if standing.newcomer is None:
        either = [by_campaign, _by_campaign(standing, newcomer=False)]
        if possible := [answer for answer in either if answer.may_pre_register]:
            return Eligibility(
                possible[0].campaign,
                all(answer.late for answer in possible),
                (*obstacles, Obstacle.SAY_WHETHER_NEWCOMER),
                all(answer.derogation_closed for answer in possible),
            )
    return Eligibility(
        by_campaign.campaign,
        by_campaign.late,
        (*obstacles, *by_campaign.obstacles),
        by_campaign.derogation_closed,
        by_campaign.opens_at,
    )


def _obstacles(standing: Standing) -> Iterable[Obstacle]:
    if not standing.family_complete:
        yield Obstacle.NOT_ALL_GREEN
    if standing.enrolled:
        yield Obstacle.ALREADY_ENROLLED
    if standing.own_request:
        yield Obstacle.ALREADY_REQUESTED
    elif standing.other_request:
        yield Obstacle.REQUESTED_BY_OTHER_HOME


def _by_campaign(standing: Standing, *, newcomer: bool) -> Eligibility:
    level = standing.level.level
    if level is None:
        raise ValueError("a child without a level meets no campaign")
    taking = [each for each in standing.campaigns if each.campaign.takes(level, newcomer=newcomer)]
    by_state = {state: [each for each in taking if each.state is state] for state in CampaignState}
    if found := by_state[CampaignState.OPEN]:
        return Eligibility(found[0])
    closed = max(by_state[CampaignState.CLOSED], key=lambda each: each.campaign.closes_at, default=None)
    if closed is not None and standing.keeps_rights:
        return Eligibility(closed)
    if closed is not None and standing.compulsory and not standing.outside:
        return Eligibility(closed, late=True, derogation_closed=True)
    if found := by_state[CampaignState.UPCOMING]:
        first = min(found, key=lambda each: each.campaign.opens_at)
        return Eligibility(first, obstacles=(Obstacle.NOT_OPEN_YET,), opens_at=first.campaign.opens_at)
    if closed is not None:
        return Eligibility(closed, obstacles=(Obstacle.CLOSED,))
    return Eligibility(None, obstacles=(Obstacle.CLOSED_FOR_LEVEL if standing.campaigns else Obstacle.NO_CAMPAIGN,))
