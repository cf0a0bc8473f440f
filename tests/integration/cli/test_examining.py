"""The doctor finds what is wrong, and nothing where all is well."""

import aio_pika
import pytest

from cli import broker
from cli.examinations import broker_rights, databases, processes, topology
from deploy.local.instance import Instance
from tests.integration.cli.conftest import Kiosque, change
from tests.support.broker import VirtualHost
from tests.support.databases import ServiceDatabase

pytestmark = pytest.mark.usefixtures("kiosque")


async def of_household() -> list[str]:
    """The other services' databases belong to the whole run, and may be empty."""
    return [problem for problem in await databases.problems() if " household " in problem]


async def test_a_declared_bus_lacks_nothing_but_its_readers() -> None:
    missing = await topology.problems()
    assert "The queue kiosque.household does not exist: run `kiosque bus declare`." in missing
    await broker.declare()
    assert all(problem.startswith("Nobody reads ") for problem in await topology.problems())


async def test_a_binding_too_few_and_one_too_many_are_named(fresh_vhost: VirtualHost) -> None:
    await broker.declare()
    async with await aio_pika.connect(fresh_vhost.operator_url) as connection:
        queue = await (await connection.channel()).get_queue("kiosque.documents")
        await queue.unbind("kiosque.events", "household.submission.made.v1")
        await queue.bind("kiosque.events", "identity.account.activated.v1")
    found = "\n".join(await topology.problems())
    assert "kiosque.documents does not get household.submission.made.v1" in found
    assert "kiosque.documents gets identity.account.activated.v1, which no contract says it reads" in found


async def test_the_accounts_of_the_broker_may_do_no_more_than_they_must() -> None:
    await broker.declare()
    assert await broker_rights.problems() == []


async def test_an_account_that_may_do_too_much_or_too_little_is_named(
    infrastructure: Instance, fresh_vhost: VirtualHost
) -> None:
    await broker.declare()
    everything = {"configure": ".*", "write": ".*", "read": ".*"}
    infrastructure.rabbitmq._ask("PUT", f"/api/permissions/{fresh_vhost.name}/identity", everything)
    nothing = {"exchange": "kiosque.events", "write": "^$", "read": "^$"}
    infrastructure.rabbitmq._ask("PUT", f"/api/topic-permissions/{fresh_vhost.name}/schooling", nothing)
    found = await broker_rights.problems()
    assert "The broker account identity may read kiosque.notifications, and should not." in found
    assert "The broker account identity may declare queues, and should not." in found
    assert "The broker account schooling may not publish under schooling., and should." in found
    assert not any("household" in problem for problem in found)


async def test_a_migrated_database_with_its_rights_is_well() -> None:
    assert await of_household() == []


async def test_a_database_behind_its_code_is_named(household: ServiceDatabase) -> None:
    (version,) = await change(household, "SELECT version_num FROM alembic_version")
    await change(household, "DELETE FROM alembic_version")
    try:
        assert ["run `kiosque db migrate`" in problem for problem in await of_household()] == [True]
    finally:
        await change(household, "INSERT INTO alembic_version VALUES ($1)", version[0])


async def test_a_serving_role_that_may_change_the_audit_is_named(household: ServiceDatabase) -> None:
    await change(household, "GRANT UPDATE ON audit TO household_app")
    try:
        assert await of_household() == [
            "The serving role of household may change or delete audit rows, and should not."
        ]
    finally:
        await change(household, "REVOKE UPDATE ON audit FROM household_app")


NOBODY = "http://127.0.0.1:9"  # the discard port: nobody listens there


async def test_a_process_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSQUE_OPERATOR_HOUSEHOLD_WORKER_URL", NOBODY)
    assert "household-worker does not answer (ClientConnectorError)." in await processes.problems()


async def test_the_command_ends_with_1_and_each_problem_in_a_sentence(
    kiosque: Kiosque, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSQUE_OPERATOR_GATEWAY_URL", NOBODY)
    done = await kiosque("doctor")
    assert done.exit_code == 1
    assert "✗ processes are ready" in done.output
    assert "gateway does not answer" in done.output


async def test_the_configuration_is_printed_without_secrets(kiosque: Kiosque, infrastructure: Instance) -> None:
    done = await kiosque("config", "check")
    assert done.exit_code == 0, done.output
    assert "HOUSEHOLD_DATABASE_URL=postgresql+asyncpg://household_app:***@" in done.output
    everything = infrastructure.environment_of_everything()
    for secret in ("GATEWAY_CSRF_KEY", "DOCUMENTS_S3_SECRET_KEY", "NOTIFICATIONS_SEALING_PRIVATE_KEY"):
        assert everything[secret] not in done.output


async def test_every_problem_of_the_configuration_is_named(kiosque: Kiosque, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GATEWAY_CSRF_KEY")
    monkeypatch.setenv("SCHOOLING_PORT", "many")
    done = await kiosque("config", "check")
    assert done.exit_code == 1
    assert "gateway: GATEWAY_CSRF_KEY: is missing" in done.output
    assert "services.schooling: SCHOOLING_PORT:" in done.output
