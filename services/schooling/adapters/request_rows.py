"""A pre-registration as its row holds it."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping

from services.schooling.adapters.address_rows import address_json, address_of
from services.schooling.domain.decisions import Advice, Choice, Decision, DeterminedSchool, Opinion, SettledLevel
from services.schooling.domain.derogation import CommissionSession, Derogation, DerogationReason
from services.schooling.domain.level import Level
from services.schooling.domain.offer import Offer, SectorShown
from services.schooling.domain.papers import Document
from services.schooling.domain.placement import Placement, Waiting
from services.schooling.domain.pre_registration import PreRegistration
from services.schooling.domain.reassignment import Proposal, ProposalOutcome
from services.schooling.domain.receipt import Silence
from services.schooling.domain.request_kind import RequestKind
from services.schooling.domain.said import Said


def request_of(row: RowMapping | dict[str, Any], files: Sequence[Document]) -> PreRegistration:
    """From the columns of `pre_registrations`; `files` in their order."""
    derogation = row["derogation"]
    proposal = row["proposal"]
    return PreRegistration(
        id=row["id"],
        number=row["number"],
        family_id=row["family_id"],
        child_id=row["child_id"],
        kind=RequestKind(row["kind"]),
        offer=_offer(row["offer"]),
        submitted_at=row["submitted_at"],
        silence=Silence(row["silence_accepts"], row["silence_on"], row["silence_basis"]),
        said=Said(row["level_objection"], row["former_school"]),
        documents=tuple(files),
        derogation=_derogation(derogation, row["wanted_school"]) if derogation else None,
        opened_at=row["opened_at"],
        opened_by=row["opened_by"],
        withdrawn_at=row["withdrawn_at"],
        settled_level=_settled(row["settled_level"]),
        determined_school=_determined(row["determined_school"]),
        decision=decision_of(row["decision"]),
        concluded_at=row["concluded_at"],
        concluded_by=row["concluded_by"],
        placement=Placement(row["placed_at"], Level(row["placed_level"])) if row["placed_at"] else None,
        waiting=Waiting(row["waiting_for"], row["waiting_since"]) if row["waiting_for"] else None,
        proposal=_proposal(proposal, row["proposal_remind_at"]) if proposal else None,
        address_changed_at=row["address_changed_at"],
        version=row["version"],
    )


def row_of(request: PreRegistration) -> dict[str, Any]:
    """Every column but the version."""
    placement, waiting, proposal, derogation = (
        request.placement,
        request.waiting,
        request.proposal,
        request.derogation,
    )
    return {
        "id": request.id,
        "number": request.number,
        "family_id": request.family_id,
        "child_id": request.child_id,
        "school_year": request.school_year,
        "kind": request.kind.value,
        "state": request.state.value,
        "level": request.level.value,
        "school": placement.uai if placement else request.school,
        "wanted_school": derogation.wanted_uai if derogation else None,
        "submitted_at": request.submitted_at,
        "silence_accepts": request.silence.accepted,
        "silence_on": request.silence.on,
        "silence_basis": request.silence.legal_basis,
        "offer": _offer_json(request.offer),
        "level_objection": request.said.level_objection,
        "former_school": request.said.former_school,
        "derogation": _derogation_json(derogation) if derogation else None,
        "opened_at": request.opened_at,
        "opened_by": request.opened_by,
        "withdrawn_at": request.withdrawn_at,
        "settled_level": _plain(request.settled_level),
        "determined_school": _plain(request.determined_school),
        "decision": _plain(request.decision),
        "concluded_at": request.concluded_at,
        "concluded_by": request.concluded_by,
        "placed_at": placement.uai if placement else None,
        "placed_level": placement.level.value if placement else None,
        "waiting_for": waiting.uai if waiting else None,
        "waiting_since": waiting.since if waiting else None,
        "proposal": _proposal_json(proposal) if proposal else None,
        "proposal_until": proposal.until if proposal and proposal.pending else None,
        "proposal_remind_at": proposal.remind_at if proposal else None,
        "address_changed_at": request.address_changed_at,
    }


def decision_of(found: dict[str, Any] | None) -> Decision | None:
    """From its JSON."""
    if found is None:
        return None
    return Decision(
        **{**found, "choice": Choice(found["choice"]), "by": UUID(found["by"]), "at": _instant(found["at"])}
    )


def _offer_json(offer: Offer) -> dict[str, Any]:
    return {**asdict(offer), "level": offer.level.value, "address": address_json(offer.address)}


def _offer(found: dict[str, Any]) -> Offer:
    return Offer(
        **{
            **found,
            "level": Level(found["level"]),
            "address": address_of(found["address"]),
            "sector": SectorShown(**found["sector"]),
        }
    )


def _derogation_json(derogation: Derogation) -> dict[str, Any]:
    return {
        "reasons": [asdict(reason) for reason in derogation.reasons],
        "comment": derogation.comment,
        "commission": _plain(derogation.commission),
        "advice": _plain(derogation.advice),
        "decision": _plain(derogation.decision),
    }


def _derogation(found: dict[str, Any], wanted: str) -> Derogation:
    session, advice = found["commission"], found["advice"]
    return Derogation(
        wanted_uai=wanted,
        reasons=tuple(DerogationReason(**reason) for reason in found["reasons"]),
        comment=found["comment"],
        commission=CommissionSession(**{**session, "on": date.fromisoformat(session["on"])}) if session else None,
        advice=_advice(advice) if advice else None,
        decision=decision_of(found["decision"]),
    )


def _advice(found: dict[str, Any]) -> Advice:
    return Advice(
        Opinion(found["opinion"]),
        date.fromisoformat(found["held_on"]),
        found["comment"],
        UUID(found["by"]),
        _instant(found["at"]),
    )


def _settled(found: dict[str, Any] | None) -> SettledLevel | None:
    if found is None:
        return None
    return SettledLevel(Level(found["level"]), found["reason"], UUID(found["by"]), _instant(found["at"]))


def _determined(found: dict[str, Any] | None) -> DeterminedSchool | None:
    if found is None:
        return None
    return DeterminedSchool(found["uai"], found["reason"], UUID(found["by"]), _instant(found["at"]))


def _proposal_json(proposal: Proposal) -> dict[str, Any]:
    """All but when to remind of it, which is looked for by its column."""
    return {name: found for name, found in (_plain(proposal) or {}).items() if name != "remind_at"}


def _proposal(found: dict[str, Any], remind_at: datetime | None) -> Proposal:
    return Proposal(
        uai=found["uai"],
        comment=found["comment"],
        by=UUID(found["by"]),
        at=_instant(found["at"]),
        until=_instant(found["until"]),
        remind_at=remind_at,
        outcome=ProposalOutcome(found["outcome"]) if found["outcome"] else None,
        closed_at=_instant(found["closed_at"]) if found["closed_at"] else None,
    )


def _plain(value: Any) -> dict[str, Any] | None:
    """A dataclass of scalars, as JSON keeps it."""
    if value is None:
        return None
    return {
        name: found.isoformat() if isinstance(found, date) else str(found) if isinstance(found, UUID) else found
        for name, found in asdict(value).items()
    }


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
