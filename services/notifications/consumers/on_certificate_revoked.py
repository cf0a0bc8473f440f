"""A certificate holds no more."""

from libs.contracts.envelope import Envelope
from libs.contracts.schooling.v1 import CertificateRevoked
from services.notifications.application.announce_certificate import announce_revocation
from services.notifications.application.ports import Unit


async def on_certificate_revoked(event: CertificateRevoked, _envelope: Envelope, uow: Unit) -> None:
    await announce_revocation(event.number, event.family_ids, uow)
