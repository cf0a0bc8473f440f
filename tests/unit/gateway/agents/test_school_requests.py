"""The schooling side of the agents: filters, deciding step by step, and what an agent may not do."""

from typing import Any

import pytest

from gateway.clients.schooling_agents import AgentProposal
from gateway.clients.service import FieldProblem, Problem
from tests.fakes.schooling_requests import (
    LOU_SOULEU,
    MOMENT,
    REQUEST,
    VILLAGE,
    an_agents_derogation,
    an_agents_request,
)
from tests.fakes.services_behind_gateway import World
from tests.unit.gateway.agents.conftest import Agent
from tests.unit.gateway.conftest import Browser

LIST = "/agents/scolarite"
ONE = f"{LIST}/{REQUEST}"
ALL = ("schooling.read", "schooling.decide", "documents.read")


def arrive(browser: Browser, world: World, *permissions: str) -> Agent:
    token = world.session("staff", permissions=list(permissions), display_name="Nadia Roche")
    browser.arrive(token)
    return Agent(browser, world.sessions[token]["id"])


@pytest.fixture
def school_agent(browser: Browser, world: World) -> Agent:
    world.requests.requests[REQUEST] = an_agents_request()
    return arrive(browser, world, *ALL)


def an_item(**changes: Any) -> Any:
    names = ("id", "number", "kind", "stage", "label", "child_name", "family_code", "school_year", "level", "school")
    request: Any = an_agents_request()
    times = {"opened_at": None, "concluded_at": None, "silence_on": "2027-01-23", "silence_near": True}
    return {name: request[name] for name in names} | {
        "wanted_school": None,
        "submitted_at": "2026-11-23T09:05:00Z",
        "flags": ["address-changed"],
        **times,
        **changes,
    }


async def test_the_list_warns_of_silence_and_of_an_address_that_changed(school_agent: Agent, world: World) -> None:
    world.requests.listed = [an_item()]
    page = await school_agent.opens(LIST)
    assert page.leads_to(ONE)
    assert page.says("Silence le 23/01/2027")
    assert page.says("Adresse changée")


async def test_filters_are_passed_on_and_unknown_ones_are_not(school_agent: Agent, world: World) -> None:
    await school_agent.opens(f"{LIST}?etat=waiting&annee=2027&genre=derogation&niveau=GS&ecole=0069901A&code=000")
    await school_agent.opens(f"{LIST}?etat=nimporte&annee=douze&niveau=6e&ecole=x")
    assert world.requests.asked == [
        {
            "stage": "waiting",
            "school_year": "2027",
            "kind": "derogation",
            "level": "GS",
            "school": "0069901A",
            "family_code": "000",
        },
        {"stage": "open"},
    ]


async def test_the_menu_follows_the_permission(browser: Browser, world: World, school_agent: Agent) -> None:
    page = await school_agent.opens(LIST)
    assert page.says("SCOLARITÉ")
    assert not page.leads_to("/agents/foyers")
    assert (await school_agent.opens("/agents")).url == LIST
    other = arrive(browser, world, "household.read")
    assert (await other.opens("/agents")).url == "/agents/foyers"
    assert (await other.opens(LIST)).status == 403
    assert (await other.opens(ONE)).status == 403


async def test_an_agent_who_may_only_read_sees_no_form(browser: Browser, world: World) -> None:
    world.requests.requests[REQUEST] = an_agents_request()
    reader = arrive(browser, world, "schooling.read")
    page = await reader.opens(ONE)
    assert page.says("Les enfants nés en 2022 entrent en GS.")
    assert not page.says("ENREGISTRER LA DÉCISION")
    assert (await reader.presses("", {"decision": "accept"}, path=f"{ONE}/decision")).status == 403
    assert not world.requests.acted


async def test_proofs_open_for_those_who_may_read_documents(browser: Browser, world: World) -> None:
    document = {"id": REQUEST, "piece": "justificatif-derogation", "pages": 1, "size": 900, "scan": "clean"}
    world.requests.requests[REQUEST] = an_agents_request(documents=[document])
    assert (await arrive(browser, world, *ALL).opens(ONE)).leads_to(f"/pieces/{REQUEST}")
    assert not (await arrive(browser, world, "schooling.read").opens(ONE)).leads_to(f"/pieces/{REQUEST}")


@pytest.mark.parametrize(
    ("step", "fields", "sent"),
    [
        ("niveau", {"level": "MS", "reason": "Maintien"}, ("PUT", "level", {"level": "MS", "reason": "Maintien"})),
        (
            "ecole",
            {"school": VILLAGE["uai"], "reason": "Trou"},
            ("PUT", "school", {"school": "0069904D", "reason": "Trou"}),
        ),
        (
            "avis",
            {"opinion": "favourable", "held_on": "2026-11-26", "comment": ""},
            ("PUT", "derogation/advice", {"opinion": "favourable", "held_on": "2026-11-26", "comment": None}),
        ),
        (
            "derogation",
            {"decision": "refuse", "reason_code": "complet", "comment": "En GS."},
            (
                "PUT",
                "derogation/decision",
                {"decision": "refuse", "reason_code": "complet", "comment": "En GS."},
            ),
        ),
        (
            "decision",
            {"decision": "accept", "reason_code": "complet", "comment": "resté là"},
            ("PUT", "decision", {"decision": "accept", "reason_code": None, "comment": None}),
        ),
        ("attente", {}, ("PUT", "waiting", None)),
        ("fin-attente", {}, ("DELETE", "waiting", None)),
        (
            "proposition",
            {"school": VILLAGE["uai"], "comment": "", "days": "7"},
            ("PUT", "reassignment", {"school": "0069904D", "comment": None, "days": 7}),
        ),
        ("retrait", {}, ("DELETE", "reassignment", None)),
    ],
)
async def test_each_step_sends_its_decision(
    school_agent: Agent, world: World, step: str, fields: dict[str, str], sent: tuple[str, str, Any]
) -> None:
    page = await school_agent.presses("", fields, path=f"{ONE}/{step}")
    assert page.url == f"{ONE}?fait=fait-scolarite#{step}"
    assert world.requests.acted == [sent]


@pytest.mark.parametrize(
    ("step", "fields", "words"),
    [
        ("niveau", {"level": "MS", "reason": ""}, "Expliquez pourquoi"),
        ("derogation", {}, "Choisissez une décision."),
        ("decision", {"decision": "refuse", "comment": "Parce que."}, "Choisissez un motif de refus."),
        ("decision", {"decision": "refuse", "reason_code": "complet"}, "Expliquez votre décision."),
        ("avis", {"opinion": "favourable", "held_on": ""}, "Choisissez la séance de la commission."),
        ("proposition", {"school": ""}, "Choisissez une école."),
    ],
)
async def test_what_a_step_lacks_is_said_before_anything_is_sent(
    school_agent: Agent, world: World, step: str, fields: dict[str, str], words: str
) -> None:
    world.requests.requests[REQUEST] = an_agents_request(kind="derogation", derogation=an_agents_derogation())
    page = await school_agent.presses("", fields, path=f"{ONE}/{step}")
    assert page.status == 422
    assert page.says(words)
    assert not world.requests.acted


async def test_what_schooling_refuses_comes_back_with_what_was_typed(school_agent: Agent, world: World) -> None:
    world.requests.requests[REQUEST] = an_agents_request(kind="derogation", derogation=an_agents_derogation())
    world.refuses["act_on_request"] = Problem(422, "invalid", [FieldProblem("held_on", "no-session")])
    fields = {"opinion": "favourable", "held_on": "2026-10-08", "comment": "Bien étayé."}
    page = await school_agent.presses("", fields, path=f"{ONE}/avis")
    assert page.status == 422
    assert page.says("La commission n'a pas siégé ce jour-là")
    assert page.says("Bien étayé.")


async def test_the_sittings_that_were_held_are_offered_the_latest_chosen(school_agent: Agent, world: World) -> None:
    derogation = an_agents_derogation()
    world.requests.requests[REQUEST] = an_agents_request(kind="derogation", derogation=derogation)
    form = (await school_agent.opens(ONE)).form("ENREGISTRER L'AVIS")
    assert form.values("held_on") == ["2026-11-26", "2026-10-08"]
    assert form.value_of("Séance du") == "26/11/2026"

    advice = {"opinion": "favourable", "held_on": "2026-10-01", "comment": None, "by": REQUEST, "at": MOMENT}
    world.requests.requests[REQUEST] = an_agents_request(kind="derogation", derogation={**derogation, "advice": advice})
    form = (await school_agent.opens(ONE)).form("ENREGISTRER L'AVIS")
    assert form.value_of("Séance du") == "01/10/2026", "what was recorded, though the town lists it no more"


@pytest.mark.parametrize(
    ("coming", "words"),
    [
        ("2027-05-20", "pour 2027/2028 siège le 20/05/2027 : son avis pourra être enregistré à partir de ce jour."),
        (None, "l'inscrire dans son fichier schooling.yaml, à la rubrique « commissions »."),
    ],
)
async def test_before_any_sitting_there_is_no_advice_to_record(
    school_agent: Agent, world: World, coming: str | None, words: str
) -> None:
    derogation = an_agents_derogation(sittings={"held": [], "next": coming})
    world.requests.requests[REQUEST] = an_agents_request(kind="derogation", derogation=derogation)
    page = await school_agent.opens(ONE)
    assert page.says(words)
    assert not page.says("Séance prévue")
    assert not page.offers("ENREGISTRER L'AVIS")


async def test_a_full_school_says_what_to_do(school_agent: Agent, world: World) -> None:
    world.refuses["act_on_request"] = Problem(409, "school-full")
    page = await school_agent.presses("", {"version": "3"}, path=f"{ONE}/conclure")
    assert page.status == 409
    assert page.says("proposez une autre école, ou la liste d'attente")


async def test_concluding_shows_first_what_the_family_will_read(school_agent: Agent, world: World) -> None:
    refused = {
        "decision": "refuse",
        "reason_code": "complet",
        "label": "L'école est complète.",
        "legal_basis": "L212-7",
        "comment": "En GS.",
        "by": REQUEST,
        "at": "2026-11-24T09:00:00Z",
    }
    world.requests.requests[REQUEST] = an_agents_request(decision=refused)
    page = await school_agent.opens(f"{ONE}/conclure")
    assert page.says("La demande est refusée.")
    assert page.says("« En GS. »")
    assert (await school_agent.presses("", {"version": "3"}, path=f"{ONE}/conclure")).url.startswith(LIST)
    assert world.requests.acted == [("POST", "conclusion", None)]


async def test_a_decision_that_changed_meanwhile_is_shown_before_concluding(school_agent: Agent, world: World) -> None:
    page = await school_agent.presses("", {"version": "2"}, path=f"{ONE}/conclure")
    assert page.status == 409
    assert not world.requests.acted


async def test_places_are_listed_by_school(school_agent: Agent, world: World) -> None:
    world.requests.places = [
        {
            "school": LOU_SOULEU,
            "school_year": 2027,
            "level": "GS",
            "places": 54,
            "taken": 54,
            "held": 0,
            "waiting": 2,
            "free": 0,
        }
    ]
    page = await school_agent.opens(f"{LIST}/places?annee=2027")
    assert page.says("Maternelle Lou Souleù")
    assert page.says("54 54 0 0 2")


async def test_a_proposal_that_waits_says_what_each_answer_leads_to(school_agent: Agent, world: World) -> None:
    held = world.requests.requests[REQUEST]
    held["waiting"] = {"school": LOU_SOULEU, "rank": 2, "since": "2026-11-23T09:05:00Z"}
    proposal: AgentProposal = {
        "school": VILLAGE,
        "comment": None,
        "proposed_at": "2026-11-23T09:05:00Z",
        "until": "2026-12-03T09:05:00Z",
        "state": "pending",
        "closed_at": None,
    }
    held["proposal"] = proposal
    page = await school_agent.opens(ONE)
    assert page.says("attend la réponse de la famille, avant le 03/12/2026 à 10 h 05. Si elle accepte")
    assert page.says("rang 2, depuis le 23/11/2026 à 10 h 05 ; elle y garde sa place")
    proposal["state"] = "refused"
    assert not (await school_agent.opens(ONE)).says("elle y garde sa place")


async def test_a_provisional_enrolment_is_confirmed_once_the_homes_agree(school_agent: Agent, world: World) -> None:
    held = world.requests.requests[REQUEST]
    held["provisional"] = held["disagreement"] = True
    page = await school_agent.opens(ONE)
    assert page.says("Inscription à titre provisoire.")
    assert not page.offers("CONFIRMER L'INSCRIPTION")
    held["disagreement"] = False
    assert (await school_agent.opens(ONE)).offers("CONFIRMER L'INSCRIPTION")
    page = await school_agent.presses("", path=f"{ONE}/confirmer")
    assert page.url == f"{ONE}?fait=fait-scolarite"
    assert not (await school_agent.opens(ONE)).says("à titre provisoire")


async def test_homes_that_disagree_meanwhile_leave_it_provisional(school_agent: Agent, world: World) -> None:
    world.requests.requests[REQUEST]["provisional"] = True
    world.refuses["confirm_enrolment"] = Problem(409, "still-in-disagreement")
    page = await school_agent.presses("", path=f"{ONE}/confirmer")
    assert page.status == 409
    assert page.says("l'inscription reste provisoire")


async def test_who_may_only_read_confirms_nothing(browser: Browser, world: World) -> None:
    world.requests.requests[REQUEST] = an_agents_request() | {"provisional": True}
    reader = arrive(browser, world, "schooling.read")
    assert not (await reader.opens(ONE)).offers("CONFIRMER L'INSCRIPTION")
    assert (await reader.presses("", path=f"{ONE}/confirmer")).status == 403
    assert world.requests.requests[REQUEST]["provisional"]
