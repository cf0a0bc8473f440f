"""`kiosque db`: the services' databases."""

from dataclasses import dataclass

import typer
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from cli.output import say
from cli.services import OneService, chosen, migration_url, migrations

app = typer.Typer(no_args_is_help=True, help="The services' databases.")


@app.callback()
def group() -> None:
    """Keeps `migrate` a subcommand although it is alone."""


@app.command()
def migrate(service: OneService = None) -> None:
    """Bring each service's tables to the newest version, as the role that owns them."""
    for name in chosen(service):
        command.upgrade(alembic_config(name), "head")
        say(f"{name}: migrated to {ScriptDirectory.from_config(alembic_config(name)).get_current_head()}")


def alembic_config(service: str) -> Config:
    """What Alembic needs to run one service's history."""
    config = Config()
    config.set_main_option("script_location", str(migrations(service)).replace("%", "%%"))
    config.set_main_option("sqlalchemy.url", migration_url(service).replace("%", "%%"))
    return config


@dataclass(frozen=True)
class Revisions:
    """Where a database is and where its code is."""

    current: str | None
    head: str | None


async def revisions(service: str) -> Revisions:
    """Compare a service's database with its history."""
    head = ScriptDirectory.from_config(alembic_config(service)).get_current_head()
    engine = create_async_engine(migration_url(service), hide_parameters=True, connect_args={"timeout": 5})
    try:
        async with engine.connect() as connection:
            return Revisions(await connection.run_sync(_current), head)
    finally:
        await engine.dispose()


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()
