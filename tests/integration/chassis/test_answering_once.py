"""The same key gives the same answer and one effect; another body is refused; nothing else changes the audit."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import APIRouter, Response
from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from deploy.local.instance import Instance
from libs.chassis.audit import AuditEntry
from libs.chassis.auth import VISITOR, AnySubject, SubjectMint
from libs.chassis.db import Database
from libs.chassis.idempotency import Answer, OnceAsked, answer_once
from libs.chassis.service import build_api
from libs.chassis.settings import ServiceSettings, load_settings
from tests.integration.chassis.conftest import LedgerDatabase
from tests.integration.chassis.ledger.service import HouseholdSettings, LedgerUow
from tests.integration.chassis.ledger.tables import CHASSIS, notes


class NoteIn(BaseModel):
    number: int


def notes_router(database: Database) -> APIRouter:
    router = APIRouter()

    @router.post("/notes", status_code=201)
    async def create(body: NoteIn, _subject: AnySubject, once: OnceAsked, response: Response) -> None:
        note_id = uuid4()

        async def act(uow: LedgerUow) -> None:
            async with uow:
                await uow.connection.execute(
                    notes.insert().values(event_id=note_id, subject=str(note_id), number=body.number)
                )
                uow.audit(AuditEntry("visitor:0", "note.made", f"note:{note_id}"))
                await uow.commit()

        uow = LedgerUow(database, CHASSIS, source="household", translate=lambda _: None)
        answer = await answer_once(
            once, Answer(201, f"/notes/{note_id}"), database=database, tables=CHASSIS, uow=uow, act=act
        )
        response.headers["Location"] = answer.location

    return router


@pytest.fixture
async def client(
    infrastructure: Instance, reader: LedgerDatabase, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[httpx.AsyncClient]:
    for name, value in infrastructure.environment_of("household").items():
        monkeypatch.setenv(name, value)
    settings: ServiceSettings = load_settings(HouseholdSettings)
    database = Database(reader.url, application="test api", pool_size=8)
    app = build_api("ledger", settings, routers=[notes_router(database)], checks={})
    mint = SubjectMint(infrastructure.environment_of("gateway")["GATEWAY_SUBJECT_PRIVATE_KEY"])
    headers = {"Authorization": f"Bearer {mint.mint(VISITOR)}"}
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://ledger", headers=headers) as client:
        yield client
    await database.close()


async def test_fifty_parallel_repetitions_have_one_effect_and_one_answer(
    client: httpx.AsyncClient, reader: LedgerDatabase
) -> None:
    headers = {"Idempotency-Key": "a-form-rendered-once"}
    answers = await asyncio.gather(*(client.post("/notes", json={"number": 7}, headers=headers) for _ in range(50)))
    assert {(answer.status_code, answer.headers["location"]) for answer in answers} == {
        (201, answers[0].headers["location"])
    }
    assert await reader.value("SELECT count(*) FROM notes") == 1
    assert await reader.value("SELECT count(*) FROM audit") == 1


async def test_the_same_key_with_another_body_is_refused(client: httpx.AsyncClient, reader: LedgerDatabase) -> None:
    headers = {"Idempotency-Key": "a-form-rendered-once"}
    await client.post("/notes", json={"number": 7}, headers=headers)
    answer = await client.post("/notes", json={"number": 8}, headers=headers)
    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:kiosque:problem:idempotency-key-reused"
    assert await reader.value("SELECT count(*) FROM notes") == 1


async def test_a_key_is_asked_for(client: httpx.AsyncClient) -> None:
    answer = await client.post("/notes", json={"number": 7})
    assert answer.status_code == 422


async def test_an_effect_that_fails_leaves_its_key_free(client: httpx.AsyncClient, reader: LedgerDatabase) -> None:
    headers = {"Idempotency-Key": "a-form-rendered-once"}
    answer = await client.post("/notes", json={"number": 2**40}, headers=headers)
    assert answer.status_code == 500
    assert await reader.value("SELECT count(*) FROM idempotency") == 0
    assert (await client.post("/notes", json={"number": 1}, headers=headers)).status_code == 201


@pytest.mark.parametrize("statement", ["UPDATE audit SET actor = 'nobody'", "DELETE FROM audit", "TRUNCATE audit"])
async def test_the_serving_role_cannot_change_the_audit(reading: Database, statement: str) -> None:
    async with LedgerUow(reading, CHASSIS, source="household", translate=lambda _: None) as uow:
        uow.audit(AuditEntry(f"staff:{UUID(int=1)}", "submission.read", f"submission:{UUID(int=2)}"))
        await uow.commit()
    with pytest.raises(ProgrammingError, match="permission denied"):
        async with reading.transaction() as connection:
            await connection.execute(text(statement))
    async with reading.reading() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM audit"))).scalar_one() == 1
