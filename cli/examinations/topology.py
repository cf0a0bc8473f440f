"""Whether every event reaches every reader: a publisher's confirm tells only that one queue took it."""

from cli import broker
from libs.contracts.topology import bindings, queue_name, reading_services


async def problems() -> list[str]:
    """What differs between the broker and the contracts."""
    wanted, found = bindings(), await broker.bound()
    missing = [
        f"{queue} does not get {key}: run `kiosque bus declare`, then `kiosque bus republish`."
        for queue, key in sorted(wanted - found)
    ]
    stale = [
        f"{queue} gets {key}, which no contract says it reads: run `kiosque bus declare`."
        for queue, key in sorted(found - wanted)
    ]
    return missing + stale + [sentence for service in reading_services() for sentence in await _queue(service)]


async def _queue(service: str) -> list[str]:
    depth = await broker.depth(service)
    if depth is None:
        return [f"The queue {queue_name(service)} does not exist: run `kiosque bus declare`."]
    waiting, consumers = depth
    return [] if consumers else [f"Nobody reads {queue_name(service)}, where {waiting} events wait."]
