"""The town certified a child's inscription, or a certificate holds no more: a mail and a message to each home."""

from libs.contracts.envelope import Envelope
from libs.contracts.schooling.v1 import CertificateIssued, CertificateRevoked
from services.notifications.application.announce_certificate import (
    AnnounceCertificate,
    announce_certificate,
    announce_revocation,
)
from services.notifications.application.ports import Unit
from services.notifications.application.tell_family import Voice
from services.notifications.application.tell_of_admission import AdmissionNews, tell_of_admission
from services.notifications.domain.message import MessageKind

_ON_PAPER = {
    "number",
    "uai",
    "school",
    "level",
    "school_year",
    "last_name",
    "first_name",
    "birth_date",
    "issued_on",
    "newcomer",
    "meets_head",
    "check",
    "key_id",
    "signature",
    "provisional",
}


class OnCertificates:
    """One handler an event. `attached`: to the mail, where the commune wants so."""

    def __init__(self, voice: Voice, *, attached: bool) -> None:
        self._voice = voice
        self._attached = attached

    async def issued(self, event: CertificateIssued, _envelope: Envelope, uow: Unit) -> None:
        sheet = event.model_dump(mode="json", include=_ON_PAPER) if self._attached else None
        await announce_certificate(AnnounceCertificate(event.number, event.family_ids, event.meets_head, sheet), uow)
        words = {
            "number": event.number,
            "school": event.school,
            "level": event.level,
            "replaces": event.replaces,
            "meets_head": event.meets_head,
        }
        for family_id in event.family_ids:
            news = AdmissionNews(
                family_id=family_id,
                child_id=event.child_id,
                kind=MessageKind.CERTIFICATE_ISSUED,
                first_name=event.first_name,
                school_year=event.school_year,
                at=event.issued_at,
                words=words,
                occasion=event.number,
            )
            await tell_of_admission(news, uow, self._voice)

    async def revoked(self, event: CertificateRevoked, _envelope: Envelope, uow: Unit) -> None:
        await announce_revocation(event.number, event.family_ids, uow)
        for family_id in event.family_ids:
            news = AdmissionNews(
                family_id=family_id,
                child_id=event.child_id,
                kind=MessageKind.CERTIFICATE_REVOKED,
                first_name=event.child_first_name,
                school_year=event.school_year,
                at=event.revoked_at,
                words={"number": event.number},
                occasion=event.number,
            )
            await tell_of_admission(news, uow, self._voice)
