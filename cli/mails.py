"""`kiosque mails`: what waits and what was lost on the way out."""

import asyncio
import dataclasses
import json

import typer

from cli.output import AsJson, show_rows
from cli.services import database_url
from services.notifications.commands import mail_report

app = typer.Typer(no_args_is_help=True, help="The mails to families.")


@app.callback()
def group() -> None:
    """Keeps `status` a subcommand although it is alone."""


@app.command()
def status(as_json: AsJson = False) -> None:
    """How many mails wait, left or were refused; then those with trouble. Never shows an address."""
    report = asyncio.run(mail_report(database_url("notifications")))
    if as_json:
        typer.echo(json.dumps(dataclasses.asdict(report), default=str, ensure_ascii=False, indent=1))
        return
    show_rows([report.counts], as_json=False, title="Mails", nothing="")
    show_rows(report.troubled, as_json=False, title="In trouble", nothing="None is in trouble.")
