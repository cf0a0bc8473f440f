"""The command with an operator's variables: household's database and the broker are the test's own."""

import asyncio
from collections.abc import Awaitable, Callable

import asyncpg
import pytest
from typer.testing import CliRunner, Result

from cli.main import app
from deploy.local.credentials import SERVICES
from deploy.local.instance import Instance
from tests.conftest import FreshDatabase
from tests.support.broker import VirtualHost
from tests.support.databases import ServiceDatabase

Kiosque = Callable[..., Awaitable[Result]]


@pytest.fixture
async def household(fresh_database: FreshDatabase) -> ServiceDatabase:
    return await fresh_database("household")


@pytest.fixture
def kiosque(
    infrastructure: Instance,
    household: ServiceDatabase,
    fresh_vhost: VirtualHost,
    monkeypatch: pytest.MonkeyPatch,
) -> Kiosque:
    for name, value in infrastructure.environment_of_everything().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("HOUSEHOLD_DATABASE_URL", household.url)
    monkeypatch.setenv("HOUSEHOLD_MIGRATION_DATABASE_URL", household.owner_url)
    monkeypatch.setenv("KIOSQUE_OPERATOR_BROKER_URL", fresh_vhost.operator_url)
    for service in SERVICES:
        monkeypatch.setenv(f"{service.upper()}_BROKER_URL", fresh_vhost.url_of(service))
    monkeypatch.setattr("cli.main.configure_logging", lambda *_: None)  # this process goes on logging elsewhere

    async def run(*arguments: str) -> Result:
        return await asyncio.to_thread(CliRunner().invoke, app, arguments)

    return run


async def change(database: ServiceDatabase, statement: str, *values: object) -> list[asyncpg.Record]:
    """Run a statement as the superuser."""
    connection = await asyncpg.connect(database.dsn)
    try:
        return list(await connection.fetch(statement, *values))
    finally:
        await connection.close()
