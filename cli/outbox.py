"""`kiosque outbox`: what has not left yet."""

import asyncio
import dataclasses
from dataclasses import dataclass
from datetime import datetime

import typer
from sqlalchemy import text

from cli.databases import backlog_of, database_of
from cli.output import AsJson, console, show_rows
from cli.services import OneService, chosen

app = typer.Typer(no_args_is_help=True, help="What has not left yet.")
_REFUSED = text("""
    SELECT id, type, subject, attempts, created_at, last_error
      FROM outbox WHERE published_at IS NULL AND last_error IS NOT NULL ORDER BY id LIMIT 100
""")


@app.callback()
def group() -> None:
    """Keeps `status` a subcommand although it is alone."""


@dataclass(frozen=True)
class OutboxState:
    """One service's outbox; age in seconds."""

    service: str
    unsent: int
    oldest_unsent_seconds: float
    refused: int


@dataclass(frozen=True)
class RefusedEvent:
    """An event that the bus did not take, and why."""

    service: str
    id: int
    type: str
    subject: str
    attempts: int
    created_at: datetime
    last_error: str


@app.command()
def status(as_json: AsJson = False, service: OneService = None) -> None:
    """Unsent events of each service; then those that the bus refused, at most 100 a service."""
    states, refused = asyncio.run(_status(chosen(service)))
    if as_json:
        rows = [
            dataclasses.asdict(state)
            | {"refused_events": [event for event in refused if event.service == state.service]}
            for state in states
        ]
        for row in rows:
            row["refused_events"] = [dataclasses.asdict(event) for event in row["refused_events"]]
        show_rows(rows, as_json=True, title="", nothing="")
        return
    show_rows(states, as_json=False, title="Outbox", nothing="No service.")
    if refused:
        show_rows(refused, as_json=False, title="Refused by the bus", nothing="")
        console.print("`kiosque doctor` tells which queue is not bound.", markup=False)


async def _status(services: list[str]) -> tuple[list[OutboxState], list[RefusedEvent]]:
    states, refused = [], []
    for name in services:
        found = await backlog_of(name)
        states.append(OutboxState(name, found.unsent, round(found.oldest_unsent_seconds, 1), found.refused))
        async with database_of(name) as database, database.reading() as connection:
            refused += [RefusedEvent(name, **row._asdict()) for row in await connection.execute(_REFUSED)]
    return states, refused
