"""What rests in the bucket: bound to its row, rotatable, and nothing besides."""

import asyncio
import base64
import json
import secrets
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
from joserfc.jwk import OKPKey

from services.documents.adapters.unit_of_work import DocumentsUnitOfWork
from services.documents.application.ports import MissingObject
from services.documents.application.tidy_storage import sweep_orphans
from services.documents.commands import rotate_keys
from tests.conftest import EnvironmentFor, FreshDatabase
from tests.integration.documents.conftest import Documents, a_family, a_registration, code_of, running, serving
from tests.support.papers import a_pdf


async def test_a_flipped_bit_is_refused(documents: Documents) -> None:
    owner = a_registration()
    document_id = await documents.taken(owner)
    (row,) = await documents.rows("SELECT object_key FROM documents")
    stored = bytearray(await documents.store.get(row["object_key"]))
    stored[len(stored) // 2] ^= 1
    await documents.store.put(row["object_key"], bytes(stored))
    opened = await documents.opened(owner, document_id)
    assert (opened.status_code, code_of(opened)) == (500, "damaged-content")
    assert b"PDF" not in opened.content


async def test_an_object_under_another_row_is_refused(documents: Documents) -> None:
    owner = a_registration()
    first, second = await documents.taken(owner), await documents.taken(owner)
    keys = {row["id"]: row["object_key"] for row in await documents.rows("SELECT id, object_key FROM documents")}
    await documents.store.put(keys[first], await documents.store.get(keys[second]))
    assert (await documents.opened(owner, first)).status_code == 500
    assert (await documents.opened(owner, second)).status_code == 200


async def test_keys_rotate_while_files_come_and_go(
    fresh_database: FreshDatabase, environment_for: EnvironmentFor
) -> None:
    first, second = (base64.b64encode(secrets.token_bytes(32)).decode() for _ in range(2))
    old = json.dumps({"current": "k1", "keys": {"k1": first}})
    both = json.dumps({"current": "k2", "keys": {"k1": first, "k2": second}})
    new = json.dumps({"current": "k2", "keys": {"k2": second}})
    family = a_family()
    async with running(fresh_database, environment_for, DOCUMENTS_ENCRYPTION_KEYS=old) as documents:
        papers = {await documents.taken(family, name=f"{n}.pdf"): f"{n}.pdf" for n in range(6)}
        gateway, signing = OKPKey.generate_key("Ed25519"), OKPKey.generate_key("Ed25519")
        variables = environment_for("documents", database=documents.database) | {
            "KIOSQUE_SUBJECT_PUBLIC_KEY": json.dumps(gateway.as_dict(private=False)),
            "DOCUMENTS_MANIFEST_PRIVATE_KEY": json.dumps(signing.as_dict(private=True)),
        }
        async with serving(
            variables | {"DOCUMENTS_ENCRYPTION_KEYS": both}, documents.database, gateway, signing
        ) as restarted:

            async def read_all() -> list[int]:
                return [(await restarted.opened(family, document_id)).status_code for document_id in papers]

            _, statuses, during = await asyncio.gather(
                rotate_keys(documents.database.url, both), read_all(), restarted.taken(family, name="new.pdf")
            )
            assert set(statuses) == {200}
            papers[during] = "new.pdf"
            assert await rotate_keys(documents.database.url, both) == 0
        async with serving(
            variables | {"DOCUMENTS_ENCRYPTION_KEYS": new}, documents.database, gateway, signing
        ) as without_old:
            assert {listed["file_name"] for listed in await without_old.listed(family)} == set(papers.values())
            for document_id in papers:
                assert (await without_old.opened(family, document_id)).status_code == 200


async def test_orphans_are_swept_after_an_hour_and_nothing_else(documents: Documents) -> None:
    """The real sweep looks at the whole bucket, which tests share: here it sees this test's objects alone."""
    owner = a_registration()
    document_id = await documents.taken(owner)
    (row,) = await documents.rows("SELECT object_key FROM documents")
    orphan = secrets.token_hex(32)
    await documents.store.put(orphan, b"left by an upload that never committed")
    mine = {row["object_key"], orphan}

    class OwnObjects:
        def __getattr__(self, name: str) -> object:
            return getattr(documents.store, name)

        async def older_than(self, instant: datetime) -> list[str]:
            return [key for key in await documents.store.older_than(instant) if key in mine]

    class LaterClock:
        def __init__(self, minutes: int) -> None:
            self._minutes = minutes

        def now(self) -> datetime:
            return datetime.now(UTC) + timedelta(minutes=self._minutes)

    def new_uow() -> DocumentsUnitOfWork:
        return documents.jobs.new_uow()

    assert await sweep_orphans(new_uow, OwnObjects(), LaterClock(58)) == 0  # type: ignore[arg-type] # delegates
    assert await sweep_orphans(new_uow, OwnObjects(), LaterClock(62)) == 1  # type: ignore[arg-type] # delegates
    with pytest.raises(MissingObject):
        await documents.store.get(orphan)
    assert (await documents.opened(owner, document_id)).status_code == 200


async def test_a_store_that_is_away_takes_nothing_and_says_when_to_come_back(
    fresh_database: FreshDatabase, environment_for: EnvironmentFor, nobody_there: str
) -> None:
    endpoint = f"http://127.0.0.1:{nobody_there}"
    async with running(fresh_database, environment_for, DOCUMENTS_S3_ENDPOINT=endpoint) as documents:
        answer = await documents.upload(a_registration())
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
        assert await documents.rows("SELECT 1 FROM documents") == []
        assert (await documents.client.get("/readyz")).status_code == 200


async def test_the_serving_role_cannot_rewrite_the_audit(documents: Documents) -> None:
    connection = await asyncpg.connect(documents.database.url.replace("+asyncpg", ""))
    try:
        for statement in ("UPDATE audit SET actor = 'x'", "DELETE FROM audit", "CREATE TABLE x ()"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(statement)
    finally:
        await connection.close()


async def test_what_is_kept_is_what_was_sent(documents: Documents) -> None:
    owner = a_registration()
    papers = [a_pdf(f"{n}.pdf", pages=n) for n in range(1, 4)]
    ids = [await documents.taken(owner, paper.content, name=paper.name) for paper in papers]
    for document_id, paper in zip(ids, papers, strict=True):
        assert (await documents.opened(owner, document_id)).content == paper.content
