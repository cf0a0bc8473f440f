"""The certificat d'inscription: the maire's act that names a child's school. What it says never changes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from libs.domain.aggregate import Aggregate
from libs.domain.errors import Conflict
from services.schooling.domain.certificate_events import CertificateIssued, CertificateRevoked
from services.schooling.domain.statement import Signature, Statement


class CertificateState(StrEnum):
    VALID = "valid"
    REPLACED = "replaced"
    REVOKED = "revoked"


class CertificateNotValid(Conflict):
    """It was replaced or revoked already."""

    code = "certificate-not-valid"


@dataclass(frozen=True)
class Revocation:
    """The certificate holds no more. `reason` is for the town and the family; the public page does not tell it."""

    at: datetime
    by: UUID
    reason: str


@dataclass
class Certificate(Aggregate):
    """The aggregate.

    Attributes:
        newcomer: in no school of the commune the year before: brings a certificat de radiation.
        meets_head: the family makes an appointment with the head of school.
        issued_by: `staff:<id>`, or `family:<id>` who accepted the school that the town proposed.
        replaces, replaced_by: numbers.
    """

    statement: Statement
    child_id: UUID
    newcomer: bool
    meets_head: bool
    signature: Signature
    issued_at: datetime
    issued_by: str
    replaces: str | None = None
    replaced_by: str | None = None
    revocation: Revocation | None = None

    @property
    def number(self) -> str:
        return self.statement.number

    @property
    def state(self) -> CertificateState:
        if self.revocation is not None:
            return CertificateState.REVOKED
        return CertificateState.VALID if self.replaced_by is None else CertificateState.REPLACED

    @classmethod
    def issue(
        cls,
        statement: Statement,
        signature: Signature,
        child_id: UUID,
        *,
        newcomer: bool,
        meets_head: bool,
        at: datetime,
        by: str,
        homes: tuple[UUID, ...],
        replaces: str | None = None,
    ) -> Self:
        """A new one. `homes`: the families that may read it, and are told."""
        issued = cls(statement, child_id, newcomer, meets_head, signature, at, by, replaces)
        issued.record(
            CertificateIssued(
                statement,
                signature,
                child_id,
                homes,
                newcomer=newcomer,
                meets_head=meets_head,
                replaces=replaces,
                at=at,
            )
        )
        return issued

    def replace(self, number: str) -> None:
        """Another one stands in its place. Raises CertificateNotValid."""
        self._require_valid()
        self.replaced_by = number

    def revoke(self, revocation: Revocation, homes: tuple[UUID, ...]) -> None:
        """Raises CertificateNotValid."""
        self._require_valid()
        self.revocation = revocation
        self.record(CertificateRevoked(self.number, self.child_id, homes, self.statement.school_year, revocation.at))

    def _require_valid(self) -> None:
        if self.state is not CertificateState.VALID:
            raise CertificateNotValid
