"""What happened in schooling, in the past tense."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from libs.domain.aggregate import DomainEvent
from services.schooling.domain.level import Level
from services.schooling.domain.receipt import Silence


@dataclass(frozen=True)
class PreRegistrationSubmitted(DomainEvent):
    """`kind`: `sector`, `derogation`, `outside`; `document_ids`: files that must stay from now on."""

    pre_registration_id: UUID
    family_id: UUID
    child_id: UUID
    school_year: int
    kind: str
    number: str
    level: Level
    sector_uai: str | None
    document_ids: tuple[UUID, ...]
    silence: Silence
    submitted_at: datetime


@dataclass(frozen=True)
class DocumentsAdded(DomainEvent):
    """Files followed an open request: they must stay from now on."""

    pre_registration_id: UUID
    family_id: UUID
    child_id: UUID
    school_year: int
    number: str
    document_ids: tuple[UUID, ...]
    added_at: datetime


@dataclass(frozen=True)
class PreRegistrationWithdrawn(DomainEvent):
    pre_registration_id: UUID
    family_id: UUID
    child_id: UUID
    school_year: int
    number: str
    document_ids: tuple[UUID, ...]
    withdrawn_at: datetime


@dataclass(frozen=True)
class PreRegistrationDecided(DomainEvent):
    """The decision is final. `uai` and `level`: where the child is enrolled; None when the request was refused."""

    pre_registration_id: UUID
    family_id: UUID
    child_id: UUID
    school_year: int
    kind: str
    number: str
    uai: str | None
    level: Level | None
    newcomer: bool
    refused_for: str | None
    legal_basis: str | None
    comment: str | None
    decided_at: datetime


@dataclass(frozen=True)
class DerogationSubmitted(DomainEvent):
    """Beside the request that carries it. `commission_on`: the session that will look at it; None: not set yet."""

    pre_registration_id: UUID
    family_id: UUID
    child_id: UUID
    school_year: int
    number: str
    wanted_uai: str
    commission_on: date | None
    silence: Silence
    submitted_at: datetime


@dataclass(frozen=True)
class DerogationDecided(DomainEvent):
    """`uai`: where the child is enrolled in the end, the wanted school or the sector's, which stands; None: refused."""

    pre_registration_id: UUID
    family_id: UUID
    child_id: UUID
    school_year: int
    number: str
    accepted: bool
    wanted_uai: str
    uai: str | None
    level: Level | None
    newcomer: bool
    refused_for: str | None
    legal_basis: str | None
    comment: str | None
    decided_at: datetime


@dataclass(frozen=True)
class ReassignmentProposed(DomainEvent):
    """The sector school is full: the family may accept this one until `until`."""

    pre_registration_id: UUID
    family_id: UUID
    child_id: UUID
    school_year: int
    number: str
    uai: str
    level: Level
    comment: str | None
    proposed_at: datetime
    until: datetime


@dataclass(frozen=True)
class ReassignmentExpiring(DomainEvent):
    """Nobody has answered yet, and `until` comes near."""

    pre_registration_id: UUID
    family_id: UUID
    child_id: UUID
    school_year: int
    number: str
    uai: str
    level: Level
    proposed_at: datetime
    until: datetime


@dataclass(frozen=True)
class ReassignmentClosed(DomainEvent):
    """`outcome`: `accepted`, `refused`, `lapsed`, `taken-back`."""

    pre_registration_id: UUID
    family_id: UUID
    child_id: UUID
    school_year: int
    number: str
    uai: str
    outcome: str
    closed_at: datetime


@dataclass(frozen=True)
class EnrolmentChanged(DomainEvent):
    """The whole enrolment of a child in a school year; `reason` of a radiation."""

    child_id: UUID
    school_year: int
    family_id: UUID | None
    pre_registration_id: UUID | None
    uai: str
    level: Level
    status: str
    reason: str | None
    since: datetime
    provisional: bool
