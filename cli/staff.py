"""`kiosque staff`: the town's agents."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

from cli.environment import required
from cli.failure import Failure
from cli.output import say
from cli.services import command_of, database_url
from libs.commune.profile import read_profile

app = typer.Typer(no_args_is_help=True, help="The town's agents.")


@app.callback()
def group() -> None:
    """Keeps `create` a subcommand although it is alone."""


@app.command()
def create(
    login: Annotated[str, typer.Option(help="What the agent types to sign in.")],
    name: Annotated[str, typer.Option(help="Shown on screens and beside decisions.")],
    role: Annotated[list[str], typer.Option(help="A role of commune.yaml; may be repeated.")],
    password_stdin: Annotated[bool, typer.Option(help="Read the password from standard input.")] = False,
    totp_secret: Annotated[
        str | None, typer.Option(help="Base32 secret of the authenticator; a new one when not given.")
    ] = None,
) -> None:
    """Create an agent and print the authenticator's secret; an existing login keeps all it has."""
    known = read_profile(Path(required("KIOSQUE_COMMUNE_DIR"))).roles
    if unknown := sorted(set(role) - set(known)):
        raise Failure(f"commune.yaml has no role {', '.join(unknown)}; it has {', '.join(sorted(known))}.")
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else typer.prompt("Password", hide_input=True)
    if not password:
        raise Failure("The password is empty.")
    own = command_of("identity", "create_staff")
    if own is None:
        raise Failure("identity offers no way to create an agent.")
    secret: str = asyncio.run(
        own(
            database_url("identity"),
            required("IDENTITY_TOTP_KEYS"),
            login=login,
            name=name,
            roles=role,
            password=password,
            totp_secret=totp_secret,
        )
    )
    say(f"{login}: authenticator secret {secret}")
