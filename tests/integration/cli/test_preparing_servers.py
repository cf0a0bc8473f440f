"""`kiosque servers prepare`: what the services' addresses name exists afterwards, with its rights and no more."""

import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from urllib.error import HTTPError

import aio_pika
import asyncpg
import pytest

from deploy.local.environment import Environments
from deploy.local.instance import Instance
from tests.integration.cli.conftest import Kiosque


@dataclass(frozen=True)
class NewPlace:
    """A database and a virtual host that do not exist yet."""

    environments: Environments
    name: str

    def dsn(self, role: str) -> str:
        return self.environments.database_url("schooling", role, self.name).replace("+asyncpg", "")

    def broker_url(self, user: str) -> str:
        return self.environments.broker_url(user, self.name)


@pytest.fixture
def place(infrastructure: Instance, kiosque: Kiosque, monkeypatch: pytest.MonkeyPatch) -> Iterator[NewPlace]:
    """Named in the variables of the command, as schooling's and as the bus'."""
    place = NewPlace(infrastructure.environments, f"prepared_{secrets.token_hex(4)}")
    for name, value in place.environments.administrator().items():
        monkeypatch.setenv(name, value)
    for variable, role in (("DATABASE_URL", "schooling_app"), ("MIGRATION_DATABASE_URL", "schooling_owner")):
        monkeypatch.setenv(f"SCHOOLING_{variable}", place.environments.database_url("schooling", role, place.name))
    monkeypatch.setenv("KIOSQUE_OPERATOR_BROKER_URL", place.broker_url("operator"))
    yield place
    infrastructure.postgresql.execute(f"DROP DATABASE IF EXISTS {place.name} WITH (FORCE);")
    with suppress(HTTPError):  # a command that was refused has made none
        infrastructure.rabbitmq.delete_vhost(place.name)


async def test_preparing_twice_is_preparing_once(kiosque: Kiosque, place: NewPlace) -> None:
    for _ in range(2):
        done = await kiosque("servers", "prepare")
        assert done.exit_code == 0, done.output
    assert f"schooling: database {place.name}, roles schooling_owner and schooling_app" in done.output
    await the_owner_creates_what_the_app_may_not(place)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await asyncpg.connect(
            place.environments.database_url("identity", "identity_app", place.name).replace("+asyncpg", "")
        )
    async with await aio_pika.connect(place.broker_url("schooling")) as connection:
        channel = await connection.channel()
        with pytest.raises(aio_pika.exceptions.ChannelClosed, match="ACCESS_REFUSED"):
            await channel.declare_queue("kiosque.anything")


async def the_owner_creates_what_the_app_may_not(place: NewPlace) -> None:
    owner, app = await asyncpg.connect(place.dsn("schooling_owner")), await asyncpg.connect(place.dsn("schooling_app"))
    try:
        await owner.execute("CREATE TABLE anything (id int)")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await app.execute("CREATE TABLE something (id int)")
        assert await app.fetchval("SHOW server_encoding") == "UTF8"
    finally:
        await owner.close()
        await app.close()


async def test_a_server_that_stays_away_is_named(
    kiosque: Kiosque, place: NewPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSQUE_ADMIN_DATABASE_URL", "postgresql://postgres:any@127.0.0.1:9/postgres")
    done = await kiosque("servers", "prepare", "--wait", "0")
    assert str(done.exception) == "PostgreSQL does not answer."


@pytest.mark.parametrize(
    ("variable", "server"),
    [
        ("KIOSQUE_ADMIN_DATABASE_URL", "PostgreSQL refuses its administrator"),
        ("KIOSQUE_ADMIN_BROKER_API", "The broker"),
    ],
)
async def test_an_administrator_who_is_not_let_in_is_told_at_once(
    kiosque: Kiosque, place: NewPlace, monkeypatch: pytest.MonkeyPatch, variable: str, server: str
) -> None:
    scheme, _, rest = place.environments.administrator()[variable].partition("://")
    user, address = rest.partition(":")[0], rest.rpartition("@")[2]
    monkeypatch.setenv(variable, f"{scheme}://{user}:wrong@{address}")
    done = await kiosque("servers", "prepare")
    assert str(done.exception).startswith(server)
