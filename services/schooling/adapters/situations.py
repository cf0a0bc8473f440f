"""What is known of children and school years, at one moment of PostgreSQL's clock."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.schooling.application.situation import Situation
from services.schooling.domain.campaign import Campaign
from services.schooling.domain.derogation import CommissionSession
from services.schooling.domain.eligibility import CampaignNow, CampaignState
from services.schooling.domain.level import Level

# A request made before its campaign closed keeps its rights while agents hold it, and the days of grace after.
_SITUATIONS = text("""
    SELECT asked.child_id, wanted.school_year, now() AS moment,
           EXISTS (SELECT FROM enrolments AS held
                    WHERE held.child_id = asked.child_id AND held.school_year = wanted.school_year
                      AND held.status <> 'radie') AS enrolled,
           EXISTS (SELECT FROM enrolments AS held
                    WHERE held.child_id = asked.child_id
                      AND held.school_year = wanted.school_year - 1) AS year_before,
           requests.own_request, COALESCE(requests.other_request, false) AS other_request, requests.earlier,
           EXISTS (SELECT FROM pre_registrations AS made
                     JOIN campaigns ON campaigns.code = made.offer ->> 'campaign'
                    WHERE made.child_id = asked.child_id AND made.school_year = wanted.school_year
                      AND made.family_id = :family_id AND made.submitted_at < campaigns.closes_at
                      AND now() < greatest(campaigns.closes_at, made.concluded_at)
                                  + make_interval(days => campaigns.grace_days)) AS keeps_rights,
           (SELECT jsonb_build_array(code, held_on) FROM commission_sessions
             WHERE school_year = wanted.school_year AND listed
               AND held_on >= (now() AT TIME ZONE 'Europe/Paris')::date
             ORDER BY held_on LIMIT 1) AS session
      FROM unnest(CAST(:child_ids AS uuid[])) AS asked (child_id)
     CROSS JOIN unnest(CAST(:years AS integer[])) AS wanted (school_year)
     CROSS JOIN LATERAL (
           SELECT (array_agg(id) FILTER (WHERE state = 'open' AND family_id = :family_id))[1] AS own_request,
                  bool_or(state = 'open' AND family_id <> :family_id) AS other_request,
                  count(*) FILTER (WHERE state <> 'open' AND family_id = :family_id) AS earlier
             FROM pre_registrations
            WHERE child_id = asked.child_id AND school_year = wanted.school_year) AS requests
""")
_CAMPAIGNS = text("""
    SELECT code, title, school_year, levels, newcomers, opens_at, closes_at, grace_days, introduction, closed_text,
           CASE WHEN now() < opens_at THEN 'upcoming' WHEN now() < closes_at THEN 'open' ELSE 'closed' END AS state
      FROM campaigns WHERE listed AND school_year = ANY (:years) ORDER BY position
""")


class SqlSituations:
    """In the current transaction, or for a reading."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, child_id: UUID, family_id: UUID, school_year: int) -> Situation:
        found = await self.of_all([child_id], family_id, [school_year])
        return found[child_id, school_year]

    async def of_all(
        self, child_ids: Sequence[UUID], family_id: UUID, years: Sequence[int]
    ) -> dict[tuple[UUID, int], Situation]:
        """Of every child and year, in two statements however many there are."""
        asked = {"child_ids": list(child_ids), "family_id": family_id, "years": list(years)}
        rows = (await self._connection.execute(_SITUATIONS, asked)).mappings().all()
        campaigns = [
            _campaign(found)
            for found in (await self._connection.execute(_CAMPAIGNS, {"years": list(years)})).mappings()
        ]
        by_year = {year: tuple(one for one in campaigns if one.campaign.school_year == year) for year in years}
        return {(row["child_id"], row["school_year"]): _situation(row, by_year[row["school_year"]]) for row in rows}


def _situation(row: RowMapping, campaigns: tuple[CampaignNow, ...]) -> Situation:
    return Situation(
        school_year=row["school_year"],
        moment=row["moment"],
        campaigns=campaigns,
        enrolled=row["enrolled"],
        known_the_year_before=row["year_before"],
        own_request=row["own_request"],
        other_request=row["other_request"],
        earlier=row["earlier"],
        keeps_rights=row["keeps_rights"],
        commission=_session(row["session"], row["school_year"]),
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
