"""Which facts leave schooling."""

from libs.contracts.event import Event
from libs.domain.aggregate import DomainEvent
from services.schooling.adapters.published_admission import published_admission


def published(fact: DomainEvent) -> Event | None:
    return published_admission(fact)
