"""`kiosque bus`: the events between the services."""

import asyncio
import json
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

import typer
from sqlalchemy import text

from cli import broker, dead_events
from cli.databases import backlog_of, database_of
from cli.failure import Failure
from cli.output import AsJson, console, say, show_rows
from cli.services import OneService, chosen, command_of, database_url
from libs.chassis.outbox import CHANNEL
from libs.contracts.catalogue import BY_TYPE, projections

app = typer.Typer(no_args_is_help=True, help="The events between the services.")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
_REPUBLISH = text("""
    UPDATE outbox SET published_at = NULL, attempts = 0, next_attempt_at = now(), last_error = NULL
     WHERE published_at IS NOT NULL AND created_at >= :since AND (:every_type OR type = :type)
""")


@app.command()
def declare() -> None:
    """Make the broker's exchange, queues and bindings what the contracts say. Before any service starts."""
    changes = asyncio.run(broker.declare())
    for change in changes:
        say(change)
    say("The bus is what the contracts say." if changes else "The bus was already what the contracts say.")


@app.command()
def status(as_json: AsJson = False, service: OneService = None) -> None:
    """Each service's queue, outbox and inbox."""
    rows = asyncio.run(_status(chosen(service)))
    show_rows(rows, as_json=as_json, title="Bus", nothing="No service.")


async def _status(services: list[str]) -> list[dict[str, Any]]:
    rows = []
    for name in services:
        depth = await broker.depth(name)
        messages, consumers = depth if depth is not None else (None, None)
        rows.append({"service": name, "queued": messages, "consumers": consumers} | asdict(await backlog_of(name)))
    return rows


@app.command()
def dead(
    *,
    show: Annotated[UUID | None, typer.Option(help="Show one event, without its data.")] = None,
    with_data: Annotated[bool, typer.Option(help="With --show: the data too. It may be personal.")] = False,
    replay: Annotated[UUID | None, typer.Option(help="Put one event back in line.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Put all of them back in line.")] = False,
    service: OneService = None,
    as_json: AsJson = False,
) -> None:
    """List the events that services gave up, show one, or replay them."""
    services = chosen(service)
    if show is not None:
        asyncio.run(_show(services, show, with_data))
    elif replay is not None or every:
        asyncio.run(_replay(services, replay))
    else:
        found = asyncio.run(_dead(services))
        show_rows(found, as_json=as_json, title="Dead events", nothing="No dead event.")


async def _dead(services: list[str]) -> list[dead_events.DeadEvent]:
    return [event for name in services for event in await dead_events.dead_events(name)]


async def _show(services: list[str], event_id: UUID, with_data: bool) -> None:
    found = [event for name in services if (event := await dead_events.dead_event(name, event_id, with_data=with_data))]
    if not found:
        raise Failure(f"There is no dead event {event_id}.")
    for event in found:
        console.print_json(json.dumps(event, default=str, ensure_ascii=False))


async def _replay(services: list[str], event_id: UUID | None) -> None:
    count = sum([await dead_events.replay(name, event_id) for name in services])
    if event_id is not None and not count:
        raise Failure(f"There is no dead event {event_id} that could be replayed.")
    say(f"{count} back in line.")


@app.command()
def republish(
    since: Annotated[str, typer.Option(help="An age (90m, 6h, 7d) or an instant (2026-09-01T08:00:00Z).")],
    event_type: Annotated[str | None, typer.Option("--type", help="Only this event type.")] = None,
    service: OneService = None,
) -> None:
    """Publish again what was published since; readers that have an event already do nothing with it."""
    if event_type is not None and event_type not in BY_TYPE:
        raise Failure(f"There is no event type {event_type}.")
    asyncio.run(_republish(chosen(service), instant(since), event_type))


async def _republish(services: list[str], since: datetime, event_type: str | None) -> None:
    asked = {"since": since, "every_type": event_type is None, "type": event_type or ""}
    for name in services:
        async with database_of(name) as database, database.transaction() as connection:
            count = (await connection.execute(_REPUBLISH, asked)).rowcount
            await connection.execute(text(f"NOTIFY {CHANNEL}"))
        say(f"{name}: {count} to be published again")


def instant(given: str) -> datetime:
    """An age or an ISO 8601 instant, aware. Raises Failure."""
    unit = _UNITS.get(given[-1:])
    if unit and given[:-1].isdecimal():
        return datetime.now(UTC) - timedelta(**{unit: int(given[:-1])})
    try:
        found = datetime.fromisoformat(given)
    except ValueError:
        raise Failure(f"{given} is neither an age such as 6h nor an instant such as 2026-09-01T08:00:00Z.") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


@app.command()
def resync(projection: Annotated[str, typer.Argument(help="Such as schooling.child.")]) -> None:
    """Rebuild a projection: its owner publishes the whole state of every aggregate again."""
    known = projections()
    if projection not in known:
        raise Failure(f"There is no projection {projection}; there are {', '.join(known)}.")
    event = known[projection]
    owner = event.type.partition(".")[0]
    own = command_of(owner, "resync")
    if own is None:
        raise Failure(f"{owner} offers no way to publish {event.type} again.")
    count: int = asyncio.run(own(database_url(owner), event.type))
    say(f"{owner}: {count} to be published for {projection}")
