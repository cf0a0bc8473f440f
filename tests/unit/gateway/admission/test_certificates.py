"""Certificats: the family's list, the public page of the QR code, and the agents' page."""

import io

import pikepdf
import pytest

from gateway.clients.service import Problem
from tests.fakes.admission_behind_gateway import CHECK, NUMBER
from tests.fakes.schooling_requests import LOU_SOULEU, REQUEST, an_agents_request
from tests.fakes.services_behind_gateway import World
from tests.unit.gateway.agents.test_school_requests import ALL, arrive
from tests.unit.gateway.conftest import Browser
from tests.unit.gateway.schooling.conftest import Parent, parent

__all__ = ["parent"]
PUBLIC = "/certificats"
AGENTS = f"/agents/certificats/{NUMBER}"


async def test_a_family_downloads_a_valid_certificate(parent: Parent) -> None:
    page = await parent.opens("/mon-espace/certificats")
    assert page.says(f"N° {NUMBER}")
    assert page.says("délivré le 21/05/2027 : Valable")
    assert page.leads_to(f"/mon-espace/certificats/{NUMBER}.pdf")
    answer = await parent.browser.get(f"/mon-espace/certificats/{NUMBER}.pdf")
    assert answer.headers["content-disposition"] == f'attachment; filename="certificat-{NUMBER}.pdf"'
    with pikepdf.open(io.BytesIO(answer.content)) as document:
        assert document.Root.MarkInfo.Marked


async def test_a_certificate_that_holds_no_more_is_not_offered(parent: Parent, world: World) -> None:
    world.admission.sheet["state"] = "revoked"
    page = await parent.opens("/mon-espace/certificats")
    assert page.says("Ne le présentez plus")
    assert not page.leads_to(f"/mon-espace/certificats/{NUMBER}.pdf")
    assert (await parent.opens("/mon-espace/certificats/CI-1.pdf")).status == 404


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("valid", "Ce certificat est valable"),
        ("replaced", "Ce certificat a été remplacé"),
        ("revoked", "Ce certificat est révoqué"),
    ],
)
async def test_anybody_reads_whether_it_holds_and_nothing_of_the_child(
    browser: Browser, world: World, state: str, words: str
) -> None:
    world.admission.sheet["state"] = state
    answer = await browser.get(f"{PUBLIC}/{NUMBER}/{CHECK}")
    assert words in answer.text
    assert "L. M." in answer.text
    assert not [word for word in ("Léa", "MARTIN", "Martin", "2022") if word in answer.text]


async def test_what_is_typed_from_the_paper_leads_to_the_page_of_the_qr_code(browser: Browser) -> None:
    answer = await browser.post(PUBLIC, {"number": f" {NUMBER.lower()} ", "check": CHECK.lower()})
    assert answer.headers["location"] == f"{PUBLIC}/{NUMBER}/{CHECK}"


@pytest.mark.parametrize(("number", "check"), [(NUMBER, "AAAA"), ("CI-1", CHECK), ("x" * 50, CHECK), ("a/b", "c")])
async def test_whatever_is_not_a_certificate_gets_one_answer(browser: Browser, number: str, check: str) -> None:
    answer = await browser.get(f"{PUBLIC}/{number.replace('/', '%2F')}/{check}")
    assert answer.status_code == 404
    if "/" not in number:
        assert "ne désignent aucun certificat de la ville" in answer.text.replace("\u2019", "'")


async def test_guessing_is_told_to_wait(browser: Browser, world: World) -> None:
    world.refuses["check_certificate"] = Problem(429, "throttled", retry_after=20)
    assert (await browser.get(f"{PUBLIC}/{NUMBER}/{CHECK}")).status_code == 429


async def test_a_request_that_was_accepted_leads_to_its_certificate(browser: Browser, world: World) -> None:
    agent = arrive(browser, world, *ALL)
    world.requests.requests[REQUEST] = an_agents_request()
    assert not (await agent.opens(f"/agents/scolarite/{REQUEST}")).leads_to(AGENTS)
    world.requests.requests[REQUEST] = an_agents_request(stage="accepted", enrolled_at=LOU_SOULEU)
    page = await agent.opens(f"/agents/scolarite/{REQUEST}")
    assert page.leads_to(AGENTS)
    assert page.says(f"{NUMBER} : Valable")


async def test_an_agent_replaces_it_or_revokes_it_with_a_reason(browser: Browser, world: World) -> None:
    agent = arrive(browser, world, *ALL)
    page = await agent.presses("", {"revocation_reason": "  "}, path=f"{AGENTS}/revocation")
    assert page.status == 422
    assert not world.admission.acted
    page = await agent.presses("", {"revocation_reason": "Délivré à tort."}, path=f"{AGENTS}/revocation")
    assert page.url == f"{AGENTS}?fait=certificat-revoque"
    assert world.admission.acted == [("revoke_certificate", "Délivré à tort.")]
    assert (await agent.presses("", path=f"{AGENTS}/remplacement")).url == f"{AGENTS}?fait=certificat-remplace"
    world.refuses["replace_certificate"] = Problem(409, "certificate-not-valid")
    page = await agent.presses("", path=f"{AGENTS}/remplacement")
    assert page.status == 409
    assert page.says("Ce certificat a déjà été remplacé ou révoqué")


async def test_who_may_only_read_ends_nothing(browser: Browser, world: World) -> None:
    page = await arrive(browser, world, "schooling.read").opens(AGENTS)
    assert page.says("Maternelle Lou Souleù")
    assert not page.says("RÉVOQUER CE CERTIFICAT")
