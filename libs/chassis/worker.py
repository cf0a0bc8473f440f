"""Composing a service's worker process: relay, receiver, applier, periodic jobs, health and metrics."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import TypeVar

from prometheus_client import Counter

from libs.chassis.applier import PENDING, Applier
from libs.chassis.backlog import observe_backlog
from libs.chassis.bus import Bus
from libs.chassis.correlation import new_correlation, set_correlation
from libs.chassis.db import Database
from libs.chassis.health import Check
from libs.chassis.housekeeping import keep_house
from libs.chassis.inbox import Subscriber
from libs.chassis.logging import configure_logging, get_logger
from libs.chassis.outbox import CHANNEL as OUTBOX_CHANNEL
from libs.chassis.receiver import CHANNEL as INBOX_CHANNEL
from libs.chassis.receiver import Receiver
from libs.chassis.relay import UNSENT, Relay
from libs.chassis.rounds import first_to_end
from libs.chassis.service import Closing
from libs.chassis.settings import ServiceSettings
from libs.chassis.sole import SoleWorker, Wake
from libs.chassis.tables import ChassisTables
from libs.chassis.unit_of_work import SqlUnitOfWork
from libs.chassis.worker_health import worker_health
from libs.contracts.catalogue import read_by

U = TypeVar("U", bound=SqlUnitOfWork)
_HOUSEKEEPING_SECONDS = 3600.0
JOB_FAILED = Counter("kiosque_job_failed", "Runs of a periodic job that failed.", ["job"])


@dataclass(frozen=True)
class Job:
    """Work that recurs, done by the service's active worker alone.

    Attributes:
        every_seconds: from the end of one run to the next; the first comes at once.
        run: one run; it makes and commits its own units of work.
    """

    name: str
    every_seconds: float
    run: Callable[[], Awaitable[object]]


async def run_worker(
    name: str,
    settings: ServiceSettings,
    *,
    database: Database,
    tables: ChassisTables,
    subscriber: Subscriber[U],
    new_uow: Callable[[], U],
    jobs: Sequence[Job] = (),
    closing: Sequence[Closing] = (),
    reads: frozenset[str] | None = None,
) -> None:
    """Work until SIGTERM or SIGINT. Broker and database may come and go meanwhile.

    Args:
        name: the service's; its queue, its broker user and its place in the contracts go by it.
        new_uow: a fresh unit of work per event.
        closing: called at the end, last first; the database is closed here anyway.
        reads: the event types that must have a handler; those of the contracts unless a test says otherwise.

    Raises:
        RuntimeError: a type that the contracts say is read has no handler, or the other way round; no broker URL.
    """
    configure_logging(f"{name}-worker", settings.log_level)
    _insist_on_contracts(name, subscriber.types, reads)
    if settings.broker_url is None:
        raise RuntimeError(f"{name.upper()}_BROKER_URL is missing: a worker needs the broker")
    broker_url = settings.broker_url.get_secret_value()
    outbox, inbox = Wake(UNSENT), Wake(PENDING)
    sole = SoleWorker(database.url, application=f"{name}-worker", wakes={OUTBOX_CHANNEL: outbox, INBOX_CHANNEL: inbox})
    relay = Relay(database, tables, Bus(broker_url, name=f"{name} relay"), wake=outbox.event)
    receiver = Receiver(name, database, tables, Bus(broker_url, name=f"{name} receiver"))
    applier = Applier(
        database,
        tables,
        subscriber,
        new_uow,
        wake=inbox.event,
        tries=settings.apply_tries,
        retry_seconds=settings.retry_seconds,
    )
    every_job = [Job("housekeeping", _HOUSEKEEPING_SECONDS, lambda: keep_house(database, tables)), *jobs]

    async def active_work() -> None:
        await first_to_end(relay.run(), applier.run(), *(_repeat(job) for job in every_job))

    async with AsyncExitStack() as stack:
        stack.push_async_callback(database.close)
        for close in closing:
            stack.push_async_callback(close)
        await stack.enter_async_context(
            worker_health(
                settings.listen_host,
                settings.worker_port,
                _checks(database, sole, relay, receiver),
                lambda: observe_backlog(database),
            )
        )
        get_logger().info("worker started")
        await first_to_end(sole.run(active_work), receiver.run(), _until_told_to_stop())
        get_logger().info("worker stopped")


def _insist_on_contracts(name: str, handled: frozenset[str], reads: frozenset[str] | None) -> None:
    wanted = reads if reads is not None else frozenset(event.type for event in read_by(name))
    if handled != wanted:
        raise RuntimeError(
            f"{name}: the contracts and the handlers differ: "
            f"without a handler {sorted(wanted - handled)}, not in the contracts {sorted(handled - wanted)}"
        )


def _checks(database: Database, sole: SoleWorker, relay: Relay, receiver: Receiver) -> dict[str, Check]:
    async def bus() -> bool:
        return receiver.connected and (relay.connected or not sole.active)

    async def consumer() -> bool:
        return receiver.consuming

    return {"database": database.answers, "bus": bus, "consumer": consumer}


async def _repeat(job: Job) -> None:
    while True:
        set_correlation(new_correlation())
        try:
            await job.run()
        except Exception as error:  # noqa: BLE001 - a job that failed once is due again
            JOB_FAILED.labels(job.name).inc()
            get_logger().error("job failed", job=job.name, exc_info=error)
        await asyncio.sleep(job.every_seconds)


async def _until_told_to_stop() -> None:
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told.set)
    await told.wait()
