"""Household in the words of those who use it: families over HTTP, agents over HTTP, other services by events."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
from fastapi import FastAPI

from libs.chassis.auth import Subject, SubjectKind, SubjectMint
from libs.chassis.clock import SystemClock
from libs.chassis.correlation import new_correlation, set_correlation
from libs.contracts.envelope import Envelope
from libs.contracts.event import Event
from libs.contracts.identity.v1 import AccountActivated
from services.household.worker import new_subscriber
from tests.support.databases import ServiceDatabase
from tests.support.household_families import FamilyForms, a_family, a_fiche_sanitaire
from tests.support.household_papers import Papers

AGENT = Subject(
    SubjectKind.STAFF,
    UUID(int=77),
    permissions=frozenset({"household.read", "household.decide", "household.register", "household.health"}),
)


@dataclass(frozen=True)
class Registered:
    """A family after TERMINER."""

    registration_id: UUID
    family_id: UUID
    code: str
    forms: FamilyForms

    @property
    def subject(self) -> Subject:
        return Subject(SubjectKind.FAMILY, self.family_id, self.family_id)

    @property
    def registration(self) -> Subject:
        return Subject(SubjectKind.REGISTRATION, self.registration_id)

    @property
    def record(self) -> str:
        return f"family-{self.family_id}"

    @property
    def adult(self) -> str:
        return f"adult-{next(iter(self.forms.adults))}"

    @property
    def child(self) -> str:
        return f"child-{next(iter(self.forms.children))}"

    @property
    def health(self) -> str:
        """The first child's fiche sanitaire."""
        return f"health-{next(iter(self.forms.children))}"

    @property
    def records(self) -> list[str]:
        """Those that may have papers."""
        return [self.record, *records_of(self.forms)]


@dataclass
class HouseholdDriver:
    """The whole service but its broker."""

    app: FastAPI
    client: httpx.AsyncClient
    database: ServiceDatabase
    mint: SubjectMint
    papers: Papers
    agent: Subject = field(default=AGENT)

    # ------------------------------------------------------------------------------------------------------- raw calls

    async def call(
        self, method: str, path: str, body: object = None, *, by: Subject | None = None, **headers: str
    ) -> httpx.Response:
        """`If_Match="3"`, `Idempotency_Key=...` become headers."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if by is not None:
            sent["Authorization"] = f"Bearer {self.mint.mint(by)}"
        return await self.client.request(method, path, json=body, headers=sent)

    async def get(self, path: str, by: Subject) -> Any:
        answer = await self.call("GET", path, by=by)
        assert answer.status_code == 200, answer.text
        return answer.json()

    # ---------------------------------------------------------------------------------------------------- registration

    async def draft(self, registration: Subject) -> Any:
        return await self.get(f"/drafts/{registration.id}", registration)

    async def keeps(
        self, registration: Subject, noun: str, member: UUID, form: dict[str, Any], keep: str = "checked"
    ) -> httpx.Response:
        """`noun` is adults or children; at the draft's present version."""
        version = (await self.draft(registration))["version"]
        path = f"/drafts/{registration.id}/{noun}/{member}?keep={keep}"
        return await self.call("PUT", path, form, by=registration, If_Match=f'"{version}"')

    async def removes(self, registration: Subject, noun: str, member: UUID) -> httpx.Response:
        version = (await self.draft(registration))["version"]
        path = f"/drafts/{registration.id}/{noun}/{member}"
        return await self.call("DELETE", path, by=registration, If_Match=f'"{version}"')

    async def at_counter(self, agent: Subject | None = None) -> Subject:
        """An agent begins a family at the counter; the subject that writes its draft."""
        agent = agent or self.agent
        answer = await self.call("POST", "/counter-drafts", by=agent, Idempotency_Key=str(uuid4()))
        assert answer.status_code == 201, answer.text
        return Subject(SubjectKind.REGISTRATION, UUID(answer.json()["registration_id"]), agent_id=agent.id)

    async def drafted(self, forms: FamilyForms, registration: Subject | None = None) -> Subject:
        """A draft with everything but TERMINER, required pieces joined; online unless told otherwise."""
        registration = registration or Subject(SubjectKind.REGISTRATION, uuid4())
        for noun, members in (("adults", forms.adults), ("children", forms.children)):
            for member, form in members.items():
                answer = await self.keeps(registration, noun, member, form)
                assert answer.status_code == 204, answer.text
        for record in records_of(forms):
            self.papers.join_required(record)
        return registration

    async def terminates(
        self, registration: Subject, forms: FamilyForms, key: str | None = None, manifest: str | None = None
    ) -> httpx.Response:
        manifest = manifest or self.papers.manifest(f"registration:{registration.id}", *records_of(forms))
        path = f"/drafts/{registration.id}/submission"
        key = key or str(uuid4())
        return await self.call("POST", path, {"manifest": manifest}, by=registration, Idempotency_Key=key)

    async def registered(self, forms: FamilyForms | None = None, registration: Subject | None = None) -> Registered:
        forms = forms or a_family().with_child()
        registration = await self.drafted(forms, registration)
        answer = await self.terminates(registration, forms)
        assert answer.status_code == 201, answer.text
        self.papers.pin()
        told = answer.json()
        return Registered(registration.id, UUID(told["family_id"]), told["family_code"], forms)

    async def confirmed(self, forms: FamilyForms | None = None) -> Registered:
        """Registered, and the account activated: the family that agents see."""
        family = await self.registered(forms)
        await self.hears(
            AccountActivated(
                account_id=family.registration_id,
                family_id=family.family_id,
                email="parent@example.org",
                activated_at=datetime.now(UTC),
            )
        )
        return family

    # ---------------------------------------------------------------------------------------------------------- family

    async def dashboard(self, family: Registered) -> Any:
        return await self.get(f"/families/{family.family_id}/dashboard", family.subject)

    async def lights(self, family: Registered) -> dict[str, tuple[str, str]]:
        records = (await self.dashboard(family))["records"]
        return {record["key"]: (record["light"], record["status"]) for record in records}

    async def record(self, family: Registered, key: str) -> Any:
        return await self.get(f"/families/{family.family_id}/records/{key}", family.subject)

    async def saves(
        self,
        family: Registered,
        key: str,
        *,
        version: int | None = None,
        keep: str = "checked",
        declares: bool | None = True,
        **fields: Any,
    ) -> httpx.Response:
        """ENREGISTRER, at the record's present version unless told otherwise, the box at its foot ticked."""
        version = (await self.record(family, key))["version"] if version is None else version
        path = f"/families/{family.family_id}/records/{key}?keep={keep}"
        body = {"fields": fields, "declares_exact": declares}
        return await self.call("PUT", path, body, by=family.subject, If_Match=f'"{version}"')

    async def completes(self, family: Registered) -> None:
        """What the creation did not ask for: the household's own record with its papers, every fiche sanitaire."""
        self.papers.join_required(family.record)
        answers = [await self.saves(family, family.record)]
        answers += [
            await self.saves(family, f"health-{child}", **a_fiche_sanitaire()) for child in family.forms.children
        ]
        for answer in answers:
            assert answer.status_code == 204, answer.text

    async def submits(self, family: Registered, key: str | None = None) -> httpx.Response:
        """TERMINER from the dashboard."""
        manifest = self.papers.manifest(f"family:{family.family_id}", *family.records)
        path = f"/families/{family.family_id}/submissions"
        return await self.call(
            "POST", path, {"manifest": manifest}, by=family.subject, Idempotency_Key=key or str(uuid4())
        )

    async def submitted(self, family: Registered) -> UUID:
        answer = await self.submits(family)
        assert answer.status_code == 201, answer.text
        self.papers.pin()
        return UUID(answer.json()["submission_id"])

    # ---------------------------------------------------------------------------------------------------------- agents

    async def work_list(self, query: str = "state=open") -> Any:
        return await self.get(f"/submissions?{query}", self.agent)

    async def open_submission(self, family: Registered) -> UUID:
        return UUID((await self.dashboard(family))["open_submissions"][0]["id"])

    async def file(self, submission: UUID) -> Any:
        return await self.get(f"/submissions/{submission}", self.agent)

    async def decides(self, submission: UUID, item: str, decision: str, **reason: str) -> httpx.Response:
        path = f"/submissions/{submission}/items/{item}/decision"
        return await self.call("PUT", path, {"decision": decision, **reason}, by=self.agent)

    async def accepts_rest(self, submission: UUID) -> httpx.Response:
        return await self.call("POST", f"/submissions/{submission}/acceptance", by=self.agent)

    async def concludes(self, submission: UUID) -> httpx.Response:
        return await self.call("POST", f"/submissions/{submission}/conclusion", by=self.agent)

    async def accepts_everything(self, submission: UUID) -> None:
        for answer in (await self.accepts_rest(submission), await self.concludes(submission)):
            assert answer.status_code == 204, answer.text

    # --------------------------------------------------------------------------------------------- services, database

    async def hears(self, event: Event) -> None:
        """Apply an event as the worker's applier does."""
        set_correlation(new_correlation())
        envelope = Envelope(
            id=uuid4(),
            source=event.type.partition(".")[0],
            type=event.type,
            subject=event.subject,
            time=datetime.now(UTC),
            aggregate_version=1,
            correlation_id=str(uuid4()),
            causation_id=None,
            traceparent=None,
            data=event.model_dump(mode="json"),
        )
        async with self.app.state.deps.uow() as uow:
            await new_subscriber(SystemClock()).apply(envelope, uow)
            await uow.commit()

    async def fetch(self, query: str, *values: object) -> list[asyncpg.Record]:
        connection = await asyncpg.connect(self.database.dsn)
        try:
            return list(await connection.fetch(query, *values))
        finally:
            await connection.close()

    async def events(self, event_type: str | None = None) -> list[Envelope]:
        """What the relay would publish, oldest first."""
        rows = await self.fetch("SELECT envelope FROM outbox ORDER BY id")
        found = [Envelope.from_json(row["envelope"].encode()) for row in rows]
        return [event for event in found if event_type in (None, event.type)]

    async def audited(self) -> list[tuple[str, str, str]]:
        rows = await self.fetch("SELECT actor, action, object FROM audit ORDER BY id")
        return [(row["actor"], row["action"], row["object"]) for row in rows]


def records_of(forms: FamilyForms) -> list[str]:
    """The keys of the members' records."""
    return [*(f"adult-{adult}" for adult in forms.adults), *(f"child-{child}" for child in forms.children)]


def problem(answer: httpx.Response) -> str:
    """The code of a problem document."""
    return str(answer.json()["type"]).rpartition(":")[2]


def errors(answer: httpx.Response) -> set[tuple[str, str]]:
    """Field and code of each error of a problem document."""
    return {(found["field"], found["code"]) for found in answer.json()["errors"]}
