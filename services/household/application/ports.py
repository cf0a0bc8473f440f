"""What the use-cases of household need from outside."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from types import TracebackType
from typing import Protocol, Self

from libs.domain.throttling import Limit
from services.household.domain.child import Child
from services.household.domain.draft import Draft
from services.household.domain.family import Family
from services.household.domain.ids import (
    ChildId,
    DocumentId,
    FamilyId,
    RecordKey,
    RegistrationId,
    StreetId,
    SubmissionId,
)
from services.household.domain.link_code import LinkCode
from services.household.domain.pieces import Catalogue, Slot
from services.household.domain.record import Record
from services.household.domain.refusal_reasons import RefusalReason
from services.household.domain.submission import Submission
from services.household.domain.town import Street
from services.household.domain.vaccinations import Disease

Detail = str | int | list[str]


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware, UTC."""


class Manifests(Protocol):
    def read(self, manifest: str, owner: str) -> Sequence[Slot]:
        """The slots that documents signed for this owner (`registration:<uuid>`, `family:<uuid>`).

        Raises:
            ManifestInvalid, ManifestExpired
        """


class Drafts(Protocol):
    async def get(self, registration_id: RegistrationId) -> Draft:
        """The draft, held until the end of the transaction; an empty one of version 0 before the first write.

        One that was handed in and forgotten since still tells its outcome.
        """

    async def save(self, draft: Draft) -> None:
        """Raises StaleVersion."""

    async def idle(self, most: int) -> Sequence[Draft]:
        """Some of those that nobody wrote to for the town's delay, by PostgreSQL's clock; held, skipping held ones."""

    async def forget(self, draft: Draft) -> None: ...

    async def forget_family(self, family_id: FamilyId) -> None:
        """The one that became this family, if it is still there."""


class Families(Protocol):
    async def next_code(self) -> str:
        """A code famille that nobody has or had."""

    async def add(self, family: Family) -> None:
        """Raises IdentifierTaken when an adult's id is somebody else's."""

    async def with_code(self, code: str) -> Family | None:
        """The family of this code; until the end of the transaction nobody else takes a code."""

    async def get(self, family_id: FamilyId) -> Family:
        """Raises NotFound."""

    async def hold(self, family_id: FamilyId) -> Family:
        """As `get`, held until the end of the transaction. Raises NotFound."""

    async def save(self, family: Family) -> None:
        """Raises StaleVersion."""

    async def forget(self, family: Family) -> None:
        """Delete it with its adults and the answers kept for it; whatever else names it must be gone."""


class Children(Protocol):
    async def add(self, child: Child) -> None:
        """Raises IdentifierTaken."""

    async def get(self, child_id: ChildId) -> Child:
        """Held until the end of the transaction. Raises NotFound."""

    async def of_family(self, family_id: FamilyId) -> Sequence[Child]:
        """All that have a home there, held until the end of the transaction."""

    async def save(self, child: Child) -> None:
        """Raises StaleVersion."""

    async def forget(self, child: Child) -> None: ...


class Records(Protocol):
    async def add(self, record: Record) -> None: ...

    async def get(self, family_id: FamilyId, key: RecordKey) -> Record:
        """Held until the end of the transaction. Raises NotFound."""

    async def of_family(self, family_id: FamilyId) -> Sequence[Record]:
        """All of them, in the order of the screen, held until the end of the transaction."""

    async def save(self, record: Record) -> None:
        """Raises StaleVersion."""

    async def grown_up(self, born_until: date, most: int) -> Sequence[Record]:
        """Some of the open ones about children born until that day, fiches sanitaires too; held, skipping held ones."""

    async def forget(self, record: Record) -> None: ...

    async def forget_family(self, family_id: FamilyId) -> None:
        """All of its records."""


class Submissions(Protocol):
    async def add(self, submission: Submission) -> None: ...

    async def get(self, submission_id: SubmissionId) -> Submission:
        """Held until the end of the transaction. Raises NotFound."""

    async def open_with(self, document_id: DocumentId) -> Sequence[Submission]:
        """The open ones that hold this file; held until the end of the transaction."""

    async def save(self, submission: Submission) -> None:
        """Raises StaleVersion."""

    async def hold_family(self, family_id: FamilyId) -> None:
        """All of its submissions, held until the end of the transaction: no agent decides meanwhile."""

    async def forget_family(self, family_id: FamilyId) -> None:
        """All of its submissions, their items and decisions."""


class LinkCodes(Protocol):
    async def replace(self, code: LinkCode) -> None:
        """It ends the child's former one."""

    async def take(self, digest: bytes) -> LinkCode | None:
        """A valid one, by PostgreSQL's clock, held until the end of the transaction."""

    async def use(self, code: LinkCode, family_id: FamilyId) -> None: ...

    async def forget_child(self, child_id: ChildId) -> None: ...


class Throttle(Protocol):
    async def take(self, limits: Sequence[Limit]) -> int:
        """Count an attempt. Returns how many seconds to wait; 0 when it may go on."""


class TownData(Protocol):
    """What the commune's data says, as it was last loaded."""

    async def streets(self, street_ids: Collection[StreetId]) -> dict[StreetId, Street]:
        """Those of the register among these ids."""

    async def streets_named(self, names: Collection[str]) -> dict[StreetId, Street]:
        """Those of the register that bear one of these names, written as `matching_name` gives them."""

    async def catalogue(self) -> Catalogue: ...

    async def diseases(self) -> Sequence[Disease]:
        """The town's table of vaccinations, in the order of the screen."""

    async def reason(self, code: str) -> RefusalReason | None: ...


class UnitOfWork(Protocol):
    """One transaction: state, events and audit rows commit together or not at all."""

    @property
    def drafts(self) -> Drafts: ...

    @property
    def families(self) -> Families: ...

    @property
    def children(self) -> Children: ...

    @property
    def records(self) -> Records: ...

    @property
    def submissions(self) -> Submissions: ...

    @property
    def link_codes(self) -> LinkCodes: ...

    @property
    def town_data(self) -> TownData: ...

    def note(
        self,
        actor: str,
        action: str,
        target: str,
        *,
        reason: str | None = None,
        family: FamilyId | None = None,
        **details: Detail,
    ) -> None:
        """Write an audit row at commit; `details` are codes and ids. `family`: whose history tells it."""

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self, error: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    async def commit(self) -> None: ...
