"""Demande de dérogation: school, reasons, proofs, comment; every button keeps them, TERMINER checks and sends."""

from uuid import UUID

import pytest

from gateway.clients.service import FieldProblem, Problem
from gateway.web.kiosk import Kiosk
from tests.fakes.schooling_requests import CHILD, OFFER, REQUEST, VILLAGE, a_child, a_target
from tests.fakes.services_behind_gateway import World
from tests.unit.gateway.schooling.conftest import Parent

HERE = f"/mon-espace/inscriptions/{CHILD}"
ASK = f"{HERE}/derogation/2027"
SENT = {"offer": OFFER, "request_id": REQUEST}
PIECE = "justificatif-derogation"
FORM = {
    "action": "terminer",
    "wanted_school": VILLAGE["uai"],
    "reason_1": "fratrie",
    "reason_2": "sante",
    "reason_3": "",
    "comment": "Sa sœur y est.",
}


@pytest.fixture(autouse=True)
def _a_child(world: World) -> None:
    world.requests.children = [a_child()]


async def test_the_sector_school_is_no_choice(parent: Parent) -> None:
    page = await parent.opens(ASK)
    assert page.says("DÉTAILS DE LA DEMANDE DE DÉROGATION")
    assert page.says("MOTIFS DE DÉROGATIONS")
    assert page.says("DOSSIER : DOSSIER DÉROGATION SCOLAIRE")
    assert page.says("Réponse après la commission, au mois de mai.")
    form = page.form("TERMINER").fill("Ecole désirée *", VILLAGE["name"])
    with pytest.raises(Exception, match="no option"):
        form.fill("Ecole désirée *", "Maternelle Lou Souleù")


async def test_terminer_leads_to_the_check_and_the_check_sends(parent: Parent, world: World) -> None:
    assert (await parent.sends(ASK, FORM)).url == f"{ASK}/verifier"
    page = await parent.opens(f"{ASK}/verifier")
    assert page.says("Groupe Scolaire du Village")
    assert page.says("Un frère ou une sœur est déjà dans cette école")
    assert page.says("Sa sœur y est.")
    assert not world.requests.handed_in
    assert (await parent.sends(f"{ASK}/verifier", SENT)).url == f"{HERE}?fait=ecole-demandee"
    [(_, asking, _)] = world.requests.handed_in
    wish = {"wanted_school": VILLAGE["uai"], "reasons": ["fratrie", "sante"], "comment": "Sa sœur y est."}
    assert asking["derogation"] == wish
    assert "manifest" not in asking


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"wanted_school": ""}, "Choisissez l'école désirée."),
        ({"reason_1": "", "reason_2": ""}, "Choisissez au moins un motif."),
        ({"reason_2": "fratrie"}, "Ce motif est déjà choisi"),
    ],
)
async def test_what_is_missing_is_said_and_the_rest_kept(parent: Parent, changes: dict[str, str], words: str) -> None:
    page = await parent.sends(ASK, {**FORM, **changes})
    assert page.status == 422
    assert page.says(words)
    assert (await parent.opens(ASK)).says("Sa sœur y est.")


@pytest.mark.parametrize(
    ("action", "leads"), [("retour", "/mon-espace/inscriptions"), ("enregistrer", f"{ASK}?fait=garde")]
)
async def test_every_button_keeps_what_was_typed(parent: Parent, world: World, action: str, leads: str) -> None:
    assert (await parent.sends(ASK, {**FORM, "action": action, "wanted_school": ""})).url == leads
    assert world.requests.kept[CHILD, 2027]["comment"] == "Sa sœur y est."
    assert world.requests.kept[CHILD, 2027]["reasons"] == ["fratrie", "sante", ""]


async def test_a_proof_lies_in_the_dossier_of_the_request_and_is_signed_for(parent: Parent, world: World) -> None:
    file = (f"fichier:{PIECE}", ("attestation.pdf", b"%PDF-1.7 attestation", "application/pdf"))
    answer = await parent.browser.post(ASK, {**FORM, "action": f"joindre:{PIECE}"}, files=[file])
    assert answer.headers["location"] == f"{ASK}#piece-{PIECE}"
    assert [document["record"] for document in world.documents] == [f"derogation-{REQUEST}"]
    assert world.requests.kept[CHILD, 2027]["comment"] == "Sa sœur y est."
    assert (await parent.opens(f"{ASK}/verifier")).says("attestation.pdf")
    await parent.sends(f"{ASK}/verifier", SENT)
    assert world.requests.handed_in[0][1]["manifest"] == "a.b.c"


async def test_the_check_of_an_incomplete_form_is_the_form(parent: Parent) -> None:
    assert (await parent.opens(f"{ASK}/verifier")).url == ASK


async def test_what_schooling_refuses_is_said_beside_its_field(parent: Parent, world: World) -> None:
    await parent.sends(ASK, FORM)
    world.refuses["submit_pre_registration"] = Problem(422, "invalid", [FieldProblem("reasons", "too-many")])
    page = await parent.sends(f"{ASK}/verifier", SENT)
    assert page.status == 422
    assert page.says("motifs au plus")
    assert page.says("Sa sœur y est.")


async def test_derogations_that_closed_meanwhile_leave_the_enrolment(parent: Parent, world: World) -> None:
    await parent.sends(ASK, FORM)
    world.requests.afterwards = [a_child(a_target(may_derogate=False, derogation_closed="Trop tard."))]
    world.refuses["submit_pre_registration"] = Problem(409, "derogations-closed")
    page = await parent.sends(f"{ASK}/verifier", SENT)
    assert page.status == 409
    assert page.says("une dérogation n'est plus possible")


async def test_a_closed_campaign_opens_no_form(parent: Parent, world: World) -> None:
    world.requests.children = [a_child(a_target(may_derogate=False, derogation_closed="Trop tard."))]
    page = await parent.opens(ASK)
    assert page.says("Trop tard.")
    assert not page.says("MOTIFS DE DÉROGATIONS")


async def test_the_script_keeps_the_text_alone(parent: Parent, world: World) -> None:
    fields = {"csrf": parent.browser.token, "form_key": "k", **FORM, "action": "garder", "reason_1": ""}
    headers = {"Origin": parent.browser.origin, "X-Kiosque-Part": "text"}
    answer = await parent.browser.http.post(ASK, data=fields, headers=headers)
    assert answer.json() == {"fields": {}}
    assert world.requests.kept[CHILD, 2027]["comment"] == "Sa sœur y est."


async def test_what_was_sent_after_the_session_ended_comes_back_with_the_next_one(
    parent: Parent, world: World, kiosk: Kiosk
) -> None:
    parent.browser.writer = kiosk.kept_forms.writer(UUID(world.account_id))
    world.sessions.clear()
    page = await parent.sends(ASK, FORM)
    assert page.status == 403
    form = page.form("CONNEXION").fill("Identifiant", "00012").fill("Mot de passe", "bon mot 1")
    back = await parent.sends("/connexion", dict(form.filled()[0]))
    given = back.form("ENVOYER CE QUE J'AI TAPÉ")
    assert given.action.endswith(ASK)
    assert ("comment", "Sa sœur y est.") in given.filled()[0]
