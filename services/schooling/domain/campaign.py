"""A campaign: when families may pre-register whom, for which school year."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.schooling.domain.level import Level


@dataclass(frozen=True)
class Campaign:
    """Whether it is open is judged by the database's clock.

    Attributes:
        levels: taken whoever the child is.
        newcomers: takes besides them every child who was in no school of the commune the year before.
        opens_at: the first instant at which it is open, UTC.
        closes_at: the first instant at which it is open no more, UTC.
        grace_days: how long after its closing what was handed in before can still be mended.
    """

    code: str
    title: str
    school_year: int
    levels: tuple[Level, ...]
    newcomers: bool
    opens_at: datetime
    closes_at: datetime
    grace_days: int
    introduction: str
    closed_text: str

    @property
    def grace_until(self) -> datetime:
        return self.closes_at + timedelta(days=self.grace_days)

    def takes(self, level: Level, *, newcomer: bool) -> bool:
        return level in self.levels or (self.newcomers and newcomer)
