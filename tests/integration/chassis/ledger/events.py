"""Events for tests."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from libs.contracts.documents.v1 import DocumentScanned
from libs.contracts.envelope import Envelope
from libs.contracts.event import Event
from libs.contracts.identity.v1 import AccountActivated


def activated(account: UUID | None = None, email: str = "parent@example.org") -> AccountActivated:
    """Published by identity, read by household and notifications."""
    return AccountActivated(
        account_id=account or uuid4(), family_id=uuid4(), email=email, activated_at=datetime.now(UTC)
    )


def scanned() -> DocumentScanned:
    """Published by documents, read by household alone."""
    return DocumentScanned(document_id=uuid4(), verdict="clean")


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
