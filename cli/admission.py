"""`kiosque schooling`: the slots of heads of school, and certificates checked without a network."""

import asyncio
import dataclasses
import json
from datetime import datetime, time
from pathlib import Path
from typing import Annotated

import typer

from cli.failure import Failure
from cli.output import AsJson, say
from cli.services import database_url
from libs.domain.errors import Invalid
from services.schooling import commands

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = ["%Y-%m-%d"]
_SENTENCES = {
    "slot-days": "--to is not before --from, and at most 190 days after it",
    "slot-minutes": "--minutes is from 5 to 180",
    "slots-overlap": "two hours of --at are closer than --minutes",
}


def publish_slots(
    uai: Annotated[str, typer.Argument(help="The school's national identifier.")],
    first: Annotated[datetime, typer.Option("--from", formats=_DAY, help="The first day.")],
    last: Annotated[datetime, typer.Option("--to", formats=_DAY, help="The last day, included.")],
    at: Annotated[str, typer.Option(help="Hours of Paris: 16:30,16:50, or 16:30-18:00 cut by --minutes.")],
    minutes: Annotated[int, typer.Option(help="How long a slot is.")],
    place: Annotated[str, typer.Option(help="Where, as families read it.")],
    days: Annotated[str, typer.Option(help="Weekdays, as mon,thu.")] = "mon,tue,thu,fri",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Compare; keep nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Publish the appointments that the head of a school offers; the same again changes nothing.

    Status 1 if a slot was left out because another one stands in its way.
    """
    plan = commands.SlotPlan(uai, first.date(), last.date(), _weekdays(days), _times(at, minutes), minutes, place)
    try:
        done = asyncio.run(commands.publish_slots(database_url("schooling"), plan, dry_run=dry_run))
    except commands.UnknownSchool:
        raise Failure(f"The commune has no open school {uai}.") from None
    except Invalid as refused:
        raise Failure("; ".join(_SENTENCES.get(e.code, f"{e.field}: {e.code}") for e in refused.errors) + ".") from None
    if as_json:
        told = {**dataclasses.asdict(done), "overlapping": [each.isoformat() for each in done.overlapping]}
        typer.echo(json.dumps(told, indent=1))
    else:
        say(
            f"{done.published} slots published, {done.unchanged} stand already, {len(done.overlapping)} in the way of "
            f"others, {done.past} in the past.{' Nothing was kept: this was a dry run.' if dry_run else ''}"
        )
    if done.overlapping:
        raise typer.Exit(1)


def verify_certificate(
    link: Annotated[str, typer.Argument(help="What the QR code holds, whole.")],
    keys: Annotated[Path, typer.Option(help="The town's keys, saved from /certificats/cles.json.", exists=True)],
    printed: Annotated[Path, typer.Option(help="JSON of what is printed; see docs/operations.md.", exists=True)],
) -> None:
    """Whether the town signed what is printed, without asking anybody; status 1 if not.

    It does not tell whether the certificate was replaced or revoked since: the page of the QR code does.
    """
    try:
        right = commands.verify_certificate(json.loads(printed.read_text()), link, keys.read_text())
    except (ValueError, KeyError) as error:
        raise Failure(f"This cannot be checked: {error}.") from None
    if not right:
        raise Failure("This is not what the town signed.")
    say("The town signed this.")


def _weekdays(days: str) -> frozenset[int]:
    try:
        return frozenset(_WEEKDAYS.index(day.strip().lower()) for day in days.split(","))
    except ValueError:
        raise Failure(f"--days names some of {', '.join(_WEEKDAYS)}.") from None


def _times(at: str, minutes: int) -> list[time]:
    try:
        if "-" in at:
            begins, ends = (time.fromisoformat(part.strip()) for part in at.split("-"))
            return commands.cut(begins, ends, max(minutes, 1))
        return [time.fromisoformat(part.strip()) for part in at.split(",")]
    except ValueError:
        raise Failure("--at is 16:30,16:50 or 16:30-18:00.") from None
