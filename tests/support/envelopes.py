"""Events as they arrive."""

from datetime import UTC, datetime
from uuid import uuid4

from libs.contracts.envelope import Envelope
from libs.contracts.event import Event


def enveloped(event: Event, version: int = 1) -> Envelope:
    """A fact of now, with the version that its aggregate has after it."""
    return Envelope(
        id=uuid4(),
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
