"""A service's real worker in a process of its own, on a test's own servers, with what a test needs around it."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aio_pika
import aiohttp

from libs.contracts.envelope import CONTENT_TYPE, Envelope
from libs.contracts.topology import EXCHANGE, QUEUE_ARGUMENTS, bindings, queue_name, reading_services
from tests.support.broker import VirtualHost


@dataclass
class WorkerProcess:
    process: "subprocess.Popen[bytes]"
    url: str
    log: Path

    async def ready(self, seconds: float = 30) -> None:
        await eventually(self._is_ready, seconds)

    def kill(self) -> None:
        """As a power cut would."""
        self.process.kill()
        self.process.wait()

    async def get(self, path: str) -> tuple[int, str]:
        async with aiohttp.ClientSession() as session, session.get(f"{self.url}{path}") as answer:
            return answer.status, await answer.text()

    async def _is_ready(self) -> bool:
        assert self.process.poll() is None, self.log.read_text()[-3000:]
        try:
            return (await self.get("/readyz"))[0] == 200
        except aiohttp.ClientError:
            return False


@asynccontextmanager
async def worker_process(service: str, variables: Mapping[str, str], folder: Path) -> AsyncIterator[WorkerProcess]:
    """Started and ready while the block runs."""
    log = folder / f"{service}-worker-{os.urandom(3).hex()}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: ASYNC220 - a fork takes no time that matters here
            [sys.executable, "-m", f"services.{service}.worker"],
            env={"PATH": os.defpath, **variables},
            stdout=output,
            stderr=output,
        )
    worker = WorkerProcess(process, f"http://127.0.0.1:{variables[f'{service.upper()}_WORKER_PORT']}", log)
    try:
        await worker.ready()
        yield worker
    finally:
        if process.poll() is None:
            worker.kill()


async def declare_topology(vhost: VirtualHost) -> None:
    """What `kiosque bus declare` makes."""
    async with await aio_pika.connect(vhost.operator_url) as connection:
        channel = await connection.channel()
        exchange = await channel.declare_exchange(EXCHANGE, aio_pika.ExchangeType.TOPIC, durable=True)
        for service in reading_services():
            queue = await channel.declare_queue(queue_name(service), durable=True, arguments=QUEUE_ARGUMENTS)
            for _, key in sorted(pair for pair in bindings() if pair[0] == queue.name):
                await queue.bind(exchange, key)


async def publish(vhost: VirtualHost, *envelopes: Envelope) -> None:
    """As the source's relay would: confirmed, in order."""
    for envelope in envelopes:
        async with await aio_pika.connect(vhost.url_of(envelope.source)) as connection:
            channel = await connection.channel(publisher_confirms=True, on_return_raises=True)
            exchange = await channel.get_exchange(EXCHANGE, ensure=False)
            message = aio_pika.Message(envelope.to_json(), content_type=CONTENT_TYPE, message_id=str(envelope.id))
            await exchange.publish(message, routing_key=envelope.type, mandatory=True)


async def eventually(condition: Callable[[], Awaitable[object]], seconds: float = 20) -> None:
    """Wait until the condition holds; fails after `seconds`."""
    async with asyncio.timeout(seconds):
        while not await condition():  # noqa: ASYNC110 - what is awaited lives in another process
            await asyncio.sleep(0.03)
