"""What happens to certificates, in the past tense."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from libs.domain.aggregate import DomainEvent
from services.schooling.domain.statement import Signature, Statement


@dataclass(frozen=True)
class CertificateIssued(DomainEvent):
    """`homes`: the families of the child that day; `replaces`: the number of the one before."""

    statement: Statement
    signature: Signature
    child_id: UUID
    homes: tuple[UUID, ...]
    newcomer: bool
    meets_head: bool
    replaces: str | None
    at: datetime


@dataclass(frozen=True)
class CertificateRevoked(DomainEvent):
    """The reason stays inside."""

    number: str
    child_id: UUID
    homes: tuple[UUID, ...]
    school_year: int
    at: datetime
