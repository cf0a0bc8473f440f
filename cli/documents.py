"""`kiosque documents`: the keys of the families' files."""

import asyncio

import typer

from cli.environment import required
from cli.output import say
from cli.services import database_url
from services.documents.commands import rotate_keys as rewrap

app = typer.Typer(no_args_is_help=True, help="The families' files.")


@app.callback()
def group() -> None:
    """Keeps `rotate-keys` a subcommand although it is alone."""


@app.command("rotate-keys")
def rotate_keys() -> None:
    """Put every file's data key under the current key of DOCUMENTS_ENCRYPTION_KEYS; the files stay as they are.

    Restart documents with the new ring first. The former key may leave the ring once this says 0.
    """
    changed = asyncio.run(rewrap(database_url("documents"), required("DOCUMENTS_ENCRYPTION_KEYS")))
    say(f"{changed} data keys are under the current key now.")
