"""The town certified a child's inscription."""

from libs.contracts.envelope import Envelope
from libs.contracts.schooling.v1 import CertificateIssued
from services.notifications.application.announce_certificate import AnnounceCertificate, announce_certificate
from services.notifications.application.ports import Unit

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
}


class OnCertificateIssued:
    """`attached`: the commune's setting."""

    def __init__(self, *, attached: bool) -> None:
        self._attached = attached

    async def __call__(self, event: CertificateIssued, _envelope: Envelope, uow: Unit) -> None:
        sheet = event.model_dump(mode="json", include=_ON_PAPER) if self._attached else None
        await announce_certificate(AnnounceCertificate(event.number, event.family_ids, event.meets_head, sheet), uow)
