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
from services.schooling.domain.level import Level
from services.schooling.domain.next_steps import next_step
from services.schooling.domain.receipt import Silence


@dataclass
class Publisher:
    """Gives facts their published form, with the names of schools by UAI and of children by id."""

    schools: Mapping[str, str] = field(default_factory=dict)
    children: Mapping[UUID, str] = field(default_factory=dict)

    def published(self, fact: DomainEvent) -> Event | None:
        """Every fact of schooling leaves it."""
        match fact:
            case events.PreRegistrationSubmitted():
                return self._submitted(fact)
            case events.PreRegistrationWithdrawn():
                return self._withdrawn(fact)
            case events.PreRegistrationDecided():
                return self._decided(fact)
            case events.DerogationSubmitted():
                return self._derogation_submitted(fact)
            case events.DerogationDecided():
                return self._derogation_decided(fact)
        return self._after(fact)

    def _after(self, fact: DomainEvent) -> Event | None:
        match fact:
            case events.DocumentsAdded():
                return v1.DocumentsAdded(
                    **self._about(fact), document_ids=list(fact.document_ids), added_at=fact.added_at
                )
            case events.EnrolmentChanged():
                return self._enrolment(fact)
            case events.ReassignmentProposed():
                return v1.ReassignmentProposed(
                    **self._about(fact),
                    school=self._known(fact.uai),
                    level=fact.level.value,
                    comment=fact.comment,
                    proposed_at=fact.proposed_at,
                    until=fact.until,
                )
            case events.ReassignmentExpiring():
                return v1.ReassignmentExpiring(
                    **self._about(fact),
                    school=self._known(fact.uai),
                    level=fact.level.value,
                    proposed_at=fact.proposed_at,
                    until=fact.until,
                )
            case events.ReassignmentClosed():
                return v1.ReassignmentClosed(
                    **self._about(fact),
                    school=self._known(fact.uai),
                    outcome=cast(Any, fact.outcome),
                    closed_at=fact.closed_at,
                )
        return published_admission(fact, self.children)

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

    def _decided(self, fact: events.PreRegistrationDecided) -> Event:
        return v1.PreRegistrationDecided(
            **self._about(fact),
            kind=cast(Any, fact.kind),
            school=self._school(fact.uai),
            level=fact.level.value if fact.level else None,
            appointment=_appointment(fact.level, newcomer=fact.newcomer),
            refusal=_refusal(fact),
            decided_at=fact.decided_at,
        )

    def _derogation_submitted(self, fact: events.DerogationSubmitted) -> Event:
        return v1.DerogationSubmitted(
            **self._about(fact),
            wanted_school=self._known(fact.wanted_uai),
            commission_on=fact.commission_on,
            silence=_silence(fact.silence),
            submitted_at=fact.submitted_at,
        )

    def _derogation_decided(self, fact: events.DerogationDecided) -> Event:
        return v1.DerogationDecided(
            **self._about(fact),
            accepted=fact.accepted,
            wanted_school=self._known(fact.wanted_uai),
            school=self._school(fact.uai),
            level=fact.level.value if fact.level else None,
            appointment=_appointment(fact.level, newcomer=fact.newcomer),
            refusal=_refusal(fact),
            decided_at=fact.decided_at,
        )

    def _enrolment(self, fact: events.EnrolmentChanged) -> Event:
        return v1.EnrolmentChanged(
            child_id=fact.child_id,
            child_first_name=self.children.get(fact.child_id, ""),
            family_id=fact.family_id,
            pre_registration_id=fact.pre_registration_id,
            school_year=fact.school_year,
            school=self._known(fact.uai),
            level=fact.level.value,
            status=cast(Any, fact.status),
            reason=fact.reason,
            since=fact.since,
            provisional=fact.provisional,
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


def _appointment(level: Level | None, *, newcomer: bool) -> bool:
    return level is not None and next_step(level, newcomer=newcomer).appointment


def _refusal(fact: events.PreRegistrationDecided | events.DerogationDecided) -> v1.Refusal | None:
    if fact.refused_for is None:
        return None
    return v1.Refusal(reason=fact.refused_for, legal_basis=fact.legal_basis or "", comment=fact.comment)


def _silence(silence: Silence) -> v1.Silence:
    means = "accepted" if silence.accepted else "refused"
    return v1.Silence(means=cast(Any, means), on=silence.on, legal_basis=silence.legal_basis)
