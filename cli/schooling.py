"""`kiosque schooling`: the sectors of the schools."""

import asyncio
import dataclasses
import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from cli import admission
from cli.commune import commune_folder
from cli.failure import Failure
from cli.output import AsJson, say, show_rows
from cli.progress import reading, working
from cli.services import database_url
from libs.commune.profile import read_profile
from libs.commune.sectors import read_sectors
from libs.commune.source import CommuneError
from services.schooling import commands

app = typer.Typer(no_args_is_help=True, help="Sectors, appointments and certificates of the schools.")

_SENTENCES = {
    "cells": "not as many cells as columns",
    "closed-school": "this school is closed",
    "no-numbers": "no number of that side lies between both ends",
    "no-street": "names neither street nor lieu-dit",
    "number-format": "not a house number",
    "repetition-format": "not a repetition such as bis, or one without a number",
    "side-format": "parite is none of P, I, PI",
    "sole-format": "secteur_unique is neither O nor N",
    "uai-format": "code_rne is no UAI",
    "unknown-school": "the commune does not know this UAI",
    "unknown-street": "not in the street register",
    "wrong-cycle": "this school has no class of that cycle",
}
_HOLES = {
    "hole": "no rule takes them",
    "no-number": "without a number, in a street that several rules share",
}
app.command("publish-slots")(admission.publish_slots)
app.command("verify-certificate")(admission.verify_certificate)
Year = Annotated[int | None, typer.Option("--school-year", help="2026 is 2026/2027; else that of commune.yaml.")]


@app.command("import-sectors")
def import_sectors(
    file: Annotated[Path, typer.Argument(help="CSV in the national format of the carte scolaire.", dir_okay=False)],
    cycle: Annotated[commands.Cycle, typer.Option(help="Which schools the map is for.")],
    school_year: Annotated[int, typer.Option(help="2026: in force from the rentrée of 2026 on.")],
    deliberation: Annotated[str | None, typer.Option(help="The decision that set them, as parents read it.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and compare; keep nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Make the right lines of the file the sectors of that cycle and year: all at once, in place of those before.

    A wrong line is named and left out; the status is then 1. The same file again changes nothing.
    """
    insee = read_profile(commune_folder()).insee
    try:
        with reading(file, "Reading the sectors") as lines:
            read = read_sectors(lines, file.name, insee)
    except CommuneError as error:
        raise Failure("Nothing was imported. " + "; ".join(error.problems) + ".") from None
    if not read.read:
        raise Failure(f"Nothing was imported: {file.name} has no line of the commune {insee}.")
    load = commands.load_sectors(
        database_url("schooling"),
        read,
        cycle=cycle,
        school_year=school_year,
        deliberation=deliberation,
        dry_run=dry_run,
    )
    with working("Comparing with what is known"):
        done = _run(load, school_year)
    summary = {"read": read.read, "elsewhere": read.elsewhere, **dataclasses.asdict(done)}
    if as_json:
        typer.echo(json.dumps(summary, ensure_ascii=False, indent=1))
    else:
        _tell(summary, done, dry_run=dry_run)
    if done.refused:
        raise typer.Exit(1)


def _tell(summary: dict[str, Any], done: commands.SectorsLoaded, *, dry_run: bool) -> None:
    show_rows(
        [{"line": each.line, "reason": _SENTENCES.get(each.reason, each.reason)} for each in done.refused],
        as_json=False,
        title="Lines left out",
        nothing="Every line is right.",
    )
    for count, what in ((summary["elsewhere"], "of other communes, passed over"), (done.repeated, "repeated")):
        if count:
            say(f"Lines {what}: {count}.")
    say(
        f"{summary['read']} lines read: {done.loaded} loaded, {done.unchanged} unchanged, {len(done.refused)} refused. "
        f"{done.removed} rules removed."
    )
    if not done.loaded and not done.unchanged:
        say("No line could be used: the sectors stay as they were.")
    if dry_run:
        say("Nothing was kept: this was a dry run.")


@app.command()
def sector(
    address: Annotated[
        str, typer.Argument(help='"12 bis rue des Selves", a postal code and a town after it if need be.')
    ],
    level: Annotated[commands.Level, typer.Option(help="The level that the child enters.")],
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Whose sectors; else those of the coming rentrée.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """The sector school of an address, or why there is none.

    Without a date: at the rentrée of the school year that commune.yaml names.
    """
    year = read_profile(commune_folder()).school_year
    day: date | None = on.date() if on else None
    answer = _run(commands.sector_of(database_url("schooling"), address, level, on=day, school_year=year), year)
    if as_json:
        typer.echo(json.dumps(answer, ensure_ascii=False, indent=1))
    else:
        say(answer["explanation"])


@app.command("check-sectors")
def check_sectors(
    cycle: Annotated[commands.Cycle | None, typer.Option(help="Only this one.")] = None,
    school_year: Year = None,
    as_json: AsJson = False,
) -> None:
    """What is wrong with the sectors at a rentrée: rules that overlap, known addresses that none takes.

    Status 1 if there are any.
    """
    year = school_year or read_profile(commune_folder()).school_year
    cycles = [cycle] if cycle else list(commands.Cycle)
    with working("Looking up every known address"):
        checks, register = _run(commands.check_sectors(database_url("schooling"), cycles, year), year)
    overlaps, holes = commands.overlap_rows(checks, register), commands.hole_rows(checks, register)
    unset = [str(check.cycle) for check in checks if check.school_year is None]
    if as_json:
        found = {"overlaps": overlaps, "holes": holes, "without_sectors": unset}
        typer.echo(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        _tell_check(overlaps, holes, unset, year)
    if overlaps or holes or unset:
        raise typer.Exit(1)


def _tell_check(
    overlaps: Sequence[dict[str, Any]], holes: Sequence[dict[str, Any]], unset: Sequence[str], year: int
) -> None:
    show_rows(overlaps, as_json=False, title="Overlaps: the first rule stands", nothing="No overlap.")
    worded = [{**hole, "why": _HOLES.get(hole["why"], hole["why"])} for hole in holes]
    show_rows(worded, as_json=False, title="Holes: known addresses without a school", nothing="No hole.")
    for cycle in unset:
        say(f"{cycle}: no sectors are set for the rentrée {year}.")


def _run(command: Any, year: int) -> Any:
    try:
        return asyncio.run(command)
    except commands.UnknownSchoolYear:
        raise Failure(
            f"The commune lists no school year {year}: add it to schools.yaml, then kiosque commune load."
        ) from None
