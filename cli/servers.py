"""`kiosque servers`: what must be there before the product: databases, roles, broker accounts, a bucket."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Annotated

import asyncpg
import typer
from sqlalchemy import make_url
from yarl import URL

from cli.accounts import postgresql, rabbitmq, storage
from cli.environment import required
from cli.failure import Failure
from cli.output import say
from cli.services import database_url, migration_url
from libs.contracts.catalogue import SERVICES

app = typer.Typer(no_args_is_help=True, help="The servers that the product stands on.")
_PAUSE = 1.0


@app.callback()
def group() -> None:
    """Keeps `prepare` a subcommand although it is alone."""


@app.command()
def prepare(
    wait: Annotated[float, typer.Option(help="Seconds to wait for servers that are starting.")] = 120.0,
) -> None:
    """Make what the services' addresses name, as the servers' administrators; doing it again changes nothing.

    Needs KIOSQUE_ADMIN_DATABASE_URL and KIOSQUE_ADMIN_BROKER_API besides an operator's variables; nothing else does.
    """
    asyncio.run(_prepare(time.monotonic() + wait))


async def _prepare(deadline: float) -> None:
    await _prepare_databases(deadline)
    await _prepare_broker(deadline)
    await asyncio.to_thread(_prepare_bucket)


async def _prepare_databases(deadline: float) -> None:
    try:
        await _create_databases(postgresql.Server(required("KIOSQUE_ADMIN_DATABASE_URL")), deadline)
    except asyncpg.PostgresError as error:
        raise Failure(f"PostgreSQL refuses its administrator ({type(error).__name__}).") from error


async def _create_databases(server: postgresql.Server, deadline: float) -> None:
    await _wait_for("PostgreSQL", server.answers, deadline)
    await server.close_to_strangers()
    for service in SERVICES:
        serving, migrating = make_url(database_url(service)), make_url(migration_url(service))
        roles = [postgresql.Role(url.username or "", url.password or "") for url in (migrating, serving)]
        for role in roles:
            await server.create_role(role)
        await server.create_database(serving.database or "", owner=roles[0].name, app=roles[1].name)
        say(f"{service}: database {serving.database}, roles {roles[0].name} and {roles[1].name}")


async def _prepare_broker(deadline: float) -> None:
    broker = rabbitmq.Broker(required("KIOSQUE_ADMIN_BROKER_API"))
    await _wait_for("RabbitMQ", broker.answers, deadline)
    operator = URL(required("KIOSQUE_OPERATOR_BROKER_URL"))
    urls = [operator, *(URL(required(f"{service.upper()}_BROKER_URL")) for service in SERVICES)]
    accounts = [rabbitmq.Account(url.user or "", url.password or "") for url in urls]
    await broker.create(operator.path.removeprefix("/") or "/", accounts, SERVICES)
    say(f"broker: virtual host {operator.path}, accounts {', '.join(account.name for account in accounts)}")


def _prepare_bucket() -> None:
    bucket = required("DOCUMENTS_S3_BUCKET")
    keys = required("DOCUMENTS_S3_ACCESS_KEY"), required("DOCUMENTS_S3_SECRET_KEY")
    created = storage.create_bucket(required("DOCUMENTS_S3_ENDPOINT"), *keys, bucket)
    say(f"documents: bucket {bucket} {'created' if created else 'was there'}")


async def _wait_for(server: str, answers: Callable[[], Awaitable[bool]], deadline: float) -> None:
    while not await answers():
        if time.monotonic() > deadline:
            raise Failure(f"{server} does not answer.")
        await asyncio.sleep(_PAUSE)
