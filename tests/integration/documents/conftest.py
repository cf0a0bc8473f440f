"""The API of documents and its worker's jobs on real PostgreSQL, S3 and clamd; events are handed over as delivered."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest
from asgi_lifespan import LifespanManager
from fastapi import FastAPI
from joserfc.jwk import OKPKey

from deploy.local.folder import ROOT
from libs.chassis.auth import Permission, Subject, SubjectKind, SubjectMint
from libs.chassis.db import Database
from libs.contracts.envelope import Envelope
from libs.contracts.event import Event
from services.documents.adapters.object_store import ObjectStore
from services.documents.application.ports import MissingObject
from services.documents.commands import load
from services.documents.main import create_app
from services.documents.settings import DocumentsSettings
from services.documents.worker import Jobs, new_subscriber
from tests.conftest import EnvironmentFor, FreshDatabase
from tests.corpus.pictures import a_photo
from tests.support.databases import ServiceDatabase
from tests.support.papers import a_pdf

COMMUNE = ROOT / "communes" / "carros"
VACCINES = "carnet-sante-vaccinations"


def a_registration() -> Subject:
    return Subject(SubjectKind.REGISTRATION, uuid4())


def a_family() -> Subject:
    return Subject(SubjectKind.FAMILY, uuid4(), uuid4())


def an_agent(*permissions: str) -> Subject:
    return Subject(
        SubjectKind.STAFF,
        uuid4(),
        None,
        frozenset(permissions or {Permission.DOCUMENTS_READ, Permission.HOUSEHOLD_HEALTH}),
    )


def a_child() -> str:
    return f"child-{uuid4()}"


def code_of(answer: httpx.Response) -> str:
    """The stable code of a problem."""
    return str(answer.json()["type"]).removeprefix("urn:kiosque:problem:")


@dataclass
class Documents:
    """What the gateway, household and an operator can do to the service."""

    app: FastAPI
    client: httpx.AsyncClient
    settings: DocumentsSettings
    database: ServiceDatabase
    jobs: Jobs
    store: ObjectStore
    mint: SubjectMint
    manifest_key: OKPKey

    async def call(self, method: str, path: str, subject: Subject, **options: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.mint.mint(subject)}", **options.pop("headers", {})}
        return await self.client.request(method, path, headers=headers, **options)

    async def upload(
        self,
        subject: Subject,
        content: Any = None,
        *,
        record: str | None = None,
        piece: str = VACCINES,
        name: str = "carnet.pdf",
        key: str | None = None,
        headers: dict[str, str] | None = None,
        replaces: UUID | None = None,
    ) -> httpx.Response:
        """What JOINDRE sends; a small good file to a new child unless told otherwise."""
        return await self.call(
            "POST",
            "/documents",
            subject,
            params={"record": record or a_child(), "piece": piece} | ({"replaces": replaces} if replaces else {}),
            content=a_pdf(name).content if content is None else content,
            headers={
                "X-File-Name": quote(name, safe=""),
                "Idempotency-Key": key or uuid4().hex,
                "Content-Type": "application/octet-stream",
                **(headers or {}),
            },
        )

    async def photo(self, subject: Subject, content: bytes | None = None, **options: Any) -> UUID:
        """The id of a picture that was taken."""
        return await self.taken(subject, content or a_photo(), **{"name": "IMG_0001.jpg"} | options)

    async def taken(self, subject: Subject, content: bytes | None = None, **options: Any) -> UUID:
        """The id of a file that was taken."""
        answer = await self.upload(subject, content, **options)
        assert answer.status_code == 201, answer.text
        return UUID(answer.json()["id"])

    async def opened(self, subject: Subject, document_id: UUID) -> httpx.Response:
        return await self.call("GET", f"/documents/{document_id}/content", subject)

    async def listed(self, subject: Subject, record: str | None = None) -> list[dict[str, Any]]:
        answer = await self.call("GET", "/documents", subject, params={"record": record} if record else None)
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.json()
        return found

    async def manifest(self, subject: Subject, *records: str) -> dict[str, Any]:
        answer = await self.call("POST", "/manifests", subject, json={"records": list(records)})
        assert answer.status_code == 200, answer.text
        made: dict[str, Any] = answer.json()
        return made

    async def hears(self, event: Event) -> None:
        """Apply an event as the worker's applier does."""
        envelope = Envelope(
            id=uuid4(),
            source="household",
            type=event.type,
            subject=event.subject,
            time=datetime.now(UTC),
            aggregate_version=1,
            correlation_id=str(uuid4()),
            causation_id=None,
            traceparent=None,
            data=event.model_dump(mode="json"),
        )
        async with self.jobs.new_uow() as uow:
            await new_subscriber().apply(envelope, uow)
            await uow.commit()

    async def rows(self, query: str, *values: object) -> list[asyncpg.Record]:
        connection = await asyncpg.connect(self.database.dsn)
        try:
            return list(await connection.fetch(query, *values))
        finally:
            await connection.close()

    async def object_keys(self) -> set[str]:
        """The objects of this test's rows that are in the bucket; the bucket is shared by the run."""
        rows = await self.rows("SELECT object_key FROM documents UNION ALL SELECT object_key FROM disposals")
        return {row["object_key"] for row in rows if await self.stored(row["object_key"]) is not None}

    async def stored(self, object_key: str) -> bytes | None:
        try:
            return await self.store.get(object_key)
        except MissingObject:
            return None


@pytest.fixture
async def documents(fresh_database: FreshDatabase, environment_for: EnvironmentFor) -> AsyncIterator[Documents]:
    async with running(fresh_database, environment_for) as documents:
        yield documents


@asynccontextmanager
async def running(
    fresh_database: FreshDatabase, environment_for: EnvironmentFor, **changes: str
) -> AsyncIterator[Documents]:
    """The service on an empty database, with the commune's catalogue; `changes` are environment variables."""
    database = await fresh_database("documents")
    gateway, signing = OKPKey.generate_key("Ed25519"), OKPKey.generate_key("Ed25519")
    variables = environment_for("documents", database=database) | {
        "KIOSQUE_SUBJECT_PUBLIC_KEY": json.dumps(gateway.as_dict(private=False)),
        "DOCUMENTS_MANIFEST_PRIVATE_KEY": json.dumps(signing.as_dict(private=True)),
        **changes,
    }
    await load(database.url, COMMUNE)
    async with serving(variables, database, gateway, signing) as documents:
        yield documents


@asynccontextmanager
async def serving(
    variables: dict[str, str], database: ServiceDatabase, gateway: OKPKey, signing: OKPKey
) -> AsyncIterator[Documents]:
    """One process' worth of it; several may stand on the same database."""
    with pytest.MonkeyPatch.context() as environment:
        for name, value in variables.items():
            environment.setenv(name, value)
        settings = DocumentsSettings()
    app = create_app(settings)
    own = Database(database.url, application="documents-worker", pool_size=2)
    store = app.state.deps.reception.storage
    transport = httpx.ASGITransport(app)
    async with LifespanManager(app), httpx.AsyncClient(transport=transport, base_url="http://documents") as client:
        mint = SubjectMint(json.dumps(gateway.as_dict(private=True)))
        yield Documents(app, client, settings, database, Jobs(settings, own, store), store, mint, signing)
    await own.close()


@pytest.fixture
def nobody_there() -> str:
    """A port where nothing listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return str(taken.getsockname()[1])


@pytest.fixture
async def silence() -> AsyncIterator[str]:
    """The port of a server that takes connections and never answers: a scanner that hangs."""
    leaving = asyncio.Event()

    async def hold(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await leaving.wait()
        writer.close()

    server = await asyncio.start_server(hold, "127.0.0.1", 0)
    async with server:
        yield str(server.sockets[0].getsockname()[1])
        leaving.set()
