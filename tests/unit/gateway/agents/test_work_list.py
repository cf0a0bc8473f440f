"""The work list: three lists, pages and a filter that live in the address."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest

from gateway.web.agents.since import since
from tests.fakes.gateway_agents import DecidingHousehold, work_item
from tests.unit.gateway.agents.conftest import Agent

LIST = "/agents/foyers"
NEVER = "/agents/foyers/jamais-actives"


@pytest.fixture(autouse=True)
def listed(household: DecidingHousehold) -> None:
    household.listed = [
        *(work_item(f"1000{number}") for number in range(3)),
        *(work_item(f"2000{number}", activated=False) for number in range(3)),
        work_item("30000", undecided=0, concluded=True),
    ]


async def codes(agent: Agent, path: str) -> list[str]:
    links = (await agent.opens(path)).links()
    return [words for words, target in links if words.isdecimal() and "/agents/foyers/" in target]


async def test_it_is_the_oldest_first_of_families_that_are_there(agent: Agent) -> None:
    page = await agent.opens(LIST)
    assert await codes(agent, LIST) == ["10000", "10001", "10002"]
    assert page.says("12 sur 12")


async def test_families_that_never_activated_their_account_are_a_list_of_their_own(agent: Agent) -> None:
    page = await agent.opens(NEVER)
    assert await codes(agent, NEVER) == ["20000", "20001", "20002"]
    assert page.says("le 20/11/2026 à 9 h 05")
    assert page.says("21/12/2026"), "midnight in Paris has come while UTC is a day behind"
    assert page.says("effacés 30 jours après")


async def test_what_came_in_at_the_counter_says_so(agent: Agent, household: DecidingHousehold) -> None:
    household.listed = [work_item("10000", origin="counter")]
    assert (await agent.opens(LIST)).says("Création du foyer au guichet")


@pytest.mark.parametrize("first", [LIST, NEVER])
@pytest.mark.parametrize("a_page", [1, 2, 3, 4])
async def test_following_the_pages_shows_everything_once(
    agent: Agent, household: DecidingHousehold, a_page: int, first: str
) -> None:
    household._a_page = a_page
    found: list[str] = []
    path: str | None = first
    while path:
        page = await agent.opens(path)
        found += [words for words, target in page.links() if words.isdecimal() and "/agents/foyers/" in target]
        following = [urlsplit(target) for words, target in page.links() if words == "Page suivante"]
        path = f"{following[0].path}?{following[0].query}" if following else None
    assert found == [f"{1 if first == LIST else 2}000{number}" for number in range(3)]


async def test_filters_are_kept_from_page_to_page(agent: Agent, household: DecidingHousehold) -> None:
    household._a_page = 2
    page = await agent.opens(f"{NEVER}?code=20")
    following = urlsplit(page.link("Page suivante"))
    assert await codes(agent, f"{following.path}?{following.query}") == ["20002"]
    assert household.asked[-1] == {"state": "never_activated", "after": "2", "family_code": "20"}


async def test_a_filter_goes_along_to_the_other_lists(agent: Agent) -> None:
    page = await agent.opens(f"{LIST}?code=2000")
    assert page.says("Aucune famille de cette liste n'a ce code.")
    never = urlsplit(page.link("Comptes jamais activés"))
    assert await codes(agent, f"{never.path}?{never.query}") == ["20000", "20001", "20002"]


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
        ("?code=9", "Aucune famille de cette liste n'a ce code."),
        ("?demandes=conclues", "Aucune demande conclue pour l'instant."),
        ("/jamais-actives", "Toutes les familles ont activé leur compte."),
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
    ("query", "first"),
    [
        ("?apres=x", LIST),
        ("?demandes=conclues&apres=x", f"{LIST}?demandes=conclues"),
        ("/jamais-actives?apres=x", NEVER),
    ],
)
async def test_a_mangled_cursor_leads_to_the_first_page(agent: Agent, query: str, first: str) -> None:
    assert (await agent.opens(LIST + query)).url == first


async def test_unknown_filters_count_as_none(agent: Agent) -> None:
    assert len(await codes(agent, f"{LIST}?demandes=x&compte=y")) == 3


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
