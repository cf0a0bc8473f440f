"""`kiosque household`: the families that the town knew before the kiosk."""

import asyncio
import dataclasses
import json
from pathlib import Path
from typing import Annotated

import typer

from cli.environment import required
from cli.failure import Failure
from cli.output import AsJson, say, show_rows
from cli.services import database_url
from services.household import commands

app = typer.Typer(no_args_is_help=True, help="The families.")

_SENTENCES = {
    "adult-too-young": "too young to be a parent",
    "adults-missing": "the family has no adult",
    "adults-too-many": "a family has two adults at most",
    "child-too-old": "of age: no child any more",
    "children-too-many": "more children than a family plausibly has",
    "code-format": "letters, digits and hyphens alone, 20 at most",
    "code-taken": "another family of the kiosk has this code: left as it is",
    "date-format": "not a date as JJ/MM/AAAA",
    "date-impossible": "no such day",
    "date-in-future": "a day to come",
    "date-too-old": "too long ago",
    "differs": "the kiosk says something else: left as it is",
    "email-format": "not a mail address",
    "forbidden-characters": "signs that nobody can read",
    "guardian-unknown": "no adult of that number in the family",
    "no-letter": "not a name",
    "not-a-choice": "none of the words that may stand here",
    "person-missing": "the kiosk knows more persons in this family than the file",
    "person-unknown": "the kiosk does not know this person in the family: left as it is",
    "postal-code-format": "not a postal code",
    "repetition-format": "not bis, ter, A...",
    "required": "is needed",
    "second-guardian-excluded": "two adults are responsible: there is no other parent to describe",
    "street-number-format": "not a number of five digits at most",
    "too-long": "too long",
    "too-many-cells": "more cells than columns: is there a ; inside a cell without quotes?",
}


@app.callback()
def group() -> None:
    """Keeps `import-families` a subcommand although it is alone."""


@app.command("import-families")
def import_families(
    file: Annotated[Path, typer.Argument(help="CSV as docs/import-families.md describes it.", dir_okay=False)],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check and compare; keep nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Take over the families that the kiosk does not know; each whole or not at all. Never changes one that is there.

    Names the line and the column of each problem, and never what stands there. Status 1 when a family was left out.
    """
    if not file.is_file():
        raise Failure(f"{file} is not a file.")
    try:
        report = asyncio.run(
            commands.import_families(
                database_url("household"), Path(required("KIOSQUE_COMMUNE_DIR")), file, dry_run=dry_run
            )
        )
    except commands.UnusableFile as unusable:
        raise Failure("Nothing was imported. " + "; ".join(unusable.problems) + ".") from None
    if as_json:
        typer.echo(json.dumps(dataclasses.asdict(report), ensure_ascii=False, indent=1))
    else:
        _tell(report, dry_run=dry_run)
    if report.families.get(commands.Fate.LEFT_OUT):
        raise typer.Exit(1)


def _tell(report: commands.ImportReport, *, dry_run: bool) -> None:
    show_rows(
        [
            {"line": found.line, "column": found.column, "problem": _SENTENCES.get(found.code, found.code)}
            for found in report.problems
        ],
        as_json=False,
        title="Lines to look at",
        nothing="Every line is right.",
    )
    counts = ", ".join(f"{count} {fate}" for fate in commands.Fate if (count := report.families.get(fate, 0)))
    say(f"{report.lines} persons read. Families: {counts or 'none'}.")
    if dry_run:
        say("Nothing was kept: this was a dry run.")
