"""Whom a campaign takes."""

from datetime import UTC, datetime

import pytest

from services.schooling.domain.campaign import Campaign
from services.schooling.domain.level import Level


def campaign(*levels: Level, newcomers: bool) -> Campaign:
    opens, closes = datetime(2026, 3, 28, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC)
    return Campaign("c", "Campagne", 2026, levels, newcomers, opens, closes, 15, "Bienvenue", "Fermée")


@pytest.mark.parametrize(
    ("level", "newcomer", "taken"),
    [(Level.PS, False, True), (Level.PS, True, True), (Level.CE1, True, True), (Level.CE1, False, False)],
)
def test_a_campaign_takes_its_levels_and_any_newcomer(level: Level, newcomer: bool, taken: bool) -> None:
    assert campaign(Level.PS, newcomers=True).takes(level, newcomer=newcomer) is taken


def test_a_campaign_may_leave_newcomers_aside() -> None:
    assert not campaign(Level.PS, newcomers=False).takes(Level.CE1, newcomer=True)
