"""Household's API and worker parts on a real database; documents' and the gateway's sides are played by the test."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from asgi_lifespan import LifespanManager
from joserfc.jwk import OKPKey

from libs.chassis.auth import SubjectMint
from services.household import commands
from services.household.main import create_app
from services.household.settings import HouseholdSettings
from tests.conftest import EnvironmentFor, FreshDatabase
from tests.support.household_driver import HouseholdDriver
from tests.support.household_papers import Papers


@pytest.fixture
async def household(fresh_database: FreshDatabase, environment_for: EnvironmentFor) -> AsyncIterator[HouseholdDriver]:
    database = await fresh_database("household")
    gateway, documents = OKPKey.generate_key("Ed25519"), OKPKey.generate_key("Ed25519")
    variables = environment_for("household", database=database) | {
        "KIOSQUE_SUBJECT_PUBLIC_KEY": _text(gateway, private=False),
        "HOUSEHOLD_MANIFEST_PUBLIC_KEY": _text(documents, private=False),
    }
    with pytest.MonkeyPatch.context() as environment:
        for name, value in variables.items():
            environment.setenv(name, value)
        settings = HouseholdSettings()
    await commands.load(database.url, Path(variables["KIOSQUE_COMMUNE_DIR"]))
    app = create_app(settings)
    transport = httpx.ASGITransport(app)
    async with LifespanManager(app), httpx.AsyncClient(transport=transport, base_url="http://household") as client:
        mint = SubjectMint(_text(gateway, private=True))
        yield HouseholdDriver(app, client, database, mint, Papers(documents))


def _text(key: OKPKey, *, private: bool) -> str:
    return json.dumps(key.as_dict(private=private))
