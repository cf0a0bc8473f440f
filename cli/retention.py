"""`kiosque retention`: what is kept for a while, what the purges would take now, and when they last ran."""

import asyncio
import dataclasses
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection

from cli.databases import database_of
from cli.environment import required
from cli.output import AsJson, show_rows
from cli.services import OneService, chosen, command_of
from libs.chassis.retention import Kept, audit_kept
from libs.commune.profile import Delays, read_profile


@dataclass(frozen=True)
class Line:
    """One kind of data of one service; `due`: what the next run of its purge takes."""

    service: str
    what: str
    kept: str
    due: int
    last_run: datetime | None


def retention(service: OneService = None, as_json: AsJson = False) -> None:
    """Show what the purges would take now, and when they last ran; nothing is deleted.

    The workers purge by themselves. A count that stays, or a run that is long ago, means that one is not working.
    """
    delays = read_profile(Path(required("KIOSQUE_COMMUNE_DIR"))).delays
    lines = asyncio.run(_lines(chosen(service), delays))
    show_rows(lines, as_json=as_json, title="Kept for a while", nothing="Nothing is kept for a while.")


async def _lines(services: list[str], delays: Delays) -> list[Line]:
    return [Line(service, **dataclasses.asdict(kept)) for service in services for kept in await _kept(service, delays)]


async def _kept(service: str, delays: Delays) -> list[Kept]:
    async with database_of(service) as database, database.reading() as connection:
        return [*await _own(service, connection, delays), await _audit(service, connection, delays)]


async def _own(service: str, connection: AsyncConnection, delays: Delays) -> list[Kept]:
    kept = command_of(service, "kept")
    return list(await kept(connection, delays)) if kept else []


async def _audit(service: str, connection: AsyncConnection, delays: Delays) -> Kept:
    tables = import_module(f"services.{service}.adapters.tables").CHASSIS
    return await audit_kept(connection, tables, delays.audit_days)
