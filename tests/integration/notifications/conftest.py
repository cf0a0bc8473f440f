"""Notifications on a real database, with facts applied as the worker's applier does."""

import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest

from deploy.local.instance import Instance
from libs.chassis.auth import SubjectMint
from libs.chassis.db import Database
from libs.chassis.sealing import Sealer
from libs.chassis.settings import load_settings
from libs.commune.admission import read_admission
from libs.contracts.event import Event
from libs.contracts.identity.v1 import AccountActivated, AccountRegistered, ActivationRequested
from services.notifications.adapters.letterhead import read_letterhead
from services.notifications.adapters.unit_of_work import NotificationsUnitOfWork
from services.notifications.main import create_app
from services.notifications.settings import NotificationsSettings
from services.notifications.worker import new_subscriber, new_voice
from tests.conftest import EnvironmentFor, FreshDatabase
from tests.integration.notifications.threads_api import Threads
from tests.support.databases import ServiceDatabase
from tests.support.envelopes import enveloped

Tell = Callable[..., Awaitable[None]]


@pytest.fixture
async def tables(fresh_database: FreshDatabase) -> ServiceDatabase:
    return await fresh_database("notifications")


@pytest.fixture
def settings(tables: ServiceDatabase, environment_for: EnvironmentFor) -> NotificationsSettings:
    with mock.patch.dict(os.environ, environment_for("notifications-worker", database=tables)):
        return load_settings(NotificationsSettings)


@pytest.fixture
async def database(tables: ServiceDatabase) -> AsyncIterator[Database]:
    database = Database(tables.url, application="test")
    yield database
    await database.close()


@pytest.fixture
async def rows(tables: ServiceDatabase) -> AsyncIterator[Callable[..., Awaitable[list[dict[str, Any]]]]]:
    """`await rows("SELECT ...", value)` as the superuser."""
    connection = await asyncpg.connect(tables.dsn)

    async def fetch(query: str, *values: object) -> list[dict[str, Any]]:
        return [dict(row) for row in await connection.fetch(query, *values)]

    yield fetch
    await connection.close()


Rows = Callable[..., Awaitable[list[dict[str, Any]]]]


@pytest.fixture
def tell(database: Database, settings: NotificationsSettings) -> Tell:
    """`await tell(event, version=2)`: apply a fact in a transaction of its own."""
    letterhead = read_letterhead(settings.commune_dir, str(settings.public_url))
    subscriber = new_subscriber(new_voice(settings.commune_dir, letterhead), read_admission(settings.commune_dir))

    async def apply(event: Event, version: int = 1) -> None:
        async with NotificationsUnitOfWork(database) as uow:
            await subscriber.apply(enveloped(event, version), uow)
            await uow.commit()

    return apply


@pytest.fixture
async def threads(settings: NotificationsSettings, infrastructure: Instance, tell: Tell) -> AsyncIterator[Threads]:
    """The API of threads, asked by anybody."""
    mint = SubjectMint(infrastructure.environment_of("gateway")["GATEWAY_SUBJECT_PRIVATE_KEY"])
    app = create_app(settings)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://notifications") as client,
    ):
        yield Threads(client, mint, tell)


@dataclass(frozen=True)
class Family:
    """A family with one account, and the facts that identity tells of it."""

    sealer: Sealer
    id: UUID
    account_id: UUID
    email: str

    def registered(self) -> AccountRegistered:
        return AccountRegistered(
            account_id=self.account_id,
            family_id=self.id,
            family_code="00042",
            email=self.email,
            first_name="Anouk",
            last_name="Canari",
        )

    def activated(self) -> AccountActivated:
        return AccountActivated(
            account_id=self.account_id, family_id=self.id, email=self.email, activated_at=datetime.now(UTC)
        )

    def asks_activation(
        self,
        token: str = "a-token",  # noqa: S107 - invented
        email: str | None = None,
        hours: float = 48,
    ) -> ActivationRequested:
        return ActivationRequested(
            account_id=self.account_id,
            family_id=self.id,
            family_code="00042",
            email=email or self.email,
            first_name="Anouk",
            sealed_token=self.sealer.seal(token),
            expires_at=datetime.now(UTC) + timedelta(hours=hours),
        )


@pytest.fixture
def a_family(infrastructure: Instance) -> Callable[[], Family]:
    variables = infrastructure.environment_of("identity")
    sealer = Sealer(variables["IDENTITY_NOTIFICATIONS_SEALING_PUBLIC_KEY"])

    def make() -> Family:
        return Family(sealer, uuid4(), uuid4(), f"parent-{uuid4().hex[:8]}@famille.example")

    return make


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@pytest.fixture
def free_port() -> int:
    return _free_port()


@pytest.fixture
def another_free_port() -> int:
    return _free_port()
