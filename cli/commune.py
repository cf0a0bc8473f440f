"""`kiosque commune`: the commune's data, from its folder or from national files into the services that own it."""

import asyncio
import dataclasses
import json
from pathlib import Path
from typing import Annotated

import typer

from cli.environment import required
from cli.failure import Failure
from cli.output import AsJson, say, show_rows
from cli.progress import reading, working
from cli.services import OneService, chosen, command_of, database_url
from libs.commune.profile import read_profile
from libs.commune.source import CommuneError
from libs.commune.streets import BanFile, read_ban
from services.household import commands as household
from services.schooling import commands as schooling

app = typer.Typer(no_args_is_help=True, help="The commune's data.")


@app.command()
def load(service: OneService = None) -> None:
    """Give each service its part of KIOSQUE_COMMUNE_DIR; loading again changes nothing but what changed there.

    Streets and sectors that were imported from a file of their own stay as they are.
    """
    asyncio.run(_load(chosen(service), commune_folder()))


def commune_folder() -> Path:
    """KIOSQUE_COMMUNE_DIR. Raises Failure."""
    folder = Path(required("KIOSQUE_COMMUNE_DIR"))
    if not folder.is_dir():
        raise Failure(f"KIOSQUE_COMMUNE_DIR names {folder}, which is not a folder.")
    return folder


async def _load(services: list[str], folder: Path) -> None:
    for name in services:
        own = command_of(name, "load")
        if own is not None:
            counts: dict[str, int] = await own(database_url(name), folder)
            say(f"{name}: " + ", ".join(f"{count} {what}" for what, count in counts.items()))


@app.command("import-streets")
def import_streets(
    file: Annotated[Path, typer.Argument(help="Addresses of the national base (BAN), CSV.", dir_okay=False)],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and compare; keep nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Make the file the commune's street register, and its addresses those that sectors are checked against.

    Each service takes all of it or nothing; the same file again changes nothing. Lines of other communes are passed
    over. A wrong line is named and left out; the status is then 1.
    """
    insee = read_profile(commune_folder()).insee
    try:
        with reading(file, "Reading the addresses") as lines:
            ban = read_ban(lines, file.name, insee)
    except CommuneError as error:
        raise Failure("Nothing was imported. " + "; ".join(error.problems) + ".") from None
    if not ban.addresses:
        raise Failure(f"Nothing was imported: {file.name} has no right line of the commune {insee}.")
    with working("Comparing with what is known"):
        addresses, streets = asyncio.run(_import(ban, dry_run=dry_run))
    if as_json:
        typer.echo(json.dumps(_report(ban, addresses, streets), ensure_ascii=False, indent=1))
    else:
        _tell(ban, addresses, streets, dry_run=dry_run)
    if ban.problems:
        raise typer.Exit(1)


async def _import(ban: BanFile, *, dry_run: bool) -> tuple[schooling.Changes, household.StreetChanges]:
    """The large load first: if it fails, nothing is loaded anywhere."""
    changes = await schooling.load_streets(database_url("schooling"), ban, dry_run=dry_run)
    streets = await household.load_register(database_url("household"), ban.street_list(), dry_run=dry_run)
    return changes.addresses, streets


def _report(ban: BanFile, addresses: schooling.Changes, streets: household.StreetChanges) -> dict[str, object]:
    return {
        "read": ban.read,
        "elsewhere": ban.elsewhere,
        "addresses": dataclasses.asdict(addresses),
        "streets": dataclasses.asdict(streets),
        "refused": [{"line": line, "reason": reason} for line, reason in ban.problems],
    }


def _tell(ban: BanFile, addresses: schooling.Changes, streets: household.StreetChanges, *, dry_run: bool) -> None:
    show_rows(
        [{"line": line, "reason": reason} for line, reason in ban.problems],
        as_json=False,
        title="Lines left out",
        nothing="Every line is right.",
    )
    passed = f", {ban.elsewhere} of other communes passed over" if ban.elsewhere else ""
    say(f"{ban.read} lines read{passed}, {len(ban.problems)} refused.")
    for what, done in (("Addresses", addresses), ("Streets", streets)):
        say(f"{what}: {done.loaded} loaded, {done.unchanged} unchanged, {done.removed} removed.")
    if dry_run:
        say("Nothing was kept: this was a dry run.")
