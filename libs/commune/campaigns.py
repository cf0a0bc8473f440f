"""When families may pre-register whom: `campaigns.yaml`."""

from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, NaiveDatetime, model_validator

from libs.commune.schools import Level, Year
from libs.commune.source import Code, CommuneError, Data, Line, Text, read_yaml, refuse_twice

CAMPAIGNS_FILE = "campaigns.yaml"
_PARIS = ZoneInfo("Europe/Paris")


def _once(wall: datetime) -> datetime:
    """A time of Paris that its clocks show exactly once."""
    early, late = (wall.replace(tzinfo=_PARIS, fold=fold) for fold in (0, 1))
    if early.astimezone(UTC) != late.astimezone(UTC):
        raise ValueError("the clocks change then: Paris shows this time twice, or never")
    return wall


ParisTime = Annotated[NaiveDatetime, AfterValidator(_once)]


class CampaignData(Data):
    """One campaign. It takes a child of one of its `levels`, and any newcomer if `newcomers`.

    Attributes:
        opens, closes: times of Paris; it is closed from `closes` on.
        grace_days: how long what was handed in before can still be mended.
        introduction: shown while it is open.
        closed_text: shown once it is closed: what a family can do then.
    """

    code: Code
    title: Line
    school_year: Year
    levels: list[Level] = Field(default_factory=list)
    newcomers: bool = False
    opens: ParisTime
    closes: ParisTime
    grace_days: int = Field(ge=0, le=120)
    introduction: Text
    closed_text: Text

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.closes <= self.opens:
            raise ValueError("closes before it opens")
        if not self.levels and not self.newcomers:
            raise ValueError("takes nobody: name levels, or newcomers")
        return self

    @property
    def opens_at(self) -> datetime:
        """UTC."""
        return self.opens.replace(tzinfo=_PARIS).astimezone(UTC)

    @property
    def closes_at(self) -> datetime:
        """UTC."""
        return self.closes.replace(tzinfo=_PARIS).astimezone(UTC)


class CampaignsData(Data):
    """The whole file."""

    campaigns: list[CampaignData]

    @model_validator(mode="after")
    def _codes_are_unique(self) -> Self:
        refuse_twice("campaign", (campaign.code for campaign in self.campaigns))
        return self


def read_campaigns(commune_dir: Path, school_years: Collection[int]) -> CampaignsData:
    """Raises CommuneError, also when a campaign is for a year that the town does not list."""
    read = read_yaml(commune_dir / CAMPAIGNS_FILE, CampaignsData)
    if unknown := sorted({campaign.school_year for campaign in read.campaigns} - set(school_years)):
        raise CommuneError([f"{CAMPAIGNS_FILE}: not among the school years: {year}" for year in unknown])
    return read
