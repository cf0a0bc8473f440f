"""Whether a service's broker account is refused what it has no need of, by trying."""

from collections.abc import Awaitable, Callable

from aio_pika import ExchangeType, Message
from aio_pika.abc import AbstractChannel
from aio_pika.exceptions import ChannelClosed
from aiormq.exceptions import ChannelAccessRefused

from cli.broker import channel_of
from cli.environment import required
from libs.contracts.catalogue import SERVICES
from libs.contracts.topology import EXCHANGE, queue_name

_PROBE = "doctor.probe.v1"  # no queue is bound to it


async def problems() -> list[str]:
    """What an account may do and should not, or may not do and should."""
    found = []
    for service in SERVICES:
        other = SERVICES[SERVICES.index(service) - 1]
        forbidden: list[tuple[str, Callable[[AbstractChannel], Awaitable[object]]]] = [
            (f"read {queue_name(other)}", _reads(other)),
            (f"publish under {other}.", _publishes(other)),
            ("declare queues", _declares_queue),
            ("declare exchanges", _declares_exchange),
        ]
        for what, attempt in forbidden:
            if await _allowed(service, attempt):
                found.append(f"The broker account {service} may {what}, and should not.")
        if not await _allowed(service, _publishes(service)):
            found.append(f"The broker account {service} may not publish under {service}., and should.")
    return found


async def _allowed(service: str, attempt: Callable[[AbstractChannel], Awaitable[object]]) -> bool:
    url = required(f"{service.upper()}_BROKER_URL")
    async with channel_of(url, f"kiosque doctor as {service}") as channel:
        try:
            await attempt(channel)
        except ChannelAccessRefused:
            return False
        except ChannelClosed:
            return True  # the rights were there; something else was not: a queue, or its single consumer's leave
    return True


def _reads(service: str) -> Callable[[AbstractChannel], Awaitable[object]]:
    async def attempt(channel: AbstractChannel) -> object:
        queue = await channel.get_queue(queue_name(service), ensure=False)
        return await queue.get(no_ack=False, fail=False)  # were it allowed: closing gives the message back

    return attempt


def _publishes(service: str) -> Callable[[AbstractChannel], Awaitable[object]]:
    async def attempt(channel: AbstractChannel) -> object:
        exchange = await channel.get_exchange(EXCHANGE, ensure=False)
        return await exchange.publish(Message(b"{}"), f"{service}.{_PROBE}", mandatory=False)

    return attempt


async def _declares_queue(channel: AbstractChannel) -> object:
    return await channel.declare_queue("kiosque.doctor", auto_delete=True, exclusive=True)


async def _declares_exchange(channel: AbstractChannel) -> object:
    return await channel.declare_exchange("kiosque.doctor", ExchangeType.TOPIC, auto_delete=True)
