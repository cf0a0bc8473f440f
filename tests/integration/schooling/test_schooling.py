"""Schools from the commune's file, children from household's facts, on a real database."""

import socket
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest

from deploy.local.instance import Instance
from libs.chassis.auth import VISITOR, Subject, SubjectKind, SubjectMint
from libs.chassis.db import Database
from libs.contracts.household.v1 import ChildChanged, FamilyAddress, FamilyChanged, FamilyErased
from services.schooling.adapters.queries_children import child_states
from services.schooling.adapters.unit_of_work import SchoolingUnitOfWork
from services.schooling.commands import load
from services.schooling.settings import SchoolingSettings
from services.schooling.worker import new_subscriber
from tests.conftest import EnvironmentFor
from tests.support.broker import VirtualHost
from tests.support.databases import ServiceDatabase
from tests.support.envelopes import enveloped
from tests.support.worker_process import declare_topology, eventually, publish, worker_process

Tell = Callable[[ChildChanged | FamilyChanged | FamilyErased, int], Awaitable[None]]


@pytest.fixture
def tell(database: Database) -> Tell:
    async def apply(event: ChildChanged | FamilyChanged | FamilyErased, version: int) -> None:
        async with SchoolingUnitOfWork(database) as uow:
            await new_subscriber().apply(enveloped(event, version), uow)
            await uow.commit()

    return apply


def a_child(child_id: UUID, *, first_name: str = "Léa", validated: bool = False) -> ChildChanged:
    return ChildChanged(
        child_id=child_id,
        family_ids=[uuid4()],
        last_name="Martin",
        first_name=first_name,
        sex="feminin",
        birth_date=date(2021, 5, 2),
        validated=validated,
    )


@pytest.mark.parametrize("subject", [VISITOR, Subject(SubjectKind.FAMILY, uuid4(), uuid4())])
async def test_anybody_reads_the_schools_in_the_communes_order(
    client: httpx.AsyncClient, settings: SchoolingSettings, infrastructure: Instance, subject: Subject
) -> None:
    await load(settings.database_url.get_secret_value(), settings.commune_dir)
    mint = SubjectMint(infrastructure.environment_of("gateway")["GATEWAY_SUBJECT_PRIVATE_KEY"])
    answer = await client.get("/schools", headers={"Authorization": f"Bearer {mint.mint(subject)}"})
    assert answer.status_code == 200
    first, second, *_ = answer.json()
    assert set(first) == {"uai", "name", "kind", "address", "telephone", "head", "levels"}
    assert (first["name"], first["kind"], first["levels"]) == (
        "Maternelle Lou Souleù",
        "maternelle",
        ["TPS", "PS", "MS", "GS"],
    )
    assert second["name"] == "Groupe Scolaire Louis Fiori"


async def test_without_a_subject_there_is_nothing(client: httpx.AsyncClient) -> None:
    assert (await client.get("/schools")).status_code == 401


async def test_the_newest_state_of_a_child_stands(tell: Tell, tables: ServiceDatabase) -> None:
    child = uuid4()
    await tell(a_child(child), 1)
    await tell(a_child(child, validated=True), 3)
    await tell(a_child(child, first_name="Old"), 2)
    connection = await asyncpg.connect(tables.dsn)
    row = await connection.fetchrow("SELECT first_name, validated, version FROM children")
    await connection.close()
    assert row is not None
    assert tuple(row) == ("Léa", True, 3)


async def test_the_children_of_an_erased_family_leave_for_good(tell: Tell, tables: ServiceDatabase) -> None:
    gone, other = uuid4(), uuid4()
    await tell(a_child(gone), 1)
    await tell(a_child(other), 1)
    erased = FamilyErased(family_id=uuid4(), registration_id=None, child_ids=[gone], erased_at=datetime.now(UTC))
    for _ in range(2):
        await tell(erased, 1)
    await tell(a_child(gone, first_name="Late"), 2)
    connection = await asyncpg.connect(tables.dsn)
    assert [row["child_id"] for row in await connection.fetch("SELECT child_id FROM children")] == [other]
    await connection.close()


async def test_the_newest_state_of_a_family_stands_and_an_erased_one_stays_away(
    tell: Tell, tables: ServiceDatabase
) -> None:
    def state(code: str, *, complete: bool) -> FamilyChanged:
        return FamilyChanged(family_id=family, family_code=code, address=address, complete=complete)

    family = uuid4()
    address = FamilyAddress(
        country="FR", postal_code="06510", city="Carros", street_number="12", repetition="bis", street_id="autre"
    )
    await tell(state("10001", complete=False), 1)
    await tell(state("10001", complete=True), 3)
    await tell(state("10000", complete=False), 2)
    await tell(state("10001", complete=True), 3)
    connection = await asyncpg.connect(tables.dsn)
    row = await connection.fetchrow("SELECT code, complete, address->>'number', address->>'street_id' FROM families")
    assert row is not None
    assert tuple(row) == ("10001", True, "12", None)
    await tell(FamilyErased(family_id=family, registration_id=None, child_ids=[], erased_at=datetime.now(UTC)), 9)
    await tell(state("10001", complete=True), 8)
    assert await connection.fetchval("SELECT count(*) FROM families") == 0
    await connection.close()


async def test_a_reconciliation_sees_each_childs_version_and_digest_by_pages(tell: Tell, database: Database) -> None:
    children = sorted((uuid4() for _ in range(5)), key=lambda child: child.bytes)
    for child in children:
        await tell(a_child(child), 7)
    async with database.reading() as connection:
        first = await child_states(connection, most=3)
        second = await child_states(connection, after=first[-1].child_id, most=3)
    assert [state.child_id for state in first + second] == children
    assert {state.version for state in first} == {7}
    await tell(a_child(children[0], first_name="Lea"), 7)
    async with database.reading() as connection:
        changed = await child_states(connection, most=1)
    assert changed[0].digest != first[0].digest


@pytest.mark.timeout(60)
async def test_the_worker_keeps_what_household_publishes(
    environment_for: EnvironmentFor, tables: ServiceDatabase, fresh_vhost: VirtualHost, tmp_path: Path
) -> None:
    await declare_topology(fresh_vhost)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    variables = environment_for("schooling-worker", database=tables, vhost=fresh_vhost)
    child = uuid4()
    connection = await asyncpg.connect(tables.dsn)
    async with worker_process("schooling", variables | {"SCHOOLING_WORKER_PORT": str(port)}, tmp_path) as worker:
        await publish(fresh_vhost, enveloped(a_child(child), 1), enveloped(a_child(child, validated=True), 2))
        await eventually(lambda: connection.fetchval("SELECT validated FROM children WHERE child_id = $1", child))
        log = worker.log.read_text()
    await connection.close()
    assert "Martin" not in log
    assert "Léa" not in log
