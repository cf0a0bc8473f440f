"""The audit goes when it is old, by the one way that the owner of the tables gave, and in no other."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from libs.chassis.correlation import new_correlation, set_correlation
from libs.chassis.db import Database
from libs.chassis.retention import audit_kept, forget_old_audit
from services.household.adapters.tables import CHASSIS
from tests.conftest import FreshDatabase
from tests.support.databases import ServiceDatabase


@pytest.fixture
async def tables(fresh_database: FreshDatabase) -> ServiceDatabase:
    return await fresh_database("household")


@pytest.fixture
async def database(tables: ServiceDatabase) -> AsyncIterator[Database]:
    set_correlation(new_correlation())
    database = Database(tables.url, application="test")
    yield database
    await database.close()


async def written(tables: ServiceDatabase, *days_ago: int) -> None:
    connection = await asyncpg.connect(tables.dsn)
    for days in days_ago:
        await connection.execute(
            "INSERT INTO audit (at, actor, action, object, correlation_id)"
            " VALUES (now() - make_interval(days => $1), 'staff:1', 'submission.read', 'submission:1', 'c')",
            days,
        )
    await connection.close()


async def left(tables: ServiceDatabase) -> list[str]:
    connection = await asyncpg.connect(tables.dsn)
    rows = await connection.fetch("SELECT action, details FROM audit ORDER BY id")
    await connection.close()
    return [f"{row['action']} {row['details']}" for row in rows]


async def test_what_is_older_than_the_setting_goes_and_each_run_is_written_down(
    tables: ServiceDatabase, database: Database
) -> None:
    await written(tables, 400, 366, 364, 1)
    async with database.reading() as connection:
        before = await audit_kept(connection, CHASSIS, 365)
    assert (before.due, before.last_run) == (2, None)
    assert await forget_old_audit(database, CHASSIS, 365) == 2
    assert await left(tables) == ["submission.read {}"] * 2 + ['retention.ran {"deleted": 2}']
    assert await forget_old_audit(database, CHASSIS, 365) == 0
    async with database.reading() as connection:
        after = await audit_kept(connection, CHASSIS, 365)
    assert after.due == 0
    assert after.last_run is not None


async def test_nothing_younger_goes_whatever_is_asked(tables: ServiceDatabase, database: Database) -> None:
    await written(tables, 179)
    with pytest.raises(Exception, match="180 days at least"):
        await forget_old_audit(database, CHASSIS, 10)
    assert await left(tables) == ["submission.read {}"]
