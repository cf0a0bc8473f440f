"""The tables that the code names are those that the migrations make."""

from importlib import import_module

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from tests.conftest import FreshDatabase


@pytest.mark.parametrize("service", ["documents", "household", "identity", "notifications", "schooling"])
async def test_code_and_migrations_agree(fresh_database: FreshDatabase, service: str) -> None:
    metadata = import_module(f"services.{service}.adapters.tables").metadata
    engine = create_async_engine((await fresh_database(service)).owner_url)

    def differences(connection: Connection) -> list[object]:
        options = {"compare_type": True, "compare_server_default": True}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))

    async with engine.connect() as connection:
        found = await connection.run_sync(differences)
    await engine.dispose()
    assert not [difference for difference in found if "alembic_version" not in str(difference)]
