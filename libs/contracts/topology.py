"""What the bus looks like: one exchange, one queue per reading service, one binding per event it reads.

`kiosque bus declare` makes it, `kiosque doctor` compares it with what the broker has, the chassis only opens it.
"""

from typing import Any

from libs.contracts.catalogue import EVENTS, read_by

EXCHANGE = "kiosque.events"
QUEUE_ARGUMENTS: dict[str, Any] = {
    "x-queue-type": "quorum",
    "x-single-active-consumer": True,
    # Each crash of a reader counts as a delivery; an event must outlive any number of them.
    "x-delivery-limit": 1_000_000_000,
}


def queue_name(service: str) -> str:
    """The one queue that `service` reads."""
    return f"kiosque.{service}"


def reading_services() -> list[str]:
    """The services with a queue: those that read at least one event."""
    return sorted({reader for event in EVENTS for reader in event.readers})


def bindings() -> set[tuple[str, str]]:
    """Every (queue, routing key) of the product."""
    return {(queue_name(service), event.type) for service in reading_services() for event in read_by(service)}
