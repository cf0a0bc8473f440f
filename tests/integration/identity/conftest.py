"""Identity's API and worker parts on a real database; the gateway's and household's sides are played by the test."""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest
from altcha.v2 import Challenge, Payload, solve_challenge
from asgi_lifespan import LifespanManager
from fastapi import FastAPI
from joserfc.jwk import OKPKey
from sqlalchemy import event

from libs.chassis.auth import VISITOR, Subject, SubjectKind, SubjectMint
from libs.chassis.correlation import new_correlation, set_correlation
from libs.chassis.sealing import Opener
from libs.commune.profile import read_profile
from libs.contracts.envelope import Envelope
from libs.contracts.event import Event
from libs.contracts.household.v1 import FamilyRegistered, RegistrationAbandoned
from services.identity.commands import create_staff
from services.identity.main import create_app
from services.identity.settings import IdentitySettings
from services.identity.worker import jobs, new_subscriber
from tests.conftest import EnvironmentFor, FreshDatabase
from tests.support.databases import ServiceDatabase

PASSWORD = "Selves06500"
STAFF_PASSWORD = "Agents du matin 2026"


@dataclass(frozen=True)
class Registration:
    """What the browser of somebody who creates a family holds."""

    id: UUID
    token: str
    subject: Subject


@dataclass
class Identity:
    """The whole service but its broker, in the words of who uses it."""

    app: FastAPI
    client: httpx.AsyncClient
    settings: IdentitySettings
    database: ServiceDatabase
    mint: SubjectMint
    opener: Opener

    async def call(
        self, method: str, path: str, body: object = None, *, subject: Subject = VISITOR, address: str = "192.0.2.1"
    ) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.mint.mint(replace(subject, client_address=address))}"}
        return await self.client.request(method, path, json=body, headers=headers)

    async def fetch(self, query: str, *values: object) -> list[asyncpg.Record]:
        connection = await asyncpg.connect(self.database.dsn)
        try:
            return list(await connection.fetch(query, *values))
        finally:
            await connection.close()

    async def starts(self, email: str = "anne@example.org") -> Registration:
        answer = await self.call("POST", "/registrations", {"email": email})
        assert answer.status_code == 201, answer.text
        registration_id = UUID(answer.json()["registration_id"])
        subject = Subject(SubjectKind.REGISTRATION, registration_id)
        return Registration(registration_id, answer.json()["session_token"], subject)

    async def describes(self, registration: Registration, **changed: Any) -> httpx.Response:
        told = {
            "civility": "madame",
            "last_name": "Durand",
            "first_name": "Anne",
            "password": PASSWORD,
            "email": "anne@example.org",
            "terms_version": read_profile(self.settings.commune_dir).terms_version,
            "accepts_terms": True,
            "declares_exact": True,
            "proof": await self.solves(),
        }
        path = f"/registrations/{registration.id}/account"
        return await self.call("PUT", path, told | changed, subject=registration.subject)

    async def solves(self) -> dict[str, str]:
        """The proof of being a person, worked out as a browser does."""
        challenge = Challenge.from_dict((await self.call("GET", "/captcha/challenge")).json())
        solution = solve_challenge(challenge)
        assert solution
        return {"kind": "altcha", "payload": Payload(challenge, solution).to_base64()}

    async def hears(self, news: Event) -> None:
        """Apply an event as the worker's applier does."""
        set_correlation(new_correlation())
        envelope = Envelope(
            id=uuid4(),
            source="household",
            type=news.type,
            subject=news.subject,
            time=datetime.now(UTC),
            aggregate_version=1,
            correlation_id=str(uuid4()),
            causation_id=None,
            traceparent=None,
            data=news.model_dump(mode="json"),
        )
        deps = self.app.state.deps
        async with deps.uow() as uow:
            await new_subscriber(deps.rules).apply(envelope, uow)
            await uow.commit()

    async def hears_of_family(self, registration_id: UUID, code: str, family_id: UUID | None = None) -> UUID:
        family_id = family_id or uuid4()
        await self.hears(
            FamilyRegistered(
                family_id=family_id,
                family_code=code,
                registration_id=registration_id,
                adult_ids=[uuid4()],
                child_ids=[],
                registered_at=datetime.now(UTC),
            )
        )
        return family_id

    async def hears_of_abandonment(self, registration_id: UUID) -> None:
        await self.hears(RegistrationAbandoned(registration_id=registration_id))

    async def waits_for_activation(self, code: str = "00042", email: str = "anne@example.org") -> Registration:
        registration = await self.starts(email)
        described = await self.describes(registration, email=email)
        assert described.status_code == 204, described.text
        await self.hears_of_family(registration.id, code)
        return registration

    async def active(self, code: str = "00042", email: str = "anne@example.org") -> Registration:
        registration = await self.waits_for_activation(code, email)
        answer = await self.call("POST", "/activations", {"token": (await self.mailed_tokens())[-1]})
        assert answer.json() == {"family_code": code}
        return registration

    async def signs_in(
        self,
        identifier: str = "00042",
        password: str = PASSWORD,
        address: str = "192.0.2.1",
        device: str | None = None,
    ) -> httpx.Response:
        told = {"identifier": identifier, "password": password, "device_token": device}
        return await self.call("POST", "/sessions", told, address=address)

    async def introspects(self, token: str) -> httpx.Response:
        return await self.call("POST", "/sessions/introspection", {"session_token": token})

    async def has_staff(self, login: str = "claire") -> str:
        return await create_staff(
            self.settings.database_url.get_secret_value(),
            self.settings.totp_keys.get_secret_value(),
            login=login,
            name="Claire Agent",
            roles=["agent_famille"],
            password=STAFF_PASSWORD,
        )

    async def run_job(self, name: str) -> object:
        deps = self.app.state.deps
        [job] = [job for job in jobs(self.settings, deps.rules, deps.database, deps.uow) if job.name == name]
        return await job.run()

    async def events(self) -> list[Envelope]:
        """What the relay would publish, oldest first."""
        rows = await self.fetch("SELECT envelope FROM outbox ORDER BY id")
        return [Envelope.from_json(row["envelope"].encode()) for row in rows]

    async def mailed_tokens(self) -> list[str]:
        """What notifications would put into its mails."""
        return [
            self.opener.open(published.data["sealed_token"])
            for published in await self.events()
            if published.type == "identity.activation.requested.v1"
        ]

    @contextmanager
    def statements(self) -> Iterator[list[str]]:
        """The SQL that the API sends within the block."""
        sent: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            sent.append(statement)

        engine = self.app.state.deps.database.engine.sync_engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            yield sent
        finally:
            event.remove(engine, "before_cursor_execute", note)

    async def audited(self) -> list[tuple[str, str, str | None]]:
        rows = await self.fetch("SELECT actor, action, reason FROM audit ORDER BY id")
        return [(row["actor"].partition(":")[0], row["action"], row["reason"]) for row in rows]


@pytest.fixture
async def identity(fresh_database: FreshDatabase, environment_for: EnvironmentFor) -> AsyncIterator[Identity]:
    database = await fresh_database("identity")
    gateway, notifications = OKPKey.generate_key("Ed25519"), OKPKey.generate_key("X25519")
    variables = environment_for("identity", database=database) | {
        "KIOSQUE_SUBJECT_PUBLIC_KEY": _text(gateway, private=False),
        "IDENTITY_NOTIFICATIONS_SEALING_PUBLIC_KEY": _text(notifications, private=False),
        "IDENTITY_CAPTCHA_WORK": "5",
    }
    with pytest.MonkeyPatch.context() as environment:
        for name, value in variables.items():
            environment.setenv(name, value)
        settings = IdentitySettings()
    app = create_app(settings)
    transport = httpx.ASGITransport(app)
    async with LifespanManager(app), httpx.AsyncClient(transport=transport, base_url="http://identity") as client:
        yield Identity(
            app,
            client,
            settings,
            database,
            SubjectMint(_text(gateway, private=True)),
            Opener(_text(notifications, private=True)),
        )


def fastest(times: list[float]) -> float:
    """The tenth percentile: what the work takes when nothing else has the processor."""
    return sorted(times)[len(times) // 10]


def problem(answer: httpx.Response) -> str:
    """The code of a problem document."""
    return str(answer.json()["type"]).rpartition(":")[2]


def _text(key: OKPKey, *, private: bool) -> str:
    return json.dumps(key.as_dict(private=private))
