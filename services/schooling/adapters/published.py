"""Which facts leave schooling, and in which shape."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

from libs.contracts.event import Event
from libs.contracts.schooling import v1
from libs.domain.aggregate import DomainEvent
from services.schooling.adapters.published_admission import published_admission
from services.schooling.domain import events
from services.schooling.domain.receipt import Silence


@dataclass
class Publisher:
    """Gives facts their published form, with the names of schools by UAI and of children by id."""

    schools: Mapping[str, str] = field(default_factory=dict)
    children: Mapping[UUID, str] = field(default_factory=dict)

    def published(self, fact: DomainEvent) -> Event | None:
        match fact:
            case events.PreRegistrationSubmitted():
                return self._submitted(fact)
            case events.PreRegistrationWithdrawn():
                return self._withdrawn(fact)
        return published_admission(fact)

    def _submitted(self, fact: events.PreRegistrationSubmitted) -> Event:
        return v1.PreRegistrationSubmitted(
            **self._about(fact),
            kind=cast(Any, fact.kind),
            level=fact.level.value,
            sector_school=self._school(fact.sector_uai),
            document_ids=list(fact.document_ids),
            silence=_silence(fact.silence),
            submitted_at=fact.submitted_at,
        )

    def _withdrawn(self, fact: events.PreRegistrationWithdrawn) -> Event:
        return v1.PreRegistrationWithdrawn(
            **self._about(fact), document_ids=list(fact.document_ids), withdrawn_at=fact.withdrawn_at
        )

    def _about(self, fact: Any) -> dict[str, Any]:
        """The members that every fact of a request has."""
        return {
            "pre_registration_id": fact.pre_registration_id,
            "family_id": fact.family_id,
            "child_id": fact.child_id,
            "child_first_name": self.children.get(fact.child_id, ""),
            "school_year": fact.school_year,
            "number": fact.number,
        }

    def _school(self, uai: str | None) -> v1.School | None:
        return self._known(uai) if uai else None

    def _known(self, uai: str) -> v1.School:
        return v1.School(uai=uai, name=self.schools.get(uai, uai))


def _silence(silence: Silence) -> v1.Silence:
    means = "accepted" if silence.accepted else "refused"
    return v1.Silence(means=cast(Any, means), on=silence.on, legal_basis=silence.legal_basis)
