"""Schooling on a real database, its API in this process, and a small commune of the test's own."""

import os
import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from unittest import mock

import asyncpg
import httpx
import pytest

from deploy.local.instance import Instance
from libs.chassis.auth import VISITOR, SubjectMint
from libs.chassis.db import Database
from libs.chassis.settings import load_settings
from services.schooling.main import create_app
from services.schooling.settings import SchoolingSettings
from tests.conftest import EnvironmentFor, FreshDatabase
from tests.support.databases import ServiceDatabase

Ask = Callable[..., httpx.Response]


@pytest.fixture
async def tables(fresh_database: FreshDatabase) -> ServiceDatabase:
    return await fresh_database("schooling")


@pytest.fixture
def settings(tables: ServiceDatabase, environment_for: EnvironmentFor) -> SchoolingSettings:
    with mock.patch.dict(os.environ, environment_for("schooling", database=tables)):
        return load_settings(SchoolingSettings)


@pytest.fixture
async def database(tables: ServiceDatabase) -> AsyncIterator[Database]:
    database = Database(tables.url, application="test")
    yield database
    await database.close()


@pytest.fixture
async def client(settings: SchoolingSettings) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(settings)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://schooling") as client,
    ):
        yield client


@pytest.fixture
def as_visitor(infrastructure: Instance) -> Callable[[], dict[str, str]]:
    """Headers of somebody who did not sign in; a token lives ten seconds."""
    mint = SubjectMint(infrastructure.environment_of("gateway")["GATEWAY_SUBJECT_PRIVATE_KEY"])
    return lambda: {"Authorization": f"Bearer {mint.mint(VISITOR)}"}


@pytest.fixture
async def psql(tables: ServiceDatabase) -> AsyncIterator[asyncpg.Connection]:
    """As the superuser: to look at what was done, and to set the scene."""
    connection = await asyncpg.connect(tables.dsn)
    yield connection
    await connection.close()


@pytest.fixture
def folder(settings: SchoolingSettings, tmp_path: Path) -> Path:
    """A copy of the demo commune's data, to change."""
    return shutil.copytree(settings.commune_dir, tmp_path / "commune")
