"""Following a request: where it stands, taking it back, a proposal, its receipt, and the day of the rentrée."""

import io
from typing import Any

import pikepdf
import pytest

from gateway.clients.schooling_admission import Meeting
from gateway.clients.service import Problem
from tests.fakes.admission_behind_gateway import a_meeting, an_appointment
from tests.fakes.schooling_requests import (
    CHILD,
    REQUEST,
    VILLAGE,
    a_child,
    a_derogation,
    a_followed_request,
    a_line,
    a_proposal,
    a_target,
    an_enrolment,
    an_obstacle,
    enrolled,
)
from tests.fakes.services_behind_gateway import World
from tests.support.pages import Page
from tests.unit.gateway.schooling.conftest import Parent

HERE = f"/mon-espace/inscriptions/{CHILD}"
MINE = f"{HERE}/demandes/{REQUEST}"
REFUSAL = {"label": "L'école désirée est complète.", "legal_basis": "Code de l'éducation, L212-7", "comment": "En GS."}


async def followed(parent: Parent, world: World, **changes: Any) -> Page:
    request = a_followed_request(**changes)
    line = a_line(request["stage"], request["label"])
    world.requests.children = [a_child(a_target(an_obstacle("already-requested")), requests=[line])]
    world.requests.followed[REQUEST] = request
    return await parent.opens(HERE)


async def test_what_is_with_the_town_stops_the_family_for_that_child(parent: Parent, world: World) -> None:
    page = await followed(parent, world)
    assert page.says("Vous ne pouvez plus avancer dans vos démarches pour Léa")
    assert page.says("Vous avez transmis la demande.")
    assert page.says("Sans réponse le 23 janvier 2027")
    assert page.leads_to(f"{MINE}/reprendre")
    assert page.leads_to(f"{MINE}/recepisse.pdf")


async def test_an_opened_request_cannot_be_taken_back(parent: Parent, world: World) -> None:
    page = await followed(parent, world, stage="opened", label="En cours d'étude", may_withdraw=False)
    assert not page.leads_to(f"{MINE}/reprendre")
    assert (await parent.opens(f"{MINE}/reprendre")).url == HERE


async def test_taking_it_back_is_confirmed(parent: Parent, world: World) -> None:
    await followed(parent, world)
    assert (await parent.opens(f"{MINE}/reprendre")).form("REPRENDRE MA DEMANDE").button is not None
    assert not world.requests.withdrawn
    assert (await parent.sends(f"{MINE}/reprendre")).url == f"{HERE}?fait=ecole-reprise"
    assert world.requests.withdrawn == [REQUEST]


async def test_an_agent_who_opened_it_meanwhile_is_told(parent: Parent, world: World) -> None:
    await followed(parent, world)
    world.refuses["withdraw_request"] = Problem(409, "already-opened")
    page = await parent.sends(f"{MINE}/reprendre")
    assert page.status == 409
    assert page.says("Un agent a ouvert votre demande")


async def test_a_refusal_has_its_reasons_in_law_and_in_fact_and_the_remedies(parent: Parent, world: World) -> None:
    page = await followed(
        parent, world, stage="refused", label="Refusée", refusal=REFUSAL, concluded_at="2027-05-21T09:00:00Z"
    )
    assert page.says("L'école désirée est complète.")
    assert page.says("« En GS. »")
    assert page.says("Code de l'éducation, L212-7")
    assert page.says("Recours devant le tribunal administratif.")


async def test_the_sectors_stands_when_the_derogation_is_refused(parent: Parent, world: World) -> None:
    page = await followed(
        parent,
        world,
        kind="derogation",
        stage="accepted",
        label="Acceptée",
        school=a_followed_request()["sector_school"],
        derogation=a_derogation(accepted=False, refusal=REFUSAL, advised=True),
    )
    assert page.says("L'inscription de Léa est acceptée : Maternelle Lou Souleù, GS.")
    assert page.says("La dérogation pour Groupe Scolaire du Village est refusée")
    assert page.text.count("L'école désirée est complète.") == 1


@pytest.mark.parametrize(
    ("provisional", "said"), [(True, "est acceptée à titre provisoire :"), (False, "est acceptée :")]
)
async def test_an_enrolment_of_homes_that_disagree_is_said_to_be_provisional(
    parent: Parent, world: World, *, provisional: bool, said: str
) -> None:
    request = a_followed_request(stage="accepted", label="Acceptée", school=a_followed_request()["sector_school"])
    enrolment = an_enrolment(2027, "inscrit", "Inscrit", provisional=provisional)
    line = a_line(request["stage"], request["label"])
    world.requests.children = [a_child(next_year=enrolment, requests=[line])]
    world.requests.followed[REQUEST] = request
    assert (await parent.opens(HERE)).says(f"Léa {said}")


async def test_a_proposal_shows_its_delay_and_its_two_answers(parent: Parent, world: World) -> None:
    page = await followed(parent, world, stage="proposed", label="Proposée", proposal=a_proposal(), may_withdraw=False)
    assert page.says("Répondez avant le 03/12/2026 à 10 h 05")
    assert page.says("Si vous acceptez Votre enfant est inscrit en GS.")
    assert page.says("Si vous refusez La place gardée est rendue")
    assert page.says("Si vous ne répondez pas Le 3 décembre, la proposition n'est plus valable.")
    assert page.leads_to(f"{MINE}/proposition/accepter")
    assert page.leads_to(f"{MINE}/proposition/refuser")


@pytest.mark.parametrize(
    ("answer", "button", "sent"),
    [("accepter", "ACCEPTER CETTE ÉCOLE", "accept"), ("refuser", "REFUSER CETTE ÉCOLE", "refuse")],
)
async def test_each_answer_is_confirmed(parent: Parent, world: World, answer: str, button: str, sent: str) -> None:
    await followed(parent, world, stage="proposed", proposal=a_proposal())
    path = f"{MINE}/proposition/{answer}"
    assert (await parent.opens(path)).form(button).button is not None
    assert not world.requests.answers
    await parent.sends(path)
    assert world.requests.answers == [sent]


async def test_an_answer_that_comes_too_late_is_told(parent: Parent, world: World) -> None:
    await followed(parent, world, stage="proposed", proposal=a_proposal())
    world.refuses["answer_proposal"] = Problem(409, "no-proposal")
    page = await parent.sends(f"{MINE}/proposition/accepter")
    assert page.status == 409
    assert page.says("Cette proposition n'est plus valable.")


async def test_while_a_proposal_waits_neither_the_rank_stands_alone_nor_is_there_nothing_to_do(
    parent: Parent, world: World
) -> None:
    waiting = {"school": VILLAGE, "rank": 3, "since": "2027-05-21T09:00:00Z"}
    page = await followed(parent, world, stage="proposed", proposal=a_proposal(), waiting=waiting)
    assert page.text.count("rang 3") == 1, "among what a refusal leads to"
    assert not page.says("Prenez rendez-vous avec le directeur"), "what comes next is said with the answers"
    assert not page.says("Vous ne pouvez plus avancer"), "it is the family's turn"


async def test_my_children_say_that_an_answer_is_awaited_and_until_when(parent: Parent, world: World) -> None:
    await followed(parent, world, stage="proposed", proposal=a_proposal())
    page = await parent.opens("/mon-espace/inscriptions")
    assert page.says("La commune vous propose une autre école. Répondez avant le 03/12/2026 à 10 h 05")
    assert page.link("Répondre à l'école proposée")


async def test_the_rank_in_the_waiting_list_is_shown(parent: Parent, world: World) -> None:
    waiting = {"school": VILLAGE, "rank": 3, "since": "2027-05-21T09:00:00Z"}
    assert (await followed(parent, world, stage="waiting", waiting=waiting)).says("rang 3")


async def test_an_address_that_changed_since_is_said(parent: Parent, world: World) -> None:
    page = await followed(parent, world, address_changed=True)
    assert page.says("Votre adresse a changé depuis cette demande.")


async def test_a_request_is_found_under_its_own_child_alone(parent: Parent, world: World) -> None:
    await followed(parent, world)
    other = MINE.replace(CHILD, "99999999-3333-4333-8333-333333333333")
    assert (await parent.opens(f"{other}/reprendre")).status == 404
    assert (await parent.opens(f"{other}/recepisse.pdf")).status == 404


async def test_the_receipt_is_a_tagged_pdf(parent: Parent, world: World) -> None:
    await followed(parent, world, kind="derogation", derogation=a_derogation())
    answer = await parent.browser.get(f"{MINE}/recepisse.pdf")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.headers["cache-control"] == "no-store"
    with pikepdf.open(io.BytesIO(answer.content)) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "fr"


async def test_the_first_day_names_school_day_and_what_to_bring(parent: Parent, world: World) -> None:
    world.requests.children = [enrolled()]
    world.requests.followed[REQUEST] = a_followed_request(stage="accepted", level="PS")
    world.admission.meetings = [a_meeting(child_id=CHILD)]
    page = await parent.opens(f"{HERE}/rentree/2027")
    assert page.says("Jour de la rentrée : 2 septembre 2027")
    assert page.says("Il vous reste à prendre rendez-vous avec le directeur ou la directrice de l'école")
    assert page.leads_to(f"/mon-espace/rendez-vous/{CHILD}/2027")
    assert page.says("À apporter au rendez-vous : Le livret de famille"), "as the certificate says"
    assert page.link("04 65 71 01 01")


@pytest.mark.parametrize("newcomer", [True, False])
async def test_without_a_certificate_to_bring_the_town_says_what_else(
    parent: Parent, world: World, newcomer: bool
) -> None:
    school_year = an_enrolment(2027, "inscrit", "Inscrit", school=VILLAGE, level="CP")
    world.requests.children = [
        a_child(a_target(an_obstacle("already-enrolled")), next_year=school_year, requests=[a_line("accepted")])
    ]
    world.requests.followed[REQUEST] = a_followed_request(stage="accepted", level="CP", newcomer=newcomer)
    world.admission.meetings = []
    page = await parent.opens(f"{HERE}/rentree/2027")
    assert page.says("Le certificat d'inscription reçu par mail")
    assert page.says("Le certificat de radiation") is newcomer


@pytest.mark.parametrize(
    ("meeting", "words"),
    [
        (a_meeting(an_appointment(), child_id=CHILD), "Rendez-vous le lundi 7 juin 2027 à 16 h 30"),
        (a_meeting(an_appointment(state="attended"), child_id=CHILD), "Vous avez rencontré la direction de l'école"),
        (a_meeting(other_home=True, can_book=False, child_id=CHILD), "Un rendez-vous avec l'école est déjà pris"),
        (a_meeting(free=0, child_id=CHILD), "L'école ne propose pas de créneau en ligne"),
        (a_meeting(), "Prenez rendez-vous avec le directeur ou la directrice."),
    ],
    ids=["booked", "attended", "other home", "telephone", "another child's"],
)
async def test_the_first_day_knows_the_appointment(parent: Parent, world: World, meeting: Meeting, words: str) -> None:
    world.requests.children, world.admission.meetings = [enrolled()], [meeting]
    world.requests.followed[REQUEST] = a_followed_request(stage="accepted", level="PS")
    assert (await parent.opens(f"{HERE}/rentree/2027")).says(words)


async def test_there_is_no_first_day_before_a_school_is_decided(parent: Parent, world: World) -> None:
    world.requests.children = [a_child()]
    assert (await parent.opens(f"{HERE}/rentree/2027")).status == 404
