"""Schooling on a real database, its API in this process, and a small commune of the test's own."""

import json
import os
import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from unittest import mock

import asyncpg
import httpx
import pytest
from joserfc.jwk import OKPKey

from deploy.local.instance import Instance
from libs.chassis.auth import VISITOR, SubjectMint
from libs.chassis.db import Database
from libs.chassis.settings import load_settings
from services.schooling.commands import load
from services.schooling.main import create_app
from services.schooling.settings import SchoolingSettings
from tests.conftest import EnvironmentFor, FreshDatabase
from tests.support.admission_driver import AdmissionDriver
from tests.support.databases import ServiceDatabase
from tests.support.household_papers import Papers
from tests.support.schooling_driver import SchoolingDriver

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


@pytest.fixture
async def schooling(
    tables: ServiceDatabase,
    environment_for: EnvironmentFor,
    database: Database,
    psql: asyncpg.Connection,
) -> AsyncIterator[SchoolingDriver]:
    """With the demo commune's data, its main campaign of this year open; documents' side is played by the test."""
    gateway, documents = OKPKey.generate_key("Ed25519"), OKPKey.generate_key("Ed25519")
    variables = environment_for("schooling", database=tables) | {
        "KIOSQUE_SUBJECT_PUBLIC_KEY": _text(gateway, private=False),
        "SCHOOLING_MANIFEST_PUBLIC_KEY": _text(documents, private=False),
    }
    with mock.patch.dict(os.environ, variables):
        settings = load_settings(SchoolingSettings)
    await load(tables.url, settings.commune_dir)
    app = create_app(settings)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://schooling") as client,
    ):
        mint = SubjectMint(_text(gateway, private=True))
        driver = SchoolingDriver(client, database, psql, mint, Papers(documents), app.state.deps.database.engine)
        await driver.campaign("rentree-2026")
        yield driver


@pytest.fixture
def admission(schooling: SchoolingDriver) -> AdmissionDriver:
    return AdmissionDriver(schooling)


def _text(key: OKPKey, *, private: bool) -> str:
    return json.dumps(key.as_dict(private=private))
