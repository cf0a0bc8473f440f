"""FERMER MON COMPTE: what it does, and what it asks."""

from datetime import timedelta

import pytest

from gateway.clients.service import Problem
from gateway.web.moments import day, today
from tests.fakes.accounts_behind_gateway import PASSWORD
from tests.fakes.services_behind_gateway import World
from tests.unit.gateway.account.test_own_account import parent, press, read
from tests.unit.gateway.conftest import Browser

__all__ = ["parent"]
CLOSING = "/mon-espace/mon-compte/fermer"
MEANT = {"current_password": PASSWORD, "understood": "oui"}


@pytest.fixture(autouse=True)
def _family(world: World) -> None:
    world.dashboard = {"family_code": "00012", "records": [], "can_submit": False, "open_submissions": []}


async def test_the_page_says_what_closing_does_and_until_when_it_can_be_undone(parent: Browser) -> None:
    assert (await read(parent, "/mon-espace/mon-compte")).leads_to(CLOSING)
    page = await read(parent, CLOSING)
    until = day(today() + timedelta(days=365))
    for words in ("vos autres appareils sont déconnectés", f"jusqu'au {until}", "Un enfant qui a un autre foyer"):
        assert page.says(words)
    assert page.leads_to("/mon-espace/mon-compte/mes-donnees")
    assert not page.says("n'a pas encore de réponse")


async def test_a_submission_that_waits_is_said(parent: Browser, world: World) -> None:
    assert world.dashboard is not None
    world.dashboard["open_submissions"] = [{"id": "x", "made_at": "2026-11-23T09:05:00Z"}]
    assert (await read(parent, CLOSING)).says("Votre demande du 23/11/2026 à 10 h 05 n'a pas encore de réponse.")
    world.dashboard["open_submissions"], world.dashboard["can_submit"] = [], True
    assert (await read(parent, CLOSING)).says("Vous avez enregistré des changements qui ne sont pas transmis.")


@pytest.mark.parametrize(
    ("changed", "target"),
    [
        ({"current_password": ""}, "#current_password"),
        ({"current_password": "another 1"}, "#current_password"),
        ({"understood": ""}, "#understood"),
    ],
)
async def test_nothing_is_closed_without_the_password_and_the_box(
    parent: Browser, world: World, changed: dict[str, str], target: str
) -> None:
    page = await press(parent, CLOSING, MEANT | changed)
    assert (page.status, page.errors[0].target) == (422, target)
    assert PASSWORD not in page.source
    assert world.sessions


async def test_closing_signs_this_browser_out_and_says_so(parent: Browser, world: World) -> None:
    answer = await parent.post(CLOSING, MEANT)
    assert (answer.status_code, answer.headers["location"]) == (303, "/?fait=compte-ferme")
    assert "kiosque" not in parent.http.cookies
    assert not world.sessions
    assert (await read(parent, "/?fait=compte-ferme")).says("Votre compte est fermé. Un mail vous le confirme")


async def test_guesses_are_told_to_wait(parent: Browser, world: World) -> None:
    world.refuses["close_account"] = Problem(429, "slow-down", retry_after=50)
    page = await press(parent, CLOSING, MEANT)
    assert (page.status, page.errors[0].message) == (
        429,
        "Trop d'essais à la suite. Attendez 50 secondes, puis recommencez.",
    )
