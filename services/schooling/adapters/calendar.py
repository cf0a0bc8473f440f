"""School years and campaigns, written."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.schooling.domain.campaign import Campaign
from services.schooling.domain.level import in_order
from services.schooling.domain.school import SchoolYear

_PUT_YEAR = text("""
    INSERT INTO school_years (year, rentree, open) VALUES (:year, :rentree, true)
    ON CONFLICT ON CONSTRAINT pk_school_years DO UPDATE SET rentree = excluded.rentree, open = true
    WHERE ROW(school_years.*) IS DISTINCT FROM ROW(excluded.*)
""")
_CLOSE_YEARS = text("UPDATE school_years SET open = false WHERE open AND NOT (year = ANY(:listed))")
_RENTREE = text("SELECT rentree FROM school_years WHERE year = :year AND open")
_PUT_CAMPAIGN = text("""
    INSERT INTO campaigns (code, title, school_year, levels, newcomers, opens_at, closes_at, grace_days, introduction,
                           closed_text, position, listed)
    VALUES (:code, :title, :school_year, :levels, :newcomers, :opens_at, :closes_at, :grace_days, :introduction,
            :closed_text, :position, true)
    ON CONFLICT ON CONSTRAINT pk_campaigns DO UPDATE
    SET title = excluded.title, school_year = excluded.school_year, levels = excluded.levels,
        newcomers = excluded.newcomers, opens_at = excluded.opens_at, closes_at = excluded.closes_at,
        grace_days = excluded.grace_days, introduction = excluded.introduction, closed_text = excluded.closed_text,
        position = excluded.position, listed = true
    WHERE ROW(campaigns.*) IS DISTINCT FROM ROW(excluded.*)
""")
_CLOSE_CAMPAIGNS = text("UPDATE campaigns SET listed = false WHERE listed AND NOT (code = ANY(:listed))")


class SqlCalendar:
    """School years and campaigns in the current transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def replace_years(self, years: Sequence[SchoolYear]) -> int:
        changed = 0
        for year in years:
            put = await self._connection.execute(_PUT_YEAR, {"year": year.year, "rentree": year.rentree})
            changed += put.rowcount
        closed = await self._connection.execute(_CLOSE_YEARS, {"listed": [year.year for year in years]})
        return changed + closed.rowcount

    async def replace_campaigns(self, campaigns: Sequence[Campaign]) -> int:
        changed = 0
        for position, campaign in enumerate(campaigns, start=1):
            put = await self._connection.execute(
                _PUT_CAMPAIGN,
                {
                    "code": campaign.code,
                    "title": campaign.title,
                    "school_year": campaign.school_year,
                    "levels": [level.value for level in in_order(campaign.levels)],
                    "newcomers": campaign.newcomers,
                    "opens_at": campaign.opens_at,
                    "closes_at": campaign.closes_at,
                    "grace_days": campaign.grace_days,
                    "introduction": campaign.introduction,
                    "closed_text": campaign.closed_text,
                    "position": position,
                },
            )
            changed += put.rowcount
        closed = await self._connection.execute(_CLOSE_CAMPAIGNS, {"listed": [campaign.code for campaign in campaigns]})
        return changed + closed.rowcount

    async def rentree(self, year: int) -> date | None:
        found: date | None = await self._connection.scalar(_RENTREE, {"year": year})
        return found
