"""The private servers give each service what is its own, and nothing else."""

import asyncio
import io
import socket
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

import aio_pika
import asyncpg
import pytest
from minio import Minio
from minio.error import S3Error

from deploy.local.containers import ContainerInstance
from deploy.local.credentials import SERVICES
from deploy.local.instance import Instance
from deploy.local.servers.clamd import SIGNATURES
from tests.conftest import FreshDatabase
from tests.support.broker import VirtualHost


def dsn(url: str, database: str | None = None) -> str:
    plain = url.replace("postgresql+asyncpg", "postgresql")
    return plain if database is None else plain.rpartition("/")[0] + "/" + database


@pytest.mark.parametrize("role", ["DATABASE_URL", "MIGRATION_DATABASE_URL"])
async def test_a_service_enters_its_own_database_alone(infrastructure: Instance, role: str) -> None:
    url = infrastructure.environment_of_everything()[f"IDENTITY_{role}"]
    connection = await asyncpg.connect(dsn(url))
    await connection.close()
    for other in ("kiosque_household", "postgres", "template1"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await asyncpg.connect(dsn(url, other))


async def test_the_serving_role_defines_nothing(infrastructure: Instance) -> None:
    connection = await asyncpg.connect(dsn(infrastructure.environment_of("household")["HOUSEHOLD_DATABASE_URL"]))
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await connection.execute("CREATE TABLE anything (id int)")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await connection.execute("CREATE TEMPORARY TABLE anything (id int)")
    await connection.close()


async def test_a_broker_account_declares_nothing_and_publishes_under_its_own_prefix(fresh_vhost: VirtualHost) -> None:
    async with await aio_pika.connect(fresh_vhost.operator_url) as operator:
        channel = await operator.channel()
        exchange = await channel.declare_exchange("kiosque.events", aio_pika.ExchangeType.TOPIC, durable=True)
        for name in ("kiosque.household", "kiosque.identity"):
            queue = await channel.declare_queue(name, durable=True)
            await queue.bind(exchange, "#")
    async with await aio_pika.connect(fresh_vhost.url_of("household")) as connection:
        await refused(connection, lambda channel: channel.declare_queue("kiosque.other"))
        await refused(connection, lambda channel: read(channel, "kiosque.identity"))
        await refused(connection, lambda channel: publish(channel, "identity.account.activated.v1"))
        await read(await connection.channel(), "kiosque.household")
        await publish(await connection.channel(), "household.family.registered.v1")


async def publish(channel: aio_pika.abc.AbstractChannel, key: str) -> None:
    exchange = await channel.get_exchange("kiosque.events", ensure=False)
    await exchange.publish(aio_pika.Message(b"{}"), routing_key=key, mandatory=True)


async def read(channel: aio_pika.abc.AbstractChannel, name: str) -> None:
    queue = await channel.get_queue(name)
    await queue.get(fail=False)


async def refused(
    connection: aio_pika.abc.AbstractConnection, attempt: Callable[[aio_pika.abc.AbstractChannel], Awaitable[object]]
) -> None:
    channel = await connection.channel()
    with pytest.raises(aio_pika.exceptions.ChannelClosed, match="ACCESS_REFUSED"):
        await asyncio.wait_for(attempt(channel), 10)


def s3(infrastructure: Instance) -> Minio:
    environment = infrastructure.environment_of("documents")
    return Minio(
        urlsplit(environment["DOCUMENTS_S3_ENDPOINT"]).netloc,
        access_key=environment["DOCUMENTS_S3_ACCESS_KEY"],
        secret_key=environment["DOCUMENTS_S3_SECRET_KEY"],
        secure=False,
        region="us-east-1",
    )


def test_the_documents_key_opens_its_bucket_alone(infrastructure: Instance) -> None:
    if isinstance(infrastructure, ContainerInstance):
        pytest.skip("the S3 server of compose is documents' alone: its one key is the server's (ADR 0016)")
    storage = s3(infrastructure)
    storage.put_object("kiosque-documents", "deploy/one", io.BytesIO(b"paper"), 5)
    with storage.get_object("kiosque-documents", "deploy/one") as answer:
        assert answer.read() == b"paper"
    storage.remove_object("kiosque-documents", "deploy/one")
    for forbidden in (
        lambda: storage.make_bucket("another"),
        lambda: storage.put_object("another", "one", io.BytesIO(b""), 0),
        lambda: storage.remove_bucket("kiosque-documents"),
        storage.list_buckets,
    ):
        with pytest.raises(S3Error, match="AccessDenied"):
            forbidden()


@pytest.mark.parametrize(("content", "verdict"), [(b"a plain letter", b"OK"), (None, b"FOUND")])
def test_the_scanner_knows_the_test_virus_anywhere_in_a_file(
    infrastructure: Instance, content: bytes | None, verdict: bytes
) -> None:
    if content is None:
        content = b"%PDF-1.7 before " + bytes.fromhex(SIGNATURES.read_text().strip().rpartition(":")[2]) + b" after"
    with socket.create_connection(("127.0.0.1", infrastructure.ports["clamd"]), timeout=10) as connection:
        connection.sendall(b"zINSTREAM\0" + len(content).to_bytes(4) + content + bytes(4))
        assert connection.recv(200).rstrip(b"\0").endswith(verdict)


@pytest.mark.parametrize("service", SERVICES)
async def test_a_fresh_database_is_migrated_and_empty(fresh_database: FreshDatabase, service: str) -> None:
    for _ in range(2):
        database = await fresh_database(service)
        connection = await asyncpg.connect(database.dsn)
        assert await connection.fetchval("SELECT version_num FROM alembic_version")
        assert await connection.fetchval("SELECT count(*) FROM outbox") == 0
        await connection.close()
