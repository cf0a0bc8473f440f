"""The work list: two parts in one sequence of pages, filters that live in the address."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest

from gateway.web.agents.since import since
from tests.fakes.gateway_agents import DecidingHousehold, work_item
from tests.unit.gateway.agents.conftest import Agent

LIST = "/agents/foyers"


@pytest.fixture(autouse=True)
def listed(household: DecidingHousehold) -> None:
    household.listed = [
        *(work_item(f"1000{number}") for number in range(3)),
        *(work_item(f"2000{number}", activated=False) for number in range(3)),
        work_item("30000", undecided=0, concluded=True),
    ]


async def codes(agent: Agent, path: str) -> list[str]:
    return [words for words, target in (await agent.opens(path)).links() if "/agents/foyers/" in target]


async def test_it_is_the_oldest_first_with_unconfirmed_accounts_apart(agent: Agent) -> None:
    page = await agent.opens(LIST)
    assert await codes(agent, LIST) == ["10000", "10001", "10002", "20000", "20001", "20002"]
    assert page.says("Compte non activé")
    assert page.says("12 sur 12")


@pytest.mark.parametrize("a_page", [1, 2, 3, 4])
async def test_following_the_pages_shows_everything_once(
    agent: Agent, household: DecidingHousehold, a_page: int
) -> None:
    household._a_page = a_page
    found: list[str] = []
    path: str | None = LIST
    while path:
        page = await agent.opens(path)
        found += [words for words, target in page.links() if "/agents/foyers/" in target]
        following = [urlsplit(target) for words, target in page.links() if words == "Page suivante"]
        path = f"{following[0].path}?{following[0].query}" if following else None
    assert found == ["10000", "10001", "10002", "20000", "20001", "20002"]


async def test_filters_are_kept_from_page_to_page(agent: Agent, household: DecidingHousehold) -> None:
    household._a_page = 2
    page = await agent.opens(f"{LIST}?compte=non-active&code=20")
    following = urlsplit(page.link("Page suivante"))
    assert await codes(agent, f"{following.path}?{following.query}") == ["20002"]
    assert household.asked[-1] == {"state": "open", "after": "2", "activated": False, "family_code": "20"}


async def test_concluded_ones_are_a_list_of_their_own(agent: Agent) -> None:
    page = await agent.opens(f"{LIST}?demandes=conclues")
    assert await codes(agent, f"{LIST}?demandes=conclues") == ["30000"]
    assert page.says("le 22/11/2026 à 11 h 30")


async def test_all_decided_waits_for_its_conclusion(agent: Agent, household: DecidingHousehold) -> None:
    household.listed = [work_item("10000", undecided=0)]
    assert (await agent.opens(LIST)).says("À conclure")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "Aucune demande à traiter : tout est à jour."),
        ("?code=9", "Aucune demande ne correspond à ce filtre."),
        ("?demandes=conclues", "Aucune demande conclue pour l'instant."),
    ],
)
async def test_an_empty_list_says_why(agent: Agent, household: DecidingHousehold, query: str, words: str) -> None:
    household.listed = []
    assert (await agent.opens(LIST + query)).says(words)


async def test_what_is_no_code_is_said_beside_the_field(agent: Agent, household: DecidingHousehold) -> None:
    page = await agent.opens(f"{LIST}?code=%C3%A9+!")
    assert page.status == 422
    assert page.errors[0].target == "#code"
    assert not household.asked


@pytest.mark.parametrize(
    ("query", "first"), [("?apres=a.x", LIST), ("?compte=non-active&apres=n.x", f"{LIST}?compte=non-active")]
)
async def test_a_mangled_cursor_leads_to_the_first_page(agent: Agent, query: str, first: str) -> None:
    assert (await agent.opens(LIST + query)).url == first


async def test_a_cursor_of_the_other_part_shows_the_first_page(agent: Agent) -> None:
    assert await codes(agent, f"{LIST}?compte=non-active&apres=a.2") == ["20000", "20001", "20002"]


async def test_unknown_filters_count_as_none(agent: Agent) -> None:
    assert len(await codes(agent, f"{LIST}?demandes=x&compte=y")) == 6


@pytest.mark.parametrize(
    ("made_at", "words"),
    [
        ("2026-11-23T08:00:00Z", "aujourd'hui"),
        ("2026-11-22T23:30:00Z", "aujourd'hui"),
        ("2026-11-22T22:30:00Z", "depuis hier"),
        ("2026-11-20T08:00:00Z", "depuis 3 jours"),
        ("2026-11-24T08:00:00Z", "aujourd'hui"),
    ],
)
def test_waiting_is_counted_in_days_of_paris(made_at: str, words: str) -> None:
    assert since(made_at, datetime(2026, 11, 23, 9, tzinfo=UTC)) == words
