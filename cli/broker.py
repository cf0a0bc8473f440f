"""The broker as the operator sees it: what exists, and making it what the contracts say."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import quote

import aio_pika
import aiohttp
from aio_pika.abc import AbstractChannel
from aio_pika.exceptions import AMQPError, ChannelNotFoundEntity, ChannelPreconditionFailed
from yarl import URL

from cli.environment import required
from cli.failure import Failure
from libs.contracts.topology import EXCHANGE, QUEUE_ARGUMENTS, bindings, queue_name, reading_services

_SECONDS = 10.0


@asynccontextmanager
async def operator_channel() -> AsyncIterator[AbstractChannel]:
    """A channel of the user who may declare. Raises Failure."""
    async with channel_of(required("KIOSQUE_OPERATOR_BROKER_URL"), "kiosque operator") as channel:
        yield channel


@asynccontextmanager
async def channel_of(url: str, name: str) -> AsyncIterator[AbstractChannel]:
    """A channel of any user. Raises Failure when there is no broker or no access."""
    try:
        connection = await aio_pika.connect(url, timeout=_SECONDS, client_properties={"connection_name": name})
    except (AMQPError, OSError) as error:
        raise Failure(f"The broker does not let {URL(url).user} in ({type(error).__name__}).") from error
    async with connection:
        yield await connection.channel()


async def broker_api(path: str) -> Any:
    """What the management API answers. Raises Failure."""
    url = URL(required("KIOSQUE_OPERATOR_BROKER_API"))
    target = URL(f"{url.origin()}/api/{path}", encoded=True)
    headers = {"Authorization": aiohttp.encode_basic_auth(url.user or "", url.password or "")}
    try:
        async with (
            aiohttp.ClientSession(headers=headers, timeout=aiohttp.ClientTimeout(total=_SECONDS)) as session,
            session.get(target) as answer,
        ):
            if answer.status != 200:
                raise Failure(f"The broker's management API answers {answer.status} to {path.partition('/')[0]}.")
            return await answer.json()
    except (aiohttp.ClientError, TimeoutError) as error:
        raise Failure(f"The broker's management API cannot be reached ({type(error).__name__}).") from error


async def bound() -> set[tuple[str, str]]:
    """The (queue, routing key) pairs that the exchange has now; empty when there is no exchange."""
    vhost = quote(URL(required("KIOSQUE_OPERATOR_BROKER_URL")).path.removeprefix("/") or "/", safe="")
    found = await broker_api(f"bindings/{vhost}")
    return {
        (binding["destination"], binding["routing_key"])
        for binding in found
        if binding["source"] == EXCHANGE and binding["destination_type"] == "queue"
    }


async def declare() -> list[str]:
    """Make exchange, queues and bindings what the contracts say; what was changed, a sentence each."""
    wanted, before = bindings(), await bound()
    async with operator_channel() as channel:
        exchange = await channel.declare_exchange(EXCHANGE, aio_pika.ExchangeType.TOPIC, durable=True)
        queues = {name: await _queue(channel, name) for name in map(queue_name, reading_services())}
        for queue, key in sorted(wanted):
            await queues[queue].bind(exchange, key)
        for queue, key in sorted(before - wanted):
            found = queues.get(queue) or await channel.get_queue(queue, ensure=False)
            await found.unbind(exchange, key)
    return [f"bound {key} to {queue}" for queue, key in sorted(wanted - before)] + [
        f"unbound {key} from {queue}: no contract says that it is read there" for queue, key in sorted(before - wanted)
    ]


async def _queue(channel: AbstractChannel, name: str) -> aio_pika.abc.AbstractQueue:
    try:
        return await channel.declare_queue(name, durable=True, arguments=dict(QUEUE_ARGUMENTS))
    except ChannelPreconditionFailed as error:
        raise Failure(
            f"The queue {name} exists with other properties. Let its worker empty it, delete it, and declare again."
        ) from error


async def depth(service: str) -> tuple[int, int] | None:
    """Messages waiting and consumers of a service's queue; None when there is no queue."""
    async with operator_channel() as channel:
        try:
            found = (await channel.declare_queue(queue_name(service), passive=True)).declaration_result
        except ChannelNotFoundEntity:
            return None
    return found.message_count or 0, found.consumer_count or 0
