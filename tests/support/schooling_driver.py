"""Schooling in the words of those who use it: families and agents over HTTP, household by its events."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from libs.chassis.auth import Subject, SubjectKind, SubjectMint
from libs.chassis.db import Database
from libs.contracts.envelope import Envelope
from libs.contracts.event import Event
from libs.contracts.household.v1 import ChildChanged, FamilyAddress, FamilyChanged
from services.schooling.adapters.unit_of_work import SchoolingUnitOfWork
from services.schooling.application.lapse_proposals import lapse_proposals
from services.schooling.application.remind_of_proposals import remind_of_proposals
from services.schooling.worker import new_subscriber
from tests.support.envelopes import enveloped
from tests.support.household_papers import Papers

AGENT = Subject(
    SubjectKind.STAFF, UUID(int=77), permissions=frozenset({"schooling.read", "schooling.decide", "documents.read"})
)
YEAR = 2026
MATERNELLE, FIORI, PLANS, VILLAGE = "0069901A", "0069902B", "0069903C", "0069904D"
SELVES = FamilyAddress(
    country="FR",
    postal_code="06510",
    city="Carros",
    street_number="25",
    repetition=None,
    street_id=None,
    street_name="Rue des Selves",
)
ELSEWHERE = SELVES.model_copy(update={"postal_code": "06700", "city": "Saint-Laurent-du-Var"})


@dataclass(frozen=True)
class Home:
    """A family and its children."""

    id: UUID = field(default_factory=uuid4)
    code: str = "10001"

    @property
    def subject(self) -> Subject:
        return Subject(SubjectKind.FAMILY, self.id, self.id)


@dataclass
class SchoolingDriver:
    """The whole service but its broker."""

    client: httpx.AsyncClient
    database: Database
    psql: asyncpg.Connection
    mint: SubjectMint
    papers: Papers
    engine: AsyncEngine
    agent: Subject = AGENT
    _versions: dict[UUID, int] = field(default_factory=dict)

    async def call(
        self, method: str, path: str, body: object = None, *, by: Subject | None = None, **headers: str
    ) -> httpx.Response:
        """`Idempotency_Key=...` becomes a header."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if by is not None:
            sent["Authorization"] = f"Bearer {self.mint.mint(by)}"
        return await self.client.request(method, path, json=body, headers=sent)

    async def get(self, path: str, by: Subject) -> Any:
        answer = await self.call("GET", path, by=by)
        assert answer.status_code == 200, answer.text
        return answer.json()

    # ------------------------------------------------------------------------------------------------------- household

    async def hears(self, told: Event, version: int | None = None) -> None:
        """Apply an event as the worker's applier does; whole states get the next version unless told otherwise."""
        subject = UUID(told.subject)
        if version is None:
            version = self._versions.get(subject, 0) + 1
        self._versions[subject] = max(version, self._versions.get(subject, 0))
        async with SchoolingUnitOfWork(self.database) as uow:
            await new_subscriber().apply(enveloped(told, version), uow)
            await uow.commit()

    async def family(self, home: Home, *, address: FamilyAddress | None = SELVES, complete: bool = True) -> Home:
        await self.hears(FamilyChanged(family_id=home.id, family_code=home.code, address=address, complete=complete))
        return home

    async def child(self, *homes: Home, born: str = "2023-05-02", first_name: str = "Lina") -> UUID:
        return await self.changed(uuid4(), *homes, born=born, first_name=first_name)

    async def changed(
        self, child_id: UUID, *homes: Home, born: str, first_name: str = "Lina", disagreement: bool = False
    ) -> UUID:
        await self.hears(
            ChildChanged(
                child_id=child_id,
                family_ids=[home.id for home in homes],
                last_name="Martin",
                first_name=first_name,
                sex="feminin",
                birth_date=date.fromisoformat(born),
                validated=True,
                disagreement=disagreement,
            )
        )
        return child_id

    @contextmanager
    def statements(self) -> Iterator[list[str]]:
        """The SQL that the API sends within the block."""
        sent: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            sent.append(statement)

        engine = self.engine.sync_engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            yield sent
        finally:
            event.remove(engine, "before_cursor_execute", note)

    # -------------------------------------------------------------------------------------------------------- the town

    async def campaign(self, code: str, *, opens: str = "-10 days", closes: str = "10 days") -> None:
        """Move a campaign, in intervals from now; every other one of its year is taken out."""
        await self.psql.execute(
            "UPDATE campaigns SET listed = (code = $1) WHERE school_year = "
            "(SELECT school_year FROM campaigns WHERE code = $1)",
            code,
        )
        await self.psql.execute(
            "UPDATE campaigns SET opens_at = now() + $2::text::interval, closes_at = now() + $3::text::interval"
            " WHERE code = $1",
            code,
            opens,
            closes,
        )

    async def places(self, uai: str, level: str, places: int) -> None:
        await self.psql.execute(
            "UPDATE school_places SET places = $4 WHERE uai = $1 AND level = $2 AND school_year = $3",
            uai,
            level,
            YEAR,
            places,
        )

    # -------------------------------------------------------------------------------------------------------- a family

    async def schooling(self, home: Home, child: UUID, *, enrolled_before: bool | None = None) -> Any:
        query = "" if enrolled_before is None else f"?enrolled_before={str(enrolled_before).lower()}"
        return await self.get(f"/families/{home.id}/children/{child}/schooling{query}", home.subject)

    async def target(self, home: Home, child: UUID, year: int = YEAR, *, enrolled_before: bool | None = None) -> Any:
        found = await self.schooling(home, child, enrolled_before=enrolled_before)
        return next(target for target in found["targets"] if target["school_year"] == year)

    async def asks(
        self,
        home: Home,
        child: UUID,
        *,
        target: Any = None,
        enrolled_before: bool | None = None,
        key: str | None = None,
        **form: Any,
    ) -> httpx.Response:
        """TERMINER, with the target as it is read now unless given."""
        target = target or await self.target(home, child, enrolled_before=enrolled_before)
        body = {
            "school_year": target["school_year"],
            "request_id": target["request_id"],
            "offer": target["offer"] or "0" * 32,
            "enrolled_before": enrolled_before,
            **form,
        }
        path = f"/families/{home.id}/children/{child}/pre-registrations"
        return await self.call("POST", path, body, by=home.subject, Idempotency_Key=key or str(uuid4()))

    async def asked(self, home: Home, child: UUID, **form: Any) -> UUID:
        answer = await self.asks(home, child, **form)
        assert answer.status_code == 201, answer.text
        return UUID(answer.json()["pre_registration_id"])

    async def adds(self, home: Home, request: UUID, manifest: str) -> httpx.Response:
        """Files that follow the request."""
        path = f"/families/{home.id}/pre-registrations/{request}/documents"
        return await self.call("POST", path, {"manifest": manifest}, by=home.subject)

    async def follows(self, home: Home, request: UUID) -> Any:
        return await self.get(f"/families/{home.id}/pre-registrations/{request}", home.subject)

    async def withdraws(self, home: Home, request: UUID) -> httpx.Response:
        return await self.call("POST", f"/families/{home.id}/pre-registrations/{request}/withdrawal", by=home.subject)

    async def answers(self, home: Home, request: UUID, answer: str) -> httpx.Response:
        path = f"/families/{home.id}/pre-registrations/{request}/reassignment/answer"
        return await self.call("POST", path, {"answer": answer}, by=home.subject)

    # -------------------------------------------------------------------------------------------------------- an agent

    async def file(self, request: UUID) -> Any:
        return await self.get(f"/pre-registrations/{request}", self.agent)

    async def listed(self, query: str = "") -> Any:
        return await self.get(f"/pre-registrations?{query}", self.agent)

    async def puts(self, request: UUID, what: str, body: object = None) -> httpx.Response:
        return await self.call("PUT", f"/pre-registrations/{request}/{what}", body, by=self.agent)

    async def drops(self, request: UUID, what: str) -> httpx.Response:
        return await self.call("DELETE", f"/pre-registrations/{request}/{what}", by=self.agent)

    async def concludes(self, request: UUID) -> httpx.Response:
        return await self.call("POST", f"/pre-registrations/{request}/conclusion", by=self.agent)

    async def accepts(self, request: UUID) -> None:
        """On the sector's pre-registration, to the end."""
        for answer in (await self.puts(request, "decision", {"decision": "accept"}), await self.concludes(request)):
            assert answer.status_code == 204, answer.text

    async def confirms(self, child: UUID) -> httpx.Response:
        """A provisional enrolment holds for good."""
        return await self.call("PUT", f"/children/{child}/enrolments/{YEAR}", {"status": "inscrit"}, by=self.agent)

    async def lapse(self) -> int:
        """The worker's job, once."""
        return await lapse_proposals(lambda: SchoolingUnitOfWork(self.database))

    async def reminds(self, workers: int = 1) -> int:
        """The worker's job, once in each. How many reminders of proposals there were in all."""
        jobs = (remind_of_proposals(lambda: SchoolingUnitOfWork(self.database)) for _ in range(workers))
        await asyncio.gather(*jobs)
        return len(await self.events("schooling.reassignment.expiring.v1"))

    # --------------------------------------------------------------------------------------------------- what it leaves

    async def events(self, event_type: str | None = None) -> list[Envelope]:
        """What the relay would publish, oldest first."""
        rows = await self.psql.fetch("SELECT envelope FROM outbox ORDER BY id")
        found = [Envelope.from_json(row["envelope"].encode()) for row in rows]
        return [event for event in found if event_type in (None, event.type)]

    async def audited(self) -> list[tuple[str, str]]:
        rows = await self.psql.fetch("SELECT actor, action FROM audit WHERE actor <> 'operator:cli' ORDER BY id")
        return [(row["actor"], row["action"]) for row in rows]


def problem(answer: httpx.Response) -> str:
    """The code of a problem document."""
    return str(answer.json()["type"]).rpartition(":")[2]


def errors(answer: httpx.Response) -> set[tuple[str, str]]:
    """Field and code of each error of a problem document."""
    return {(found["field"], found["code"]) for found in answer.json()["errors"]}
