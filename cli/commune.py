"""`kiosque commune`: the commune's data, from its folder into the services that own it."""

import asyncio
from pathlib import Path

import typer

from cli.environment import required
from cli.failure import Failure
from cli.output import say
from cli.services import OneService, chosen, command_of, database_url

app = typer.Typer(no_args_is_help=True, help="The commune's data.")


@app.callback()
def group() -> None:
    """Keeps `load` a subcommand although it is alone."""


@app.command()
def load(service: OneService = None) -> None:
    """Give each service its part of KIOSQUE_COMMUNE_DIR; loading again changes nothing but what changed there."""
    folder = Path(required("KIOSQUE_COMMUNE_DIR"))
    if not folder.is_dir():
        raise Failure(f"KIOSQUE_COMMUNE_DIR names {folder}, which is not a folder.")
    asyncio.run(_load(chosen(service), folder))


async def _load(services: list[str], folder: Path) -> None:
    for name in services:
        own = command_of(name, "load")
        if own is not None:
            counts: dict[str, int] = await own(database_url(name), folder)
            say(f"{name}: " + ", ".join(f"{count} {what}" for what, count in counts.items()))
