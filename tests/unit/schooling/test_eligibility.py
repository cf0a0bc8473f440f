"""Who can be pre-registered, and every reason why not."""

import pytest

from services.schooling.domain.eligibility import CampaignState, Obstacle, judge
from services.schooling.domain.level import Level
from tests.unit.schooling.requests import a_campaign, a_standing

OPEN, CLOSED, UPCOMING = CampaignState.OPEN, CampaignState.CLOSED, CampaignState.UPCOMING


def test_an_open_campaign_takes_the_child() -> None:
    found = judge(a_standing(a_campaign()))
    assert (found.may_pre_register, found.may_derogate, found.late) == (True, True, False)


def test_every_obstacle_is_told_at_once() -> None:
    found = judge(a_standing(a_campaign(UPCOMING), family_complete=False, enrolled=True, other_request=True))
    assert found.obstacles == (
        Obstacle.NOT_ALL_GREEN,
        Obstacle.ALREADY_ENROLLED,
        Obstacle.REQUESTED_BY_OTHER_HOME,
        Obstacle.NOT_OPEN_YET,
    )


def test_an_own_request_is_told_before_the_other_homes() -> None:
    found = judge(a_standing(a_campaign(), own_request=True, other_request=True))
    assert found.obstacles == (Obstacle.ALREADY_REQUESTED,)


@pytest.mark.parametrize(
    ("campaigns", "obstacle"),
    [
        ((), Obstacle.NO_CAMPAIGN),
        ((a_campaign(levels=(Level.CP,), newcomers=False),), Obstacle.CLOSED_FOR_LEVEL),
        ((a_campaign(UPCOMING),), Obstacle.NOT_OPEN_YET),
        ((a_campaign(CLOSED),), Obstacle.CLOSED),
    ],
)
def test_without_an_open_campaign_the_reason_is_told(campaigns: tuple[object, ...], obstacle: Obstacle) -> None:
    found = judge(a_standing(*campaigns, compulsory=False))  # type: ignore[arg-type]
    assert found.obstacles == (obstacle,)


def test_a_closed_campaign_never_refuses_a_child_who_must_go_to_school() -> None:
    found = judge(a_standing(a_campaign(CLOSED)))
    assert (found.may_pre_register, found.late, found.may_derogate) == (True, True, False)


def test_the_commune_owes_no_late_school_to_a_child_of_another_commune() -> None:
    assert judge(a_standing(a_campaign(CLOSED), outside=True)).obstacles == (Obstacle.CLOSED,)


def test_who_asked_in_time_keeps_the_right_to_another_school() -> None:
    found = judge(a_standing(a_campaign(CLOSED), keeps_rights=True))
    assert (found.may_derogate, found.late) == (True, False)


def test_a_family_is_asked_where_its_answer_may_open_the_way() -> None:
    newcomers_only = a_campaign(levels=(), newcomers=True)
    assert judge(a_standing(newcomers_only, newcomer=None)).obstacles == (Obstacle.SAY_WHETHER_NEWCOMER,)
    assert judge(a_standing(newcomers_only, newcomer=True)).may_pre_register
    assert judge(a_standing(newcomers_only, newcomer=False)).obstacles == (Obstacle.CLOSED_FOR_LEVEL,)


def test_before_the_family_answers_it_is_told_what_holds_whatever_it_answers() -> None:
    over = judge(a_standing(a_campaign(CLOSED), newcomer=None))
    assert (over.obstacles, over.late, over.derogation_closed) == ((Obstacle.SAY_WHETHER_NEWCOMER,), True, True)
    for_newcomers = a_campaign(OPEN, code="arrivees", levels=(), newcomers=True)
    depends = judge(a_standing(a_campaign(CLOSED), for_newcomers, newcomer=None))
    assert (depends.late, depends.derogation_closed) == (False, False)


def test_nobody_is_asked_in_vain() -> None:
    assert judge(a_standing(a_campaign(UPCOMING), newcomer=None)).obstacles == (Obstacle.NOT_OPEN_YET,)


def test_an_open_campaign_goes_before_a_closed_one() -> None:
    found = judge(a_standing(a_campaign(CLOSED), a_campaign(OPEN, code="arrivees"), newcomer=True))
    assert found.campaign is not None
    assert (found.campaign.campaign.code, found.late) == ("arrivees", False)


def test_a_child_without_a_level_learns_why() -> None:
    assert judge(a_standing(a_campaign(), level=None)).obstacles == (Obstacle.TOO_YOUNG,)
