"""Where a child goes to school in a school year: état inscription, once the town or the head decided it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from libs.domain.aggregate import Aggregate
from libs.domain.errors import Conflict
from services.schooling.domain.errors import StillInDisagreement
from services.schooling.domain.events import EnrolmentChanged
from services.schooling.domain.level import Level


class EnrolmentStatus(StrEnum):
    """What is shown of a child and a school year.

    Attributes:
        NONE: nothing was asked for.
        PRE_REGISTERED: a request waits; also what the other home learns of any request.
        DEROGATION: the family's request asks for another school.
        ENROLLED: by the maire's certificate.
        ADMITTED: by the head of school.
        STRUCK_OFF: the child left the school.
    """

    NONE = "non-inscrit"
    PRE_REGISTERED = "preinscrit"
    DEROGATION = "derogation-en-cours"
    ENROLLED = "inscrit"
    ADMITTED = "admis"
    STRUCK_OFF = "radie"


STATUS_WORDS = {
    EnrolmentStatus.NONE: "Non inscrit",
    EnrolmentStatus.PRE_REGISTERED: "Préinscrit",
    EnrolmentStatus.DEROGATION: "Dérogation en cours",
    EnrolmentStatus.ENROLLED: "Inscrit",
    EnrolmentStatus.ADMITTED: "Admis",
    EnrolmentStatus.STRUCK_OFF: "Radié",
}


class EnrolmentUnmoved(Conflict):
    """The enrolment cannot take that step from where it is."""

    code = "enrolment-unmoved"


@dataclass
class Enrolment(Aggregate):
    """One child, one school year.

    Attributes:
        family_id: the home that asked; None for one that the town brought.
        pre_registration_id: the request that it came from, if any.
        since: when it took its present status.
        provisional: made while the child's homes disagreed, until an agent confirms it.
    """

    child_id: UUID
    school_year: int
    uai: str
    level: Level
    status: EnrolmentStatus
    since: datetime
    family_id: UUID | None = None
    pre_registration_id: UUID | None = None
    provisional: bool = False

    @property
    def holds_a_place(self) -> bool:
        return self.status is not EnrolmentStatus.STRUCK_OFF

    def announce(self, reason: str | None = None) -> None:
        """Tell the others the whole enrolment."""
        self.record(
            EnrolmentChanged(
                self.child_id,
                self.school_year,
                self.family_id,
                self.pre_registration_id,
                self.uai,
                self.level,
                self.status.value,
                reason,
                self.since,
                self.provisional,
            )
        )

    def admit(self, at: datetime) -> None:
        """The head of school admits the child. Raises EnrolmentUnmoved."""
        if self.status is not EnrolmentStatus.ENROLLED:
            raise EnrolmentUnmoved
        self._become(EnrolmentStatus.ADMITTED, at, None)

    def confirm(self, *, disagreement: bool) -> None:
        """It is provisional no more. Raises EnrolmentUnmoved, StillInDisagreement."""
        if not self.provisional or self.status is EnrolmentStatus.STRUCK_OFF:
            raise EnrolmentUnmoved
        if disagreement:
            raise StillInDisagreement
        self.provisional = False
        self.announce()

    def strike_off(self, reason: str, at: datetime) -> None:
        """The child leaves the school. Raises EnrolmentUnmoved."""
        if self.status is EnrolmentStatus.STRUCK_OFF:
            raise EnrolmentUnmoved
        self._become(EnrolmentStatus.STRUCK_OFF, at, reason)

    def _become(self, status: EnrolmentStatus, at: datetime, reason: str | None) -> None:
        self.status, self.since = status, at
        self.announce(reason)
