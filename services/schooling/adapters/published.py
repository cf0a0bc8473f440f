"""Which facts leave schooling: none yet, since nobody reads any."""

from libs.contracts.event import Event
from libs.domain.aggregate import DomainEvent


def published(_fact: DomainEvent) -> Event | None:
    return None
