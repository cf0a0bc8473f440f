"""Which facts leave notifications."""

from libs.contracts.event import Event
from libs.contracts.notifications import v1
from libs.domain.aggregate import DomainEvent
from services.notifications.domain.events import MessagePosted, ThreadPurged


def published(fact: DomainEvent) -> Event | None:
    """The published form; None for what stays inside."""
    match fact:
        case MessagePosted():
            return v1.MessagePosted(
                message_id=fact.message_id,
                thread_id=fact.thread_id,
                family_id=fact.family_id,
                author=fact.author.value,
                document_ids=list(fact.document_ids),
                posted_at=fact.posted_at,
            )
        case ThreadPurged():
            return v1.ThreadPurged(
                thread_id=fact.thread_id, family_id=fact.family_id, document_ids=list(fact.document_ids)
            )
    return None
