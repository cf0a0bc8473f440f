"""Schooling tells what became of a request for a school: its family reads it in the portal."""

from datetime import datetime
from typing import Any
from uuid import UUID

from libs.contracts.envelope import Envelope
from libs.contracts.schooling.v1 import (
    DerogationDecided,
    DerogationSubmitted,
    EnrolmentChanged,
    PreRegistrationDecided,
    PreRegistrationSubmitted,
    PreRegistrationWithdrawn,
    ReassignmentClosed,
    ReassignmentExpiring,
    ReassignmentProposed,
    Refusal,
    School,
    Silence,
)
from services.notifications.application.ports import Unit
from services.notifications.application.remind_of_proposal import (
    RemindOfProposal,
    remind_no_more,
    remind_of_proposal,
)
from services.notifications.application.tell_family import Voice
from services.notifications.application.tell_of_schooling import SchoolNews, tell_of_schooling
from services.notifications.domain.message import MessageKind

_OfRequest = (
    PreRegistrationSubmitted
    | PreRegistrationWithdrawn
    | PreRegistrationDecided
    | DerogationSubmitted
    | DerogationDecided
    | ReassignmentProposed
    | ReassignmentExpiring
    | ReassignmentClosed
)


class OnSchoolingFacts:
    """One handler an event; those of a dérogation tell what its request would tell, too."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice

    async def submitted(self, event: PreRegistrationSubmitted, _envelope: Envelope, uow: Unit) -> None:
        if event.kind == "sector":
            words = {"level": event.level, "school": _name(event.sector_school), **_silence(event.silence)}
            await self._tell(MessageKind.SCHOOL_RECEIVED, event, event.submitted_at, words, uow)

    async def derogation_submitted(self, event: DerogationSubmitted, _envelope: Envelope, uow: Unit) -> None:
        words = {
            "school": event.wanted_school.name,
            "commission": event.commission_on and event.commission_on.strftime("%d/%m/%Y"),
            **_silence(event.silence),
        }
        await self._tell(MessageKind.DEROGATION_RECEIVED, event, event.submitted_at, words, uow)

    async def withdrawn(self, event: PreRegistrationWithdrawn, _envelope: Envelope, uow: Unit) -> None:
        await self._tell(MessageKind.SCHOOL_WITHDRAWN, event, event.withdrawn_at, {}, uow)

    async def decided(self, event: PreRegistrationDecided, _envelope: Envelope, uow: Unit) -> None:
        if event.kind == "sector":
            words = {
                "school": _name(event.school),
                "level": event.level,
                "appointment": event.appointment,
                **_refusal(event.refusal),
            }
            await self._tell(MessageKind.SCHOOL_DECIDED, event, event.decided_at, words, uow)

    async def derogation_decided(self, event: DerogationDecided, _envelope: Envelope, uow: Unit) -> None:
        words = {
            "accepted": event.accepted,
            "wanted_school": event.wanted_school.name,
            "school": _name(event.school),
            "level": event.level,
            "appointment": event.appointment,
            **_refusal(event.refusal),
        }
        await self._tell(MessageKind.DEROGATION_DECIDED, event, event.decided_at, words, uow)

    async def proposed(self, event: ReassignmentProposed, _envelope: Envelope, uow: Unit) -> None:
        words = {"school": event.school.name, "level": event.level, "comment": event.comment, "until": event.until}
        occasion = event.proposed_at.isoformat()
        await self._tell(MessageKind.SCHOOL_PROPOSED, event, event.proposed_at, words, uow, occasion)

    async def proposal_expiring(self, event: ReassignmentExpiring, _envelope: Envelope, uow: Unit) -> None:
        """A mail of its own, with the day; the message waits in the portal and needs no other notice."""
        await remind_of_proposal(RemindOfProposal(event.pre_registration_id, event.family_id, event.until), uow)
        words = {"school": event.school.name, "level": event.level, "until": event.until}
        occasion = event.proposed_at.isoformat()
        await self._tell(MessageKind.PROPOSAL_EXPIRING, event, event.proposed_at, words, uow, occasion)

    async def proposal_closed(self, event: ReassignmentClosed, _envelope: Envelope, uow: Unit) -> None:
        """Who answered knows; who did not, and whom the town took its proposal back from, is told."""
        await remind_no_more(event.pre_registration_id, uow)
        if event.outcome in ("lapsed", "taken-back"):
            words = {"school": event.school.name, "outcome": event.outcome}
            occasion = event.closed_at.isoformat()
            await self._tell(MessageKind.PROPOSAL_CLOSED, event, event.closed_at, words, uow, occasion)

    async def enrolment_changed(self, event: EnrolmentChanged, _envelope: Envelope, uow: Unit) -> None:
        """A radiation; the other steps follow what the family was told already."""
        if event.status != "radie" or event.family_id is None or event.pre_registration_id is None:
            return
        words = {"school": event.school.name, "reason": event.reason}
        news = self._news(MessageKind.STRUCK_OFF, event, event.family_id, event.pre_registration_id, event.since, words)
        await tell_of_schooling(news, uow, self._voice)

    async def _tell(
        self,
        kind: MessageKind,
        event: _OfRequest,
        at: datetime,
        words: dict[str, Any],
        uow: Unit,
        occasion: str = "",
    ) -> None:
        about = {"number": event.number, **words}
        news = self._news(kind, event, event.family_id, event.pre_registration_id, at, about, occasion)
        await tell_of_schooling(news, uow, self._voice)

    @staticmethod
    def _news(
        kind: MessageKind,
        event: _OfRequest | EnrolmentChanged,
        family_id: UUID,
        request_id: UUID,
        at: datetime,
        words: dict[str, Any],
        occasion: str = "",
    ) -> SchoolNews:
        return SchoolNews(family_id, request_id, kind, event.child_first_name, event.school_year, at, words, occasion)


def _name(school: School | None) -> str | None:
    return school.name if school else None


def _silence(silence: Silence) -> dict[str, str]:
    means = "acceptée" if silence.means == "accepted" else "refusée"
    return {"silence": means, "silence_on": silence.on.strftime("%d/%m/%Y"), "silence_basis": silence.legal_basis}


def _refusal(refusal: Refusal | None) -> dict[str, str | None]:
    return {
        "refused_for": refusal.reason if refusal else None,
        "legal_basis": refusal.legal_basis if refusal else None,
        "comment": refusal.comment if refusal else None,
    }
