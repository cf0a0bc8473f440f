"""The real worker on a real bus: events arrive once or ten times, the worker dies in between."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest

from libs.chassis.auth import Subject
from tests.conftest import EnvironmentFor, FreshDatabase
from tests.integration.documents.conftest import Documents, a_child, a_family, a_registration, running
from tests.integration.documents.test_owning_and_opening import registered, submitted
from tests.support.broker import VirtualHost
from tests.support.envelopes import enveloped
from tests.support.worker_process import declare_topology, eventually, publish, worker_process

pytestmark = pytest.mark.timeout(90)


@dataclass
class Service:
    """The API, without a scanner, and what its worker needs."""

    documents: Documents
    variables: dict[str, str]
    vhost: VirtualHost

    async def opens(self, subject: Subject, document_id: UUID) -> bool:
        return (await self.documents.opened(subject, document_id)).status_code == 200


@pytest.fixture
async def service(
    fresh_database: FreshDatabase, environment_for: EnvironmentFor, fresh_vhost: VirtualHost, nobody_there: str
) -> AsyncIterator[Service]:
    async with running(fresh_database, environment_for, DOCUMENTS_CLAMD_PORT=nobody_there) as documents:
        variables = environment_for("documents-worker", database=documents.database, vhost=fresh_vhost)
        await declare_topology(fresh_vhost)
        yield Service(documents, variables | {"DOCUMENTS_WORKER_PORT": nobody_there}, fresh_vhost)


async def test_a_file_is_scanned_given_to_the_family_and_pinned(service: Service, tmp_path: Path) -> None:
    registration, family, child = a_registration(), a_family(), a_child()
    name = "Léa CANARI vaccins.pdf"
    document_id = await service.documents.taken(registration, record=child, name=name)
    birth, handing_in = enveloped(registered(registration, family)), enveloped(submitted(family, document_id))
    async with worker_process("documents", service.variables, tmp_path) as worker:
        await publish(service.vhost, handing_in, birth)
        await eventually(lambda: service.opens(family, document_id))
        worker.kill()
    async with worker_process("documents", service.variables, tmp_path) as worker:
        await publish(service.vhost, *[birth, handing_in] * 5)

        async def told() -> bool:
            return bool(await service.documents.rows("SELECT 1 FROM outbox WHERE published_at IS NOT NULL"))

        await eventually(told)
        status, metrics = await worker.get("/metrics")
        assert (status, "kiosque_documents_unscanned 0.0" in metrics) == (200, True)
    assert [len(await service.documents.rows(f"SELECT 1 FROM {table}")) for table in ("pins", "outbox")] == [1, 1]
    assert await service.documents.rows("SELECT 1 FROM inbox WHERE state <> 'applied'") == []
    assert "CANARI" not in logged(tmp_path)


def logged(folder: Path) -> str:
    """Everything that the workers wrote."""
    return "".join(log.read_text() for log in folder.iterdir())
