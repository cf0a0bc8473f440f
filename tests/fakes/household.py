"""Household without servers: a unit of work in memory, a town, and a manifest that nobody signed."""

from collections.abc import Collection, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from types import TracebackType
from typing import Self
from uuid import UUID

from libs.domain.aggregate import Aggregate, DomainEvent
from libs.domain.errors import NotFound, StaleVersion
from libs.domain.street_names import matching_name
from services.household.application.locality import Locality
from services.household.application.ports import (
    Children,
    Detail,
    Drafts,
    Families,
    LinkCodes,
    Records,
    Submissions,
    TownData,
)
from services.household.domain.child import Child
from services.household.domain.draft import Draft, Outcome
from services.household.domain.family import Family
from services.household.domain.ids import (
    ChildId,
    DocumentId,
    FamilyId,
    RecordKey,
    RecordKind,
    RegistrationId,
    StreetId,
    SubmissionId,
)
from services.household.domain.link_code import LinkCode
from services.household.domain.pieces import Catalogue, PieceRule, Slot
from services.household.domain.record import Record
from services.household.domain.refusal_reasons import INFECTED, RefusalReason
from services.household.domain.submission import Submission
from services.household.domain.town import Street, Town
from services.household.domain.vaccinations import Disease, Duty

NOW = datetime(2026, 9, 1, 8, tzinfo=UTC)
TOWN = Town("Saint-Étienne-du-Var", frozenset({"06999"}))
STREET = Street(StreetId(UUID(int=1)), "Rue des Écoles", "06999", "Saint-Étienne-du-Var")
CATALOGUE = Catalogue(
    (
        PieceRule(RecordKind.FAMILY, "domicile", "Justificatif de domicile", required=True),
        PieceRule(RecordKind.CHILD, "carnet", "Carnet de santé", required=True, health=True),
        PieceRule(RecordKind.CHILD, "pai", "PAI", required=False, health=True),
    )
)
DISEASES = (Disease("tetanos", "Tétanos", (Duty(11),)), Disease("rougeole", "Rougeole", (Duty(18, date(2018, 1, 1)),)))
ILLEGIBLE = RefusalReason("illisible", "Le document n'est pas lisible.", frozenset({"piece"}))
MISMATCH = RefusalReason("ne-correspond-pas", "Cela ne correspond pas.", frozenset({"field"}))
VIRUS = RefusalReason(INFECTED, "Un virus.", frozenset({"piece"}))


@dataclass
class FakeClock:
    moment: datetime = NOW

    def now(self) -> datetime:
        return self.moment


def locality() -> Locality:
    return Locality(TOWN, FakeClock())


@dataclass
class FakeManifests:
    """Whatever text comes stands for these slots."""

    slots: list[Slot] = field(default_factory=list)
    owners: list[str] = field(default_factory=list)

    def read(self, manifest: str, owner: str) -> Sequence[Slot]:
        self.owners.append(owner)
        return self.slots


@dataclass
class State:
    """What is committed."""

    drafts: dict[UUID, Draft] = field(default_factory=dict)
    families: dict[UUID, Family] = field(default_factory=dict)
    children: dict[UUID, Child] = field(default_factory=dict)
    records: dict[tuple[UUID, RecordKey], Record] = field(default_factory=dict)
    submissions: dict[UUID, Submission] = field(default_factory=dict)
    link_codes: dict[bytes, LinkCode] = field(default_factory=dict)
    codes: int = 10000


class FakeUnitOfWork:
    """Leaving the block without `commit` gives up everything, as the real one does."""

    def __init__(self) -> None:
        self.state = State()
        self.events: list[DomainEvent] = []
        self.notes: list[tuple[str, str, str]] = []
        self.idle: set[UUID] = set()
        self.working = deepcopy(self.state)
        self._noted: list[tuple[str, str, str]] = []
        self._seen: list[Aggregate] = []

    @property
    def drafts(self) -> Drafts:
        return _Drafts(self)

    @property
    def families(self) -> Families:
        return _Families(self)

    @property
    def children(self) -> Children:
        return _Children(self)

    @property
    def records(self) -> Records:
        return _Records(self)

    @property
    def submissions(self) -> Submissions:
        return _Submissions(self)

    @property
    def link_codes(self) -> LinkCodes:
        return _LinkCodes(self)

    @property
    def town_data(self) -> TownData:
        return FakeTownData()

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
        self._noted.append((actor, action, target))

    async def __aenter__(self) -> Self:
        self.working, self._noted, self._seen = deepcopy(self.state), [], []
        return self

    async def __aexit__(
        self, error: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    async def commit(self) -> None:
        self.events += [event for aggregate in self._seen for event in aggregate.collect_events()]
        self.notes += self._noted
        self.state = deepcopy(self.working)

    def seen(self, aggregate: Aggregate) -> None:
        if not any(known is aggregate for known in self._seen):
            self._seen.append(aggregate)

    def raise_version(self, aggregate: Aggregate, stored: Aggregate | None) -> None:
        if aggregate.version != (stored.version if stored else 0):
            raise StaleVersion
        aggregate.version += 1
        self.seen(aggregate)


class FakeTownData(TownData):
    async def streets(self, street_ids: Collection[StreetId]) -> dict[StreetId, Street]:
        return {STREET.id: STREET} if STREET.id in street_ids else {}

    async def streets_named(self, names: Collection[str]) -> dict[StreetId, Street]:
        return {STREET.id: STREET} if matching_name(STREET.name) in names else {}

    async def catalogue(self) -> Catalogue:
        return CATALOGUE

    async def diseases(self) -> Sequence[Disease]:
        return DISEASES

    async def reason(self, code: str) -> RefusalReason | None:
        return next((reason for reason in (ILLEGIBLE, MISMATCH, VIRUS) if reason.code == code), None)


class _Drafts(Drafts):
    def __init__(self, uow: FakeUnitOfWork) -> None:
        self._uow = uow

    async def get(self, registration_id: RegistrationId) -> Draft:
        if registration_id in self._uow.working.drafts:
            draft = deepcopy(self._uow.working.drafts[registration_id])
        else:
            known = (f for f in self._uow.working.families.values() if f.registration_id == registration_id)
            family = next(known, None)
            draft = Draft(
                registration_id,
                outcome=Outcome(family.id, family.code) if family else None,
                opened_by=family.registered_by if family else None,
            )
        self._uow.seen(draft)
        return draft

    async def save(self, draft: Draft) -> None:
        self._uow.raise_version(draft, self._uow.working.drafts.get(draft.id))
        self._uow.working.drafts[draft.id] = draft

    async def idle(self, most: int) -> Sequence[Draft]:
        found = [draft for key, draft in self._uow.working.drafts.items() if key in self._uow.idle][:most]
        for draft in found:
            self._uow.seen(draft)
        return found

    async def forget(self, draft: Draft) -> None:
        self._uow.working.drafts.pop(draft.id, None)

    async def forget_family(self, family_id: FamilyId) -> None:
        drafts = self._uow.working.drafts
        self._uow.working.drafts = {
            key: draft for key, draft in drafts.items() if not draft.outcome or draft.outcome.family_id != family_id
        }


class _Families(Families):
    def __init__(self, uow: FakeUnitOfWork) -> None:
        self._uow = uow

    async def next_code(self) -> str:
        self._uow.working.codes += 1
        return str(self._uow.working.codes)

    async def add(self, family: Family) -> None:
        self._uow.raise_version(family, None)
        self._uow.working.families[family.id] = family

    async def with_code(self, code: str) -> Family | None:
        return next((deepcopy(f) for f in self._uow.working.families.values() if f.code == code), None)

    async def get(self, family_id: FamilyId) -> Family:
        if family_id not in self._uow.working.families:
            raise NotFound
        return deepcopy(self._uow.working.families[family_id])

    async def hold(self, family_id: FamilyId) -> Family:
        return await self.get(family_id)

    async def forget(self, family: Family) -> None:
        self._uow.seen(family)
        del self._uow.working.families[family.id]

    async def save(self, family: Family) -> None:
        self._uow.raise_version(family, self._uow.working.families[family.id])
        self._uow.working.families[family.id] = family


class _Children(Children):
    def __init__(self, uow: FakeUnitOfWork) -> None:
        self._uow = uow

    async def add(self, child: Child) -> None:
        self._uow.raise_version(child, None)
        self._uow.working.children[child.id] = child

    async def get(self, child_id: ChildId) -> Child:
        if child_id not in self._uow.working.children:
            raise NotFound
        return deepcopy(self._uow.working.children[child_id])

    async def of_family(self, family_id: FamilyId) -> Sequence[Child]:
        return [deepcopy(child) for child in self._uow.working.children.values() if family_id in child.homes]

    async def forget(self, child: Child) -> None:
        del self._uow.working.children[child.id]

    async def save(self, child: Child) -> None:
        self._uow.raise_version(child, self._uow.working.children[child.id])
        self._uow.working.children[child.id] = child


class _Records(Records):
    def __init__(self, uow: FakeUnitOfWork) -> None:
        self._uow = uow

    async def add(self, record: Record) -> None:
        self._uow.raise_version(record, None)
        self._uow.working.records[record.family_id, record.key] = record

    async def get(self, family_id: FamilyId, key: RecordKey) -> Record:
        if (family_id, key) not in self._uow.working.records:
            raise NotFound
        return deepcopy(self._uow.working.records[family_id, key])

    async def of_family(self, family_id: FamilyId) -> Sequence[Record]:
        return [deepcopy(r) for (family, _key), r in self._uow.working.records.items() if family == family_id]

    async def grown_up(self, born_until: date, most: int) -> Sequence[Record]:
        day = born_until.isoformat()
        grown = (r for r in self._uow.working.records.values() if r.kind is RecordKind.CHILD and r.open)
        return [deepcopy(r) for r in grown if str(r.accepted.get("birth_date") or "9") <= day][:most]

    async def forget(self, record: Record) -> None:
        del self._uow.working.records[record.family_id, record.key]

    async def forget_family(self, family_id: FamilyId) -> None:
        records = self._uow.working.records
        self._uow.working.records = {key: record for key, record in records.items() if record.family_id != family_id}

    async def save(self, record: Record) -> None:
        self._uow.raise_version(record, self._uow.working.records[record.family_id, record.key])
        self._uow.working.records[record.family_id, record.key] = record


class _LinkCodes(LinkCodes):
    """None lapses."""

    def __init__(self, uow: FakeUnitOfWork) -> None:
        self._uow = uow

    async def replace(self, code: LinkCode) -> None:
        await self.forget_child(code.child_id)
        self._uow.working.link_codes[code.digest] = code

    async def take(self, digest: bytes) -> LinkCode | None:
        return self._uow.working.link_codes.get(digest)

    async def use(self, code: LinkCode, family_id: FamilyId) -> None:
        del self._uow.working.link_codes[code.digest]

    async def forget_child(self, child_id: ChildId) -> None:
        codes = self._uow.working.link_codes
        self._uow.working.link_codes = {key: code for key, code in codes.items() if code.child_id != child_id}


class _Submissions(Submissions):
    def __init__(self, uow: FakeUnitOfWork) -> None:
        self._uow = uow

    async def add(self, submission: Submission) -> None:
        self._uow.raise_version(submission, None)
        self._uow.working.submissions[submission.id] = submission

    async def get(self, submission_id: SubmissionId) -> Submission:
        if submission_id not in self._uow.working.submissions:
            raise NotFound
        return deepcopy(self._uow.working.submissions[submission_id])

    async def open_with(self, document_id: DocumentId) -> Sequence[Submission]:
        return [
            deepcopy(submission)
            for submission in self._uow.working.submissions.values()
            if submission.concluded_at is None
            and any(document_id in item.documents for item in submission.items.values())
        ]

    async def hold_family(self, family_id: FamilyId) -> None:
        """Nobody else works here."""

    async def forget_family(self, family_id: FamilyId) -> None:
        submissions = self._uow.working.submissions
        self._uow.working.submissions = {
            key: submission for key, submission in submissions.items() if submission.family_id != family_id
        }

    async def save(self, submission: Submission) -> None:
        self._uow.raise_version(submission, self._uow.working.submissions[submission.id])
        self._uow.working.submissions[submission.id] = submission
