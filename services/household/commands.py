"""What an operator may ask of household; composed by the cli."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from libs.chassis.audit import AuditEntry, write_audit
from libs.chassis.clock import SystemClock
from libs.chassis.correlation import new_correlation, set_correlation
from libs.chassis.db import Database
from libs.commune.pieces import read_pieces
from libs.commune.profile import read_profile
from libs.commune.reasons import read_reasons
from libs.commune.source import gather
from libs.commune.streets import StreetData, read_streets
from libs.commune.vaccinations import read_vaccinations
from libs.contracts.household.v1 import ChildChanged, FamilyChanged
from services.household.adapters.families_file import UnusableFile, read_families_file
from services.household.adapters.invented_families import (
    every_street,
    known_among,
    reason_for_a_field,
    write_families,
)
from services.household.adapters.load_town import load_diseases, load_pieces, load_refusal_reasons, load_streets
from services.household.adapters.queries_letters import Recipient, list_recipients
from services.household.adapters.queries_retention import kept
from services.household.adapters.resync_children import resync_children
from services.household.adapters.resync_families import resync_families
from services.household.adapters.street_register import StreetChanges, import_register, was_imported
from services.household.adapters.tables import CHASSIS
from services.household.adapters.town_data import SqlTownData
from services.household.adapters.unit_of_work import HouseholdUnitOfWork
from services.household.application.import_family import Fate, Imported, import_family
from services.household.application.invent_family import Holder, InventedFamily, Setting, Story, invent_family
from services.household.application.locality import Locality
from services.household.domain.imported_family import LineProblem, group
from services.household.domain.town import Town

__all__ = [
    "Fate",
    "Holder",
    "ImportReport",
    "InventedBatch",
    "NoCommuneData",
    "Recipient",
    "Story",
    "StreetChanges",
    "UnusableFile",
    "import_families",
    "kept",
    "letter_recipients",
    "load",
    "load_invented",
    "load_register",
    "resync",
]


@dataclass(frozen=True)
class ImportReport:
    """What became of a file of families.

    Attributes:
        lines: persons that the file holds.
        families: how many met each fate.
        problems: why families were left out, or where they differ from the kiosk, in the order of the lines.
    """

    lines: int
    families: dict[Fate, int]
    problems: list[LineProblem]


@dataclass(frozen=True)
class InventedBatch:
    """Some of the invented families, in the order of their numbers; `written` of them were not there before."""

    holders: list[Holder]
    written: int


class NoCommuneData(Exception):
    """The commune's data was never loaded."""


async def load(database_url: str, commune_dir: Path) -> dict[str, int]:
    """Take over streets, reasons, required pieces and vaccinations of the commune, all of it or nothing.

    Streets that an operator imported (`load_register`) stay as they are. Where another list of pieces turns lights, the
    other services learn it at the end, some families a transaction.

    Raises:
        libs.commune.source.CommuneError: naming every problem of the files.
    """
    set_correlation(new_correlation())
    streets, reasons, pieces, vaccinations = gather(
        lambda: read_streets(commune_dir),
        lambda: read_reasons(commune_dir),
        lambda: read_pieces(commune_dir),
        lambda: read_vaccinations(commune_dir),
    )
    database = Database(database_url, application="kiosque commune load", pool_size=1)
    try:
        async with database.transaction() as connection:
            imported = await was_imported(connection)
            asked_before = await SqlTownData(connection).catalogue()
            loaded = {
                "streets": 0 if imported else await load_streets(connection, streets),
                "refusal reasons": await load_refusal_reasons(connection, reasons),
                "pieces": await load_pieces(connection, pieces),
                "vaccinations": await load_diseases(connection, vaccinations),
            }
            asked_now = await SqlTownData(connection).catalogue()
        if asked_now != asked_before:
            await resync_families(database, differing_alone=True)
        return loaded
    finally:
        await database.close()


async def load_register(database_url: str, streets: Sequence[StreetData], *, dry_run: bool = False) -> StreetChanges:
    """Make these the street register, all of it or nothing; nothing is kept of a dry run."""
    set_correlation(new_correlation())
    database = Database(database_url, application="kiosque commune import-streets", pool_size=1)
    try:
        async with database.engine.connect() as connection:
            changes = await import_register(connection, streets)
            if not dry_run:
                await connection.commit()
            return changes
    finally:
        await database.close()


async def resync(database_url: str, event_type: str) -> int:
    """Publish the whole state of every aggregate again. Raises ValueError for an event that carries no whole state."""
    again = {ChildChanged.type: resync_children, FamilyChanged.type: resync_families}.get(event_type)
    if again is None:
        raise ValueError(f"household publishes no whole state as {event_type}")
    database = Database(database_url, application="kiosque bus resync", pool_size=1)
    try:
        return await again(database)
    finally:
        await database.close()


async def import_families(database_url: str, commune_dir: Path, path: Path, *, dry_run: bool = False) -> ImportReport:
    """Take over the families of a file that the kiosk does not know; each whole or not at all.

    A family that is there already is compared with the file and stays as it is. Nothing is kept of a dry run.

    Raises:
        UnusableFile: nothing of the file can be read.
        OSError: the file cannot be opened.
        libs.commune.source.CommuneError: the commune's profile is not usable.
    """
    set_correlation(new_correlation())
    file, profile = read_families_file(path), read_profile(commune_dir)
    locality = Locality(Town(profile.name, frozenset(profile.postal_codes)), SystemClock())
    fates: Counter[Fate] = Counter()
    problems = list(file.problems)
    database = Database(database_url, application="kiosque household import-families", pool_size=1)
    try:
        families = group(file.lines)
        for family in families:
            if family.code in file.spoiled:
                outcome = Imported(Fate.LEFT_OUT, family.problems)
            else:
                uow = HouseholdUnitOfWork(database, profile.delays.draft_hours)
                outcome = await import_family(family, uow, locality, dry_run=dry_run)
            fates[outcome.fate] += 1
            problems += outcome.problems
        fates[Fate.LEFT_OUT] += len(file.spoiled - {family.code for family in families})
    finally:
        await database.close()
    lines = len(file.lines) + len({problem.line for problem in file.problems})
    return ImportReport(lines, dict(+fates), sorted(problems, key=lambda problem: problem.line))


async def letter_recipients(database_url: str, family_ids: Collection[UUID]) -> dict[UUID, Recipient]:
    """Name and address of each family for a letter; an unknown family is left out."""
    database = Database(database_url, application="kiosque letters", pool_size=1)
    try:
        async with database.reading() as connection:
            return await list_recipients(connection, family_ids)
    finally:
        await database.close()


async def load_invented(
    database_url: str, commune_dir: Path, *, seed: int, families: int, at_once: int = 1000
) -> AsyncIterator[InventedBatch]:
    """Make the invented families 1 to `families` of this seed exist; one that is there already stays as it is.

    A batch is one transaction. No event leaves: `resync` publishes the children to whoever needs them.

    Raises:
        NoCommuneData
        libs.commune.source.CommuneError: the commune's profile is not usable.
    """
    set_correlation(new_correlation())
    database = Database(database_url, application="kiosque demo load", pool_size=1)
    try:
        setting = await _setting(database, commune_dir)
        async for invented in _ahead(
            lambda numbers: [invent_family(seed, number, setting) for number in numbers],
            [range(first, min(first + at_once, families + 1)) for first in range(1, families + 1, at_once)],
        ):
            async with database.transaction() as connection:
                known = await known_among(connection, [found.family.id for found in invented])
                new = [found for found in invented if found.family.id not in known]
                if new:
                    await write_families(connection, new)
                    details = {"seed": seed, "families": len(new)}
                    entry = AuditEntry("operator:cli", "families.invented", "families:invented", details=details)
                    await write_audit(connection, CHASSIS, [entry])
            yield InventedBatch([found.holder for found in invented], len(new))
    finally:
        await database.close()


async def _ahead(
    invent: Callable[[range], list[InventedFamily]], batches: Iterable[range]
) -> AsyncIterator[list[InventedFamily]]:
    """Each batch, while a thread invents the one after it: the database has the other processor."""
    ready: asyncio.Task[list[InventedFamily]] | None = None
    for numbers in batches:
        following = asyncio.create_task(asyncio.to_thread(invent, numbers))
        if ready is not None:
            yield await ready
        ready = following
    if ready is not None:
        yield await ready


async def _setting(database: Database, commune_dir: Path) -> Setting:
    profile = read_profile(commune_dir)
    town = Town(profile.name, frozenset(profile.postal_codes))
    locality = Locality(town, SystemClock())
    async with database.reading() as connection:
        reason = await reason_for_a_field(connection)
        if reason is None:
            raise NoCommuneData
        data = SqlTownData(connection)
        streets, catalogue, diseases = await every_street(connection), await data.catalogue(), await data.diseases()
    return Setting(town, streets, catalogue, diseases, reason, profile.school_year, locality.now(), locality.today())
