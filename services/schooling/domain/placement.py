"""Where the town's decisions lead: a place in a school, or one on its waiting list."""

from dataclasses import dataclass
from datetime import datetime

from services.schooling.domain.level import Level


@dataclass(frozen=True)
class Placement:
    """Where the child is enrolled by a decision."""

    uai: str
    level: Level


@dataclass(frozen=True)
class Waiting:
    """On the list of a school that is full; who came first has the lower rank."""

    uai: str
    since: datetime
