"""The scanner away, hung and back: nothing leaves before its verdict, nothing is lost meanwhile."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from libs.contracts.documents.v1 import DocumentScanned
from libs.contracts.envelope import Envelope
from services.documents.application.pin_documents import pin_documents
from services.documents.application.scan_pending import _settle
from services.documents.domain.ids import DocumentId, SubmissionId
from services.documents.worker import Jobs
from tests.conftest import EnvironmentFor, FreshDatabase
from tests.corpus.bad_files import infected
from tests.integration.documents.conftest import Documents, a_child, a_family, an_agent, code_of, running
from tests.integration.documents.test_owning_and_opening import submitted


@pytest.fixture
async def scannerless(
    fresh_database: FreshDatabase, environment_for: EnvironmentFor, nobody_there: str
) -> AsyncIterator[Documents]:
    async with running(fresh_database, environment_for, DOCUMENTS_CLAMD_PORT=nobody_there) as documents:
        yield documents


async def scanner_returns(documents: Documents, environment_for: EnvironmentFor) -> None:
    """The worker's job, with the scanner that runs."""
    port = int(environment_for("documents")["DOCUMENTS_CLAMD_PORT"])
    await documents.rows("UPDATE documents SET next_scan_at = now()")
    settings = documents.settings.model_copy(update={"clamd_port": port})
    await Jobs(settings, documents.jobs._database, documents.store).scan()


async def verdicts(documents: Documents) -> dict[UUID, str]:
    rows = await documents.rows("SELECT envelope FROM outbox ORDER BY id")
    events = [Envelope.from_json(row["envelope"].encode()) for row in rows]
    found = [DocumentScanned.model_validate(event.data) for event in events]
    assert len({event.document_id for event in found}) == len(found)
    return {event.document_id: event.verdict for event in found}


async def test_without_scanner_a_file_is_kept_and_served_to_nobody(
    scannerless: Documents, environment_for: EnvironmentFor
) -> None:
    family = a_family()
    answer = await scannerless.upload(family)
    assert (answer.status_code, answer.json()["scan"]) == (201, "pending")
    document_id = UUID(answer.json()["id"])
    await scannerless.hears(submitted(family, document_id))
    for reader in (family, an_agent()):
        opened = await scannerless.opened(reader, document_id)
        assert (opened.status_code, code_of(opened)) == (409, "scan-pending")
    await scannerless.jobs.scan()
    assert (await scannerless.opened(family, document_id)).status_code == 409
    await scanner_returns(scannerless, environment_for)
    assert (await scannerless.opened(family, document_id)).status_code == 200
    assert await verdicts(scannerless) == {document_id: "clean"}


async def test_a_scanner_that_hangs_delays_an_upload_by_its_limit_only(
    fresh_database: FreshDatabase, environment_for: EnvironmentFor, silence: str
) -> None:
    changes = {"DOCUMENTS_CLAMD_PORT": silence, "DOCUMENTS_CLAMD_SECONDS": "0.5"}
    async with running(fresh_database, environment_for, **changes) as documents:
        family, started = a_family(), time.perf_counter()
        answer = await documents.upload(family)
        assert (answer.status_code, answer.json()["scan"]) == (201, "pending")
        assert time.perf_counter() - started < 5
        opened = await documents.opened(family, answer.json()["id"])
        assert (opened.status_code, code_of(opened)) == (409, "scan-pending")


async def test_a_late_infection_is_told_and_the_file_stays_shut(
    scannerless: Documents, environment_for: EnvironmentFor
) -> None:
    family, child = a_family(), a_child()
    handed_in = await scannerless.taken(family, infected(), record=child)
    await scannerless.manifest(family, child)
    await scannerless.hears(submitted(family, handed_in))
    kept_back = await scannerless.taken(family, infected(), record=child)
    await scanner_returns(scannerless, environment_for)
    for document_id in (handed_in, kept_back):
        opened = await scannerless.opened(family, document_id)
        assert (opened.status_code, code_of(opened)) == (409, "document-infected")
    assert (await scannerless.opened(an_agent(), handed_in)).status_code == 409
    assert [listed["scan"] for listed in await scannerless.listed(family)] == ["infected", "infected"]
    assert not any(slot["documents"] for slot in (await scannerless.manifest(family, child))["slots"])
    assert await verdicts(scannerless) == {handed_in: "infected"}


async def test_a_verdict_that_waits_for_the_pin_is_told(scannerless: Documents) -> None:
    """The pin holds the row's lock when the verdict comes; what it wrote must be seen once the lock is given."""
    document_id = DocumentId(await scannerless.taken(a_family()))
    async with scannerless.jobs.new_uow() as uow:
        (claimed,) = await uow.documents.named([document_id])
    async with scannerless.jobs.new_uow() as pinning:
        await pin_documents(SubmissionId(uuid4()), [document_id], pinning, datetime.now(UTC))
        verdict = asyncio.create_task(_settle(claimed, scannerless.jobs.new_uow(), datetime.now(UTC), clean=False))
        await asyncio.sleep(0.3)
        await pinning.commit()
    await verdict
    assert await verdicts(scannerless) == {document_id: "infected"}


async def test_a_verdict_before_the_news_of_the_submission_is_told_with_it(
    scannerless: Documents, environment_for: EnvironmentFor
) -> None:
    family, child = a_family(), a_child()
    document_id = await scannerless.taken(family, infected(), record=child)
    await scannerless.manifest(family, child)
    await scanner_returns(scannerless, environment_for)
    assert await verdicts(scannerless) == {}
    await scannerless.hears(submitted(family, document_id))
    assert await verdicts(scannerless) == {document_id: "infected"}
