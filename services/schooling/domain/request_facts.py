"""What a request tells the others of itself: the facts, each made from the request as it stands."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict
from uuid import UUID

from libs.domain.aggregate import DomainEvent
from services.schooling.domain.events import (
    DerogationDecided,
    DerogationSubmitted,
    DocumentsAdded,
    PreRegistrationDecided,
    PreRegistrationSubmitted,
    PreRegistrationWithdrawn,
    ReassignmentClosed,
    ReassignmentExpiring,
    ReassignmentProposed,
)
from services.schooling.domain.papers import Document
from services.schooling.domain.reassignment import Proposal, ProposalOutcome

if TYPE_CHECKING:
    from services.schooling.domain.pre_registration import PreRegistration


class _About(TypedDict):
    pre_registration_id: UUID
    family_id: UUID
    child_id: UUID
    school_year: int
    number: str


def submitted(request: "PreRegistration") -> Iterator[DomainEvent]:
    """The request, and the dérogation that it carries."""
    yield PreRegistrationSubmitted(
        **_about(request),
        kind=request.kind.value,
        level=request.offer.level,
        sector_uai=request.offer.sector.uai,
        document_ids=request.document_ids,
        silence=request.silence,
        submitted_at=request.submitted_at,
    )
    if request.derogation:
        session = request.derogation.commission
        yield DerogationSubmitted(
            **_about(request),
            wanted_uai=request.derogation.wanted_uai,
            commission_on=session.on if session else None,
            silence=request.silence,
            submitted_at=request.submitted_at,
        )


def withdrawn(request: "PreRegistration", at: datetime) -> DomainEvent:
    return PreRegistrationWithdrawn(**_about(request), document_ids=request.document_ids, withdrawn_at=at)


def documents_added(request: "PreRegistration", added: Iterable[Document], at: datetime) -> DomainEvent:
    ids = tuple(document.id for document in added)
    return DocumentsAdded(**_about(request), document_ids=ids, added_at=at)


def proposed(request: "PreRegistration", proposal: Proposal) -> DomainEvent:
    return ReassignmentProposed(
        **_about(request),
        uai=proposal.uai,
        level=request.level,
        comment=proposal.comment,
        proposed_at=proposal.at,
        until=proposal.until,
    )


def proposal_expiring(request: "PreRegistration", proposal: Proposal) -> DomainEvent:
    return ReassignmentExpiring(
        **_about(request), uai=proposal.uai, level=request.level, proposed_at=proposal.at, until=proposal.until
    )


def proposal_closed(request: "PreRegistration", proposal: Proposal, at: datetime) -> DomainEvent:
    outcome = proposal.outcome or ProposalOutcome.LAPSED
    return ReassignmentClosed(**_about(request), uai=proposal.uai, outcome=outcome.value, closed_at=at)


def decided(request: "PreRegistration", at: datetime) -> Iterator[DomainEvent]:
    """On the request, and on the other school where that was decided on."""
    placement = request.placement
    uai, level = (placement.uai, placement.level) if placement else (None, None)
    refused = None if placement else request.refusal
    yield PreRegistrationDecided(
        **_about(request),
        kind=request.kind.value,
        uai=uai,
        level=level,
        newcomer=request.newcomer,
        refused_for=refused.label if refused else None,
        legal_basis=refused.legal_basis if refused else None,
        comment=refused.comment if refused else None,
        decided_at=at,
    )
    if request.derogation and (decision := request.derogation.decision):
        yield DerogationDecided(
            **_about(request),
            accepted=decision.accepted and uai == request.derogation.wanted_uai,
            wanted_uai=request.derogation.wanted_uai,
            uai=uai,
            level=level,
            newcomer=request.newcomer,
            refused_for=decision.label,
            legal_basis=decision.legal_basis,
            comment=decision.comment,
            decided_at=at,
        )


def _about(request: "PreRegistration") -> _About:
    return {
        "pre_registration_id": request.id,
        "family_id": request.family_id,
        "child_id": request.child_id,
        "school_year": request.school_year,
        "number": request.number,
    }
