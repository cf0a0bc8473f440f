"""What is known of a child and a school year, at one moment of PostgreSQL's clock."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.schooling.application.situation import Situation
from services.schooling.domain.campaign import Campaign
from services.schooling.domain.derogation import CommissionSession
from services.schooling.domain.eligibility import CampaignNow, CampaignState
from services.schooling.domain.level import Level

# A request made before its campaign closed keeps its rights while agents hold it, and the days of grace after.
_SITUATION = text("""
    SELECT now() AS moment,
           EXISTS (SELECT FROM enrolments WHERE child_id = :child_id AND school_year = :school_year
                    AND status <> 'radie') AS enrolled,
           EXISTS (SELECT FROM enrolments WHERE child_id = :child_id AND school_year = :school_year - 1) AS year_before,
           (SELECT id FROM pre_registrations WHERE child_id = :child_id AND school_year = :school_year
              AND state = 'open' AND family_id = :family_id) AS own_request,
           EXISTS (SELECT FROM pre_registrations WHERE child_id = :child_id AND school_year = :school_year
                    AND state = 'open' AND family_id <> :family_id) AS other_request,
           (SELECT count(*) FROM pre_registrations WHERE child_id = :child_id AND school_year = :school_year
              AND family_id = :family_id AND state <> 'open') AS earlier,
           EXISTS (SELECT FROM pre_registrations AS made
                     JOIN campaigns ON campaigns.code = made.offer ->> 'campaign'
                    WHERE made.child_id = :child_id AND made.school_year = :school_year
                      AND made.family_id = :family_id AND made.submitted_at < campaigns.closes_at
                      AND now() < greatest(campaigns.closes_at, made.concluded_at)
                                  + make_interval(days => campaigns.grace_days)) AS keeps_rights,
           (SELECT jsonb_build_array(code, held_on) FROM commission_sessions
             WHERE school_year = :school_year AND listed AND held_on >= (now() AT TIME ZONE 'Europe/Paris')::date
             ORDER BY held_on LIMIT 1) AS session
""")
_CAMPAIGNS = text("""
    SELECT code, title, school_year, levels, newcomers, opens_at, closes_at, grace_days, introduction, closed_text,
           CASE WHEN now() < opens_at THEN 'upcoming' WHEN now() < closes_at THEN 'open' ELSE 'closed' END AS state
      FROM campaigns WHERE listed AND school_year = :school_year ORDER BY position
""")


class SqlSituations:
    """In the current transaction, or for a reading."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, child_id: UUID, family_id: UUID, school_year: int) -> Situation:
        asked: dict[str, Any] = {"child_id": child_id, "family_id": family_id, "school_year": school_year}
        row = (await self._connection.execute(_SITUATION, asked)).mappings().one()
        campaigns = await self._connection.execute(_CAMPAIGNS, {"school_year": school_year})
        return Situation(
            school_year=school_year,
            moment=row["moment"],
            campaigns=tuple(_campaign(found) for found in campaigns.mappings()),
            enrolled=row["enrolled"],
            known_the_year_before=row["year_before"],
            own_request=row["own_request"],
            other_request=row["other_request"],
            earlier=row["earlier"],
            keeps_rights=row["keeps_rights"],
            commission=_session(row["session"], school_year),
        )


def _campaign(row: RowMapping) -> CampaignNow:
    campaign = Campaign(
        code=row["code"],
        title=row["title"],
        school_year=row["school_year"],
        levels=tuple(Level(level) for level in row["levels"]),
        newcomers=row["newcomers"],
        opens_at=row["opens_at"],
        closes_at=row["closes_at"],
        grace_days=row["grace_days"],
        introduction=row["introduction"],
        closed_text=row["closed_text"],
    )
    return CampaignNow(campaign, CampaignState(row["state"]))


def _session(found: list[str] | None, school_year: int) -> CommissionSession | None:
    return CommissionSession(found[0], school_year, date.fromisoformat(found[1])) if found else None
