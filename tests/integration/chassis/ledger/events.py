"""Events for tests."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from libs.contracts.documents.v1 import DocumentExpired
from libs.contracts.envelope import Envelope
from libs.contracts.event import Event
from libs.contracts.identity.v1 import AccountActivated


def activated(account: UUID | None = None, email: str = "parent@example.org") -> AccountActivated:
    """Published by identity, read by household and notifications."""
    return AccountActivated(
        account_id=account or uuid4(), family_id=uuid4(), email=email, activated_at=datetime.now(UTC)
    )


def expired() -> DocumentExpired:
    """Published by documents, read by household alone."""
    document = uuid4()
    return DocumentExpired(
        document_id=document,
        document_ids=[document],
        family_id=uuid4(),
        record="famille",
        piece="proof_of_domicile",
        piece_label="Justificatif de domicile",
        expires_on=date(2026, 11, 30),
        on_expiry="ask_again",
    )


def enveloped(event: Event, version: int = 1, event_id: UUID | None = None) -> Envelope:
    """As the relay of the event's service would publish it."""
    return Envelope(
        id=event_id or uuid4(),
        source=event.type.partition(".")[0],
        type=event.type,
        subject=event.subject,
        time=datetime.now(UTC),
        aggregate_version=version,
        correlation_id=str(uuid4()),
        causation_id=None,
        traceparent=None,
        data=event.model_dump(mode="json"),
    )
