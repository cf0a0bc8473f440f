"""What the use-cases need from outside, as Protocols."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import TracebackType
from typing import Protocol, Self
from uuid import UUID

from services.schooling.application.admission_ports import Appointments, Certificates, Slots
from services.schooling.application.situation import Situation
from services.schooling.domain.answers import Answers
from services.schooling.domain.campaign import Campaign
from services.schooling.domain.child import Child
from services.schooling.domain.decisions import RefusalReason
from services.schooling.domain.derogation import CommissionSession, DerogationReason
from services.schooling.domain.enrolment import Enrolment
from services.schooling.domain.family import Family
from services.schooling.domain.level import Cycle
from services.schooling.domain.papers import Document
from services.schooling.domain.placement import Placement
from services.schooling.domain.pre_registration import PreRegistration
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

    async def hold(self, child_id: UUID) -> Child | None:
        """Held until the end of the transaction: two homes that ask at once wait for each other."""

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


class PreRegistrations(Protocol):
    async def next_number(self, school_year: int) -> str:
        """A number that no other request has or had."""

    async def add(self, request: PreRegistration) -> None: ...

    async def get(self, request_id: UUID) -> PreRegistration:
        """Held until the end of the transaction. Raises NotFound."""

    async def save(self, request: PreRegistration) -> None:
        """With the files that were added. Raises StaleVersion."""

    async def open_of_family(self, family_id: UUID) -> Sequence[PreRegistration]:
        """Its open ones, held until the end of the transaction."""

    async def note_verdict(self, document_id: UUID, verdict: str) -> None:
        """What the scanner said of a file, in every request that holds it."""

    async def lapsing(self, most: int) -> Sequence[PreRegistration]:
        """Some whose proposal nobody answered in time, held, skipping held ones."""

    async def to_remind(self, most: int) -> Sequence[PreRegistration]:
        """Some whose family is to be reminded of a proposal that waits, held, skipping held ones."""

    async def forget_family(self, family_id: UUID) -> None:
        """All of its requests; what was decided of a child who stays remains."""


class Places(Protocol):
    async def claim(
        self, placement: Placement, school_year: int, child_id: UUID, request_id: UUID | None, *, held: bool
    ) -> None:
        """Take a place, or hold it for a proposal. Raises SchoolFull."""

    async def take_held(self, request_id: UUID) -> None:
        """The place that was held for a proposal is the child's now."""

    async def release_held(self, request_id: UUID) -> None: ...

    async def release(self, child_id: UUID, school_year: int) -> None: ...


class Enrolments(Protocol):
    async def get(self, child_id: UUID, school_year: int) -> Enrolment | None:
        """Held until the end of the transaction."""

    async def put(self, enrolment: Enrolment) -> None:
        """A new one, or a known one. Raises StaleVersion."""

    async def forget(self, child_id: UUID) -> None:
        """Those of a child who is no more, and its places."""


class Procedure(Protocol):
    """What the town set for deciding. Of `replace_*` the answer is how many rows changed."""

    async def replace_derogation_reasons(self, reasons: Sequence[DerogationReason]) -> int: ...

    async def replace_refusal_reasons(self, reasons: Sequence[RefusalReason]) -> int: ...

    async def replace_commissions(self, sessions: Sequence[CommissionSession]) -> int: ...

    async def derogation_reasons(self) -> Sequence[DerogationReason]: ...

    async def refusal_reason(self, code: str) -> RefusalReason | None: ...

    async def session_on(self, school_year: int, day: date) -> bool:
        """Whether the commission sat that day for that year."""


class KeptAnswers(Protocol):
    """What families typed and have not handed in."""

    async def keep(self, family_id: UUID, child_id: UUID, school_year: int, answers: Answers) -> None: ...

    async def forget(self, family_id: UUID, child_id: UUID, school_year: int) -> None: ...

    async def forget_family(self, family_id: UUID) -> None: ...


class Situations(Protocol):
    async def of(self, child_id: UUID, family_id: UUID, school_year: int) -> Situation: ...


class TownMaps(Protocol):
    async def current(self) -> TownMap:
        """As the last committed load left it."""


class Manifests(Protocol):
    def read(self, manifest: str, owner: str, record: str) -> Sequence[Document]:
        """The files of a record that documents signed for this owner (`family:<uuid>`).

        Raises:
            ManifestInvalid, ManifestExpired
        """


class Unit(Protocol):
    """The part of a unit of work that a consumer's use-case may touch: the applier commits."""

    @property
    def pre_registrations(self) -> PreRegistrations: ...

    @property
    def enrolments(self) -> Enrolments: ...

    @property
    def certificates(self) -> Certificates: ...

    @property
    def appointments(self) -> Appointments: ...

    async def moment(self) -> datetime:
        """When the transaction began, by PostgreSQL's clock."""

    @property
    def answers(self) -> KeptAnswers: ...

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

    @property
    def places(self) -> Places: ...

    @property
    def procedure(self) -> Procedure: ...

    @property
    def situations(self) -> Situations: ...

    @property
    def slots(self) -> Slots: ...

    def note(
        self,
        actor: str,
        action: str,
        target: str,
        *,
        family_id: UUID | None = None,
        reason: str | None = None,
        **details: str | int,
    ) -> None:
        """Write an audit row at commit; `details` are codes and ids."""

    def note_load(self, what: str, scope: str = "all", **counts: int) -> None:
        """Write the load of `schools`, `streets` or `sectors` into the audit at commit."""

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self, error: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    async def commit(self) -> None: ...
