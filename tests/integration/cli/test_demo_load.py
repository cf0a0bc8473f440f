"""`kiosque demo load`: the invented families, met as parents and agents would meet them."""

import os
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from asgi_lifespan import LifespanManager
from fastapi import FastAPI

from cli.demo import require_demo
from cli.failure import Failure
from libs.chassis.auth import VISITOR, Subject, SubjectKind, SubjectMint
from services.household import commands as household_commands
from services.household.commands import Holder, Story
from services.household.main import create_app as create_household
from services.household.settings import HouseholdSettings
from services.identity.main import create_app as create_identity
from services.identity.settings import IdentitySettings
from tests.conftest import FreshDatabase
from tests.integration.cli.conftest import Kiosque, change
from tests.support.databases import ServiceDatabase

FAMILIES = 200
LIGHTS = {
    Story.SETTLED: {"valid"},
    Story.HALFWAY: {"valid", "incomplete"},
    Story.UNSENT: {"valid", "unsent"},
    Story.REFUSED: {"valid", "refused"},
    Story.WAITING: {"valid", "pending"},
}
AGENT = Subject(SubjectKind.STAFF, UUID(int=77), permissions=frozenset({"household.read", "household.decide"}))
BROKEN = {
    "families whose number of adults or children is not what was said": """
        SELECT id FROM families WHERE (SELECT count(*) FROM adults WHERE family_id = families.id) NOT BETWEEN 1 AND 2
            OR (SELECT count(*) FROM homes WHERE family_id = families.id) NOT BETWEEN 1 AND 3
    """,
    "families whose records are not one for itself, one for each adult and two for each child": """
        SELECT id FROM families WHERE (SELECT array_agg(key ORDER BY key) FROM records WHERE family_id = families.id)
            IS DISTINCT FROM (SELECT array_agg(key ORDER BY key) FROM (
                SELECT 'family-' || families.id AS key
                UNION ALL SELECT 'adult-' || adults.id FROM adults WHERE family_id = families.id
                UNION ALL SELECT kind || child_id FROM homes, (VALUES ('child-'), ('health-')) AS fiches (kind)
                           WHERE family_id = families.id) AS wanted)
    """,
    "children without an adult of their home who is responsible": """
        SELECT id FROM children WHERE NOT EXISTS (SELECT FROM guardianships
            JOIN adults ON adults.id = adult_id AND adults.family_id = guardianships.family_id
            JOIN homes USING (child_id) WHERE child_id = children.id AND homes.family_id = adults.family_id)
    """,
    "children who are not as their record was accepted": """
        SELECT id FROM children JOIN records ON key = 'child-' || children.id
         WHERE validated IS NOT TRUE OR (accepted ->> 'first_name', accepted ->> 'last_name', accepted ->> 'birth_date',
               accepted ->> 'birth_place', accepted ->> 'sex')
            IS DISTINCT FROM (first_name, last_name, birth_date::text, birth_place, sex)
    """,
    "addresses that are not of the register": """
        SELECT key FROM records WHERE kind = 'family' AND NOT EXISTS (SELECT FROM streets
         WHERE streets.id::text = written #>> '{address,street_id}' AND name = written #>> '{address,street_name}'
           AND city = written #>> '{address,city}' AND postal_code = written #>> '{address,postal_code}')
    """,
    "records that an open submission of their family does not hold": """
        SELECT key FROM records LEFT JOIN submissions
            ON submissions.id = submission_id AND submissions.family_id = records.family_id AND concluded_at IS NULL
         WHERE submission_id IS NOT NULL AND (submissions.id IS NULL OR pending_items IS DISTINCT FROM (
               SELECT array_agg(split_part(submission_items.key, '.', 2) ORDER BY submission_items.key)
                 FROM submission_items WHERE submission_items.submission_id = submissions.id))
    """,
    "open submissions that hold no record": """
        SELECT id FROM submissions WHERE concluded_at IS NULL
           AND NOT EXISTS (SELECT FROM records WHERE submission_id = submissions.id)
    """,
    "items decided before the conclusion, or not before it": """
        SELECT key FROM submission_items JOIN submissions ON submissions.id = submission_id
         WHERE (decision IS NULL) <> (concluded_at IS NULL)
    """,
    "submissions that were made or concluded at another time than they can be": """
        SELECT submissions.id FROM submissions JOIN families ON families.id = family_id
         WHERE made_at < registered_at OR concluded_at < made_at OR greatest(made_at, concluded_at) > now()
    """,
    "events": "SELECT id FROM outbox",
}


@dataclass
class Services:
    """Identity and household as the gateway reaches them, after the load."""

    identity: httpx.AsyncClient
    household: httpx.AsyncClient
    mint: SubjectMint

    async def signs_in(self, identifier: str, password: str, number: int) -> dict[str, Any]:
        """What the session says, as the gateway asks it."""
        visitor = self._headers(replace(VISITOR, client_address=f"10.{number % 250}.{number // 250}.1"))
        told = {"identifier": identifier, "password": password}
        opened = await self.identity.post("/sessions", json=told, headers=visitor)
        assert opened.status_code == 201, opened.text
        token = {"session_token": opened.json()["session_token"]}
        found: dict[str, Any] = (
            await self.identity.post("/sessions/introspection", json=token, headers=visitor)
        ).json()
        return found

    async def asks(self, path: str, by: Subject, method: str = "GET") -> Any:
        answer = await self.household.request(method, path, headers=self._headers(by))
        assert answer.status_code < 300, answer.text
        return answer.json() if answer.content else None

    async def dashboard(self, family: Holder) -> Any:
        subject = Subject(SubjectKind.FAMILY, family.account_id, family.family_id)
        return await self.asks(f"/families/{family.family_id}/dashboard", subject)

    def _headers(self, subject: Subject) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {self.mint.mint(subject)}"}


@pytest.fixture
async def identity(fresh_database: FreshDatabase, monkeypatch: pytest.MonkeyPatch, kiosque: Kiosque) -> ServiceDatabase:
    database = await fresh_database("identity")
    monkeypatch.setenv("IDENTITY_DATABASE_URL", database.url)
    monkeypatch.setenv("IDENTITY_MIGRATION_DATABASE_URL", database.owner_url)
    return database


@pytest.fixture
async def loaded(kiosque: Kiosque, household: ServiceDatabase, identity: ServiceDatabase) -> str:
    """What the command printed."""
    await household_commands.load(household.url, Path(os.environ["KIOSQUE_COMMUNE_DIR"]))
    done = await kiosque("demo", "load", "--families", str(FAMILIES), "--seed", "7")
    assert done.exit_code == 0, (done.output, done.exception)
    return done.stdout


@pytest.fixture
async def services(loaded: str) -> AsyncIterator[Services]:
    async with AsyncExitStack() as stack:

        async def client(app: FastAPI) -> httpx.AsyncClient:
            await stack.enter_async_context(LifespanManager(app))
            transport = httpx.ASGITransport(app)
            return await stack.enter_async_context(httpx.AsyncClient(transport=transport, base_url="http://service"))

        yield Services(
            await client(create_identity(IdentitySettings())),
            await client(create_household(HouseholdSettings())),
            SubjectMint(os.environ["GATEWAY_SUBJECT_PRIVATE_KEY"]),
        )


async def holders(household: ServiceDatabase) -> list[Holder]:
    """The families of the seed, with how far each has come; asking again writes nothing."""
    commune, found = Path(os.environ["KIOSQUE_COMMUNE_DIR"]), []
    async for batch in household_commands.load_invented(household.url, commune, seed=7, families=FAMILIES):
        assert batch.written == 0
        found += batch.holders
    return found


def printed_password(printed: str) -> str:
    return printed.rsplit(maxsplit=1)[-1]


async def test_every_family_signs_in_and_sees_the_lights_of_its_story(
    services: Services, household: ServiceDatabase, loaded: str
) -> None:
    families = await holders(household)
    assert (len(families), {family.story for family in families}) == (FAMILIES, set(Story))
    for number, family in enumerate(families):
        identifier = family.email if number % 10 == 0 else family.family_code
        session = await services.signs_in(identifier, printed_password(loaded), number)
        assert (session["family_id"], session["family_code"]) == (str(family.family_id), family.family_code)
        dashboard = await services.dashboard(family)
        assert dashboard["family_code"] == family.family_code
        assert {record["status"] for record in dashboard["records"]} == LIGHTS[family.story], family.family_code
        assert bool(dashboard["open_submissions"]) == (family.story is Story.WAITING)


async def test_agents_find_what_waits_and_decide_it(services: Services, household: ServiceDatabase) -> None:
    waiting = {family.family_code: family for family in await holders(household) if family.story is Story.WAITING}
    listed = (await services.asks("/submissions?state=open&limit=100", AGENT))["items"]
    assert {item["family_code"] for item in listed} == set(waiting)
    submission = listed[0]
    await services.asks(f"/submissions/{submission['id']}/acceptance", AGENT, "POST")
    await services.asks(f"/submissions/{submission['id']}/conclusion", AGENT, "POST")
    dashboard = await services.dashboard(waiting[submission["family_code"]])
    assert {record["light"] for record in dashboard["records"]} == {"green"}


async def test_the_tables_hold_together(loaded: str, household: ServiceDatabase) -> None:
    assert len(await change(household, "SELECT id FROM families")) == FAMILIES
    found = {what: await change(household, statement) for what, statement in BROKEN.items()}
    assert {what: rows for what, rows in found.items() if rows} == {}


async def test_the_children_can_be_published(kiosque: Kiosque, loaded: str, household: ServiceDatabase) -> None:
    children = len(await change(household, "SELECT id FROM children"))
    done = await kiosque("bus", "resync", "schooling.child")
    assert f"household: {children} to be published for schooling.child" in done.stdout


async def test_no_mail_is_asked_for(loaded: str, identity: ServiceDatabase) -> None:
    assert await change(identity, "SELECT id FROM outbox") == []
    assert len(await change(identity, "SELECT id FROM accounts WHERE email LIKE '%@example.org'")) == FAMILIES


async def test_a_second_load_changes_nothing_and_a_larger_one_adds(
    kiosque: Kiosque, loaded: str, household: ServiceDatabase, identity: ServiceDatabase
) -> None:
    before = await contents(household), await contents(identity)
    again = await kiosque("demo", "load", "--families", str(FAMILIES), "--seed", "7")
    assert "0 families and 0 accounts written" in again.stdout
    assert printed_password(again.stdout) == printed_password(loaded)
    assert (await contents(household), await contents(identity)) == before
    more = await kiosque("demo", "load", "--families", str(FAMILIES + 3), "--seed", "7")
    assert "3 families and 3 accounts written" in more.stdout


async def test_what_an_interrupted_load_left_out_is_made_up_for(
    kiosque: Kiosque, loaded: str, identity: ServiceDatabase
) -> None:
    await change(identity, "DELETE FROM accounts WHERE family_code >= 'D7-000195'")
    again = await kiosque("demo", "load", "--families", str(FAMILIES), "--seed", "7")
    assert "0 families and 6 accounts written" in again.stdout


async def contents(database: ServiceDatabase) -> dict[str, str]:
    """A digest of every table."""
    tables = await change(database, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    digest = "SELECT md5(string_agg(row::text, '|' ORDER BY row::text)) AS digest FROM {} AS row"
    return {name: (await change(database, digest.format(name)))[0]["digest"] for (name,) in tables}


async def test_a_town_s_own_kiosk_is_left_alone(
    kiosque: Kiosque, household: ServiceDatabase, identity: ServiceDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSQUE_PUBLIC_URL", "https://famille.ville.example")
    refused = await kiosque("demo", "load", "--families", "5")
    assert isinstance(refused.exception, Failure)
    assert "demo or a test" in str(refused.exception)
    assert await change(household, "SELECT id FROM families") == []


async def test_before_the_commune_s_data_nothing_is_invented(kiosque: Kiosque, identity: ServiceDatabase) -> None:
    refused = await kiosque("demo", "load", "--families", "5")
    assert "kiosque commune load" in str(refused.exception)


@pytest.mark.parametrize("url", ["http://localhost:8000", "http://127.0.0.1", "http://[::1]:8000/"])
def test_an_address_of_this_machine_is_a_demo_s(url: str) -> None:
    require_demo(url)


@pytest.mark.parametrize(
    "url", ["https://ville.example", "http://192.168.1.4:8000", "http://localhost.ville.example", ""]
)
def test_every_other_address_is_a_town_s(url: str) -> None:
    with pytest.raises(Failure):
        require_demo(url)
