"""What the use-cases need from outside, as Protocols."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from types import TracebackType
from typing import Protocol, Self
from uuid import UUID

from services.schooling.domain.campaign import Campaign
from services.schooling.domain.child import Child
from services.schooling.domain.family import Family
from services.schooling.domain.level import Cycle
from services.schooling.domain.school import School, SchoolYear
from services.schooling.domain.sector import Rule
from services.schooling.domain.streets import KnownAddress, Street
from services.schooling.domain.town_map import TownMap


@dataclass(frozen=True)
class Changes:
    """What a load did: `loaded` were added or changed."""

    loaded: int
    unchanged: int
    removed: int

    @property
    def any(self) -> bool:
        return bool(self.loaded or self.removed)


@dataclass(frozen=True)
class RegisterChanges:
    streets: Changes
    addresses: Changes


@dataclass(frozen=True)
class KnownSet:
    """`imported`: an operator brought it; the commune's own folder has no say over it any more."""

    deliberation: str | None
    imported: bool


class Children(Protocol):
    async def put(self, child: Child) -> None:
        """Keep this state of the child unless a newer one is known, or the child was erased."""

    async def forget(self, child_id: UUID) -> None:
        """Erase the child for good; twice is fine."""


class Families(Protocol):
    async def put(self, family: Family) -> bool:
        """Keep this state of the family; False when a newer one is known, or the family was erased."""

    async def get(self, family_id: UUID) -> Family | None: ...

    async def forget(self, family_id: UUID) -> None:
        """Erase the family for good; twice is fine."""


class Schools(Protocol):
    async def replace_all(self, schools: Sequence[School]) -> int:
        """Make these the commune's open schools, in this order; one that is no longer listed is closed, not deleted.

        Returns:
            How many rows were added or changed, places included; 0 when everything was so already.
        """


class Calendar(Protocol):
    """Like `Schools`: what is no longer listed is closed, and the answer is how many rows changed."""

    async def replace_years(self, years: Sequence[SchoolYear]) -> int: ...

    async def replace_campaigns(self, campaigns: Sequence[Campaign]) -> int: ...

    async def rentree(self, year: int) -> date | None:
        """The first day of a listed school year."""


class Register(Protocol):
    async def replace_all(self, streets: Sequence[Street], addresses: Sequence[KnownAddress]) -> RegisterChanges:
        """Make these the commune's streets and addresses."""


class Sectors(Protocol):
    async def known(self, cycle: Cycle, school_year: int) -> KnownSet | None: ...

    async def put_set(self, cycle: Cycle, school_year: int, known: KnownSet) -> None: ...

    async def replace_rules(self, cycle: Cycle, school_year: int, rules: Sequence[Rule]) -> tuple[Changes, set[int]]:
        """Make these the rules of the set. Returns besides the lines of those that are new."""


class TownState(Protocol):
    async def take_turn(self) -> bool:
        """Wait for other loads to end. Returns whether an operator brought the streets."""

    async def advance(self, *, streets_imported: bool = False) -> None:
        """Make every copy in memory old."""

    async def read_map(self) -> TownMap:
        """Streets, schools and sectors as they are in this transaction."""


class Unit(Protocol):
    """The part of a unit of work that a consumer's use-case may touch: the applier commits."""

    @property
    def children(self) -> Children: ...

    @property
    def families(self) -> Families: ...


class UnitOfWork(Unit, Protocol):
    """A transaction of our own."""

    @property
    def schools(self) -> Schools: ...

    @property
    def calendar(self) -> Calendar: ...

    @property
    def register(self) -> Register: ...

    @property
    def sectors(self) -> Sectors: ...

    @property
    def town(self) -> TownState: ...

    def note_load(self, what: str, scope: str = "all", **counts: int) -> None:
        """Write the load of `schools`, `streets` or `sectors` into the audit at commit."""

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self, error: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    async def commit(self) -> None: ...
