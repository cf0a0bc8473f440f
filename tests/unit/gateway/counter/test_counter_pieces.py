"""Pieces that are joined at the counter: below the draft's own address, under the agent's name."""

from typing import Any

import pytest

from gateway.clients.service import Problem
from tests.fakes.family_file import CHILD_ID, with_a_draft
from tests.fakes.household_counter import COUNTER_DRAFT
from tests.fakes.services_behind_gateway import FakeDocuments, World
from tests.unit.gateway.conftest import ORIGIN, Browser

HOUSEHOLD = f"/agents/guichet/{COUNTER_DRAFT}/foyer"
CHILD = f"{HOUSEHOLD}/enfants/{CHILD_ID}"
PHOTO = ("fichier:pai", ("scan.jpg", b"\xff\xd8\xffscan", "image/jpeg"))


@pytest.fixture
def agent(browser: Browser, world: World) -> Browser:
    world.sessions["draft"] = {**world.sessions.get("draft", {}), "id": COUNTER_DRAFT}  # type: ignore[typeddict-item]
    with_a_draft(world, "draft")
    del world.sessions["draft"]
    world.documents.clear()
    browser.arrive(world.staff_session())
    return browser


async def join(agent: Browser) -> Any:
    fields = {"csrf": agent.token, "form_key": "a-form-key", "action": "joindre:pai"}
    headers = {"Origin": ORIGIN, "X-Kiosque-Part": "piece"}
    return await agent.http.post(CHILD, data=fields, files=[PHOTO], headers=headers)


async def test_a_scanned_file_is_joined_and_opened_below_the_draft(agent: Browser, world: World) -> None:
    row = (await join(agent)).json()["row"]
    file = world.documents[0]["id"]
    assert f'src="{HOUSEHOLD}/pieces/{file}/apercu"' in row
    assert f'href="{HOUSEHOLD}/pieces/{file}"' in row
    assert 'href="/pieces/' not in (await agent.get(CHILD)).text


async def test_a_file_of_the_draft_is_asked_for_with_the_drafts_own_token(
    agent: Browser, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    bearers: list[str] = []

    async def content(_self: FakeDocuments, bearer: str, _document_id: str) -> None:
        bearers.append(bearer)
        raise Problem(409, "scan-pending")

    monkeypatch.setattr(FakeDocuments, "content", content)
    for path in (f"{HOUSEHOLD}/pieces/{CHILD_ID}", f"/pieces/{CHILD_ID}"):
        assert (await agent.get(path)).status_code == 409
    of_the_draft, of_the_agent = bearers
    assert of_the_draft != of_the_agent


async def test_the_counters_files_are_closed_to_parents(browser: Browser, world: World) -> None:
    browser.arrive(world.registration_session())
    assert (await browser.get(f"{HOUSEHOLD}/pieces/{CHILD_ID}")).status_code == 403
    assert "content" not in world.calls
