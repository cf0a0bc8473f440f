"""Real servers for the tests that ask for them; a test that does not ask starts nothing."""

import os
import secrets
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from deploy.local.environment import Variables
from deploy.local.instance import Instance
from deploy.local.testing import instance_at
from tests.support.broker import VirtualHost, create_vhost
from tests.support.databases import Databases, ServiceDatabase

FreshDatabase = Callable[[str], Awaitable[ServiceDatabase]]
EnvironmentFor = Callable[..., Variables]

# An example that takes long on a busy machine is no defect; what must be quick has a test of its own.
settings.register_profile("kiosque", deadline=None)
settings.load_profile("kiosque")


@pytest.fixture(scope="session")
def infrastructure() -> Iterator[Instance]:
    """PostgreSQL, RabbitMQ, S3, clamd and SMTP, shared by every test of the run.

    `make test` starts them and names their environment file in KIOSQUE_TEST_ENV; pytest alone starts them itself, and
    the last pytest that needs them stops them.
    """
    if given := os.environ.get("KIOSQUE_TEST_ENV"):
        yield instance_at(Path(given))
        return
    instance = Instance("test", durable=False)
    with instance.leased():
        instance.start_infrastructure(leased=True)
        yield instance


@pytest.fixture(scope="session")
def databases(infrastructure: Instance, worker_id: str) -> Iterator[Databases]:
    """This process' databases; tests ask for `fresh_database`."""
    databases = Databases(infrastructure, worker_id)
    yield databases
    databases.drop_all()


@pytest.fixture
def fresh_database(databases: Databases) -> FreshDatabase:
    """`await fresh_database("household")`: migrated, without a row but what migrations insert, this test's alone."""
    return databases.fresh


@pytest.fixture
def fresh_vhost(infrastructure: Instance) -> Iterator[VirtualHost]:
    """A virtual host of this test's own, with the product's accounts and rights, nothing declared."""
    vhost = create_vhost(infrastructure, f"test-{secrets.token_hex(6)}")
    yield vhost
    infrastructure.rabbitmq.delete_vhost(vhost.name)


@pytest.fixture
def environment_for(infrastructure: Instance) -> EnvironmentFor:
    """`environment_for("household-worker", database=..., vhost=...)`: a process' variables, on this test's servers."""

    def give(process: str, *, database: ServiceDatabase | None = None, vhost: VirtualHost | None = None) -> Variables:
        variables = infrastructure.environment_of(process)
        service = process.removesuffix("-worker")
        if database is not None:
            variables[f"{service.upper()}_DATABASE_URL"] = database.url
        if vhost is not None and f"{service.upper()}_BROKER_URL" in variables:
            variables[f"{service.upper()}_BROKER_URL"] = vhost.url_of(service)
        return variables

    return give
