"""A file that follows a request: joined on a page of its own, handed in with TRANSMETTRE, while the request is open."""

import pytest

from gateway.clients.service import Problem
from tests.fakes.schooling_requests import CHILD, REQUEST, a_child, a_followed_request, a_line
from tests.fakes.services_behind_gateway import World
from tests.unit.gateway.schooling.conftest import Parent

HERE = f"/mon-espace/inscriptions/{CHILD}"
FILES = f"{HERE}/demandes/{REQUEST}/pieces"
RADIATION = "certificat-radiation"
PAPER = (f"fichier:{RADIATION}", ("radiation.pdf", b"%PDF-1.7 radiation", "application/pdf"))


@pytest.fixture(autouse=True)
def _a_newcomers_request(world: World) -> None:
    world.requests.children = [a_child(requests=[a_line()])]
    world.requests.followed[REQUEST] = a_followed_request(newcomer=True, may_add_documents=True)


async def test_the_follow_up_leads_there(parent: Parent) -> None:
    page = await parent.opens(HERE)
    assert page.leads_to(FILES)
    assert page.says("AUCUNE PIÈCE PRÉSENTE")


async def test_a_joined_file_is_handed_in(parent: Parent, world: World) -> None:
    assert (await parent.opens(FILES)).says("Certificat de radiation")
    await parent.browser.post(FILES, {"action": f"joindre:{RADIATION}"}, files=[PAPER])
    assert not world.requests.added, "joining is not handing in"
    assert (await parent.sends(FILES, action="transmettre")).url == f"{HERE}?fait=ecole-fichiers"
    assert world.requests.added == [(REQUEST, "a.b.c")]


async def test_nothing_new_is_said(parent: Parent, world: World) -> None:
    page = await parent.sends(FILES, action="transmettre")
    assert page.status == 422
    assert page.says("Aucun nouveau fichier")
    assert not world.requests.added


async def test_a_request_that_closed_meanwhile_is_said(parent: Parent, world: World) -> None:
    world.refuses["add_documents"] = Problem(409, "already-closed")
    await parent.browser.post(FILES, {"action": f"joindre:{RADIATION}"}, files=[PAPER])
    page = await parent.sends(FILES, action="transmettre")
    assert (page.status, page.says("Cette demande est close")) == (409, True)


async def test_nothing_follows_a_request_without_a_dossier(parent: Parent, world: World) -> None:
    world.requests.followed[REQUEST] = a_followed_request(newcomer=False, may_add_documents=False)
    assert (await parent.opens(FILES)).url == HERE
