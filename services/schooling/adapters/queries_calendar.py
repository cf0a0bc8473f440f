"""School years and campaigns as everybody reads them."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.schooling.api.schemas import CampaignOut, SchoolYearOut

_YEARS = text("SELECT year, rentree FROM school_years WHERE open ORDER BY year")
_CAMPAIGNS = text("""
    SELECT code, title, school_year, levels, newcomers, opens_at, closes_at, grace_days, introduction, closed_text,
           closes_at + make_interval(days => grace_days) AS grace_until,
           CASE WHEN now() < opens_at THEN 'upcoming' WHEN now() < closes_at THEN 'open' ELSE 'closed' END AS state
    FROM campaigns WHERE listed ORDER BY position
""")


async def list_school_years(connection: AsyncConnection) -> list[SchoolYearOut]:
    """In their order."""
    return [SchoolYearOut(**row) for row in (await connection.execute(_YEARS)).mappings()]


async def list_campaigns(connection: AsyncConnection) -> list[CampaignOut]:
    """In the commune's order, with what each is now, by PostgreSQL's clock."""
    return [CampaignOut(**row) for row in (await connection.execute(_CAMPAIGNS)).mappings()]
