"""Préinscription: TERMINER at once where nothing was typed, a check where something was, and nothing typed is lost."""

import pytest

from gateway.clients.service import Problem
from tests.fakes.schooling_requests import CHILD, NOTHING_TYPED, OFFER, REQUEST, a_child, a_target, an_obstacle
from tests.fakes.services_behind_gateway import World
from tests.unit.gateway.schooling.conftest import Parent

HERE = f"/mon-espace/inscriptions/{CHILD}"
ASK = f"{HERE}/preinscription/2027"
RADIATION = "certificat-radiation"
FORM = {"action": "terminer", "offer": OFFER, "request_id": REQUEST, "level_objection": ""}


async def test_sector_and_level_are_explained(parent: Parent, world: World) -> None:
    world.requests.children = [a_child()]
    page = await parent.opens(ASK)
    assert page.says("Ecole de secteur : Maternelle Lou Souleù")
    assert page.says("Les enfants nés en 2022 entrent en GS.")
    assert page.says("Vous n'aurez aucune démarche à effectuer.")


async def test_what_is_typed_is_kept_a_moment_after_the_last_key(parent: Parent, world: World) -> None:
    world.requests.children = [a_child()]
    fields = {"csrf": parent.browser.token, "form_key": "k", **FORM, "action": "garder", "level_objection": "Maint"}
    headers = {"Origin": parent.browser.origin, "X-Kiosque-Part": "text"}
    answer = await parent.browser.http.post(ASK, data=fields, headers=headers)
    assert answer.json() == {"fields": {}}
    assert world.requests.kept[CHILD, 2027]["level_objection"] == "Maint"
    assert not world.requests.handed_in


async def test_no_sector_is_no_dead_end(parent: Parent, world: World) -> None:
    sector = {"school": None, "reason": "hole", "explanation": "Cette adresse n'est dans aucun secteur.", "address": ""}
    world.requests.children = [a_child(a_target(sector=sector))]
    page = await parent.opens(ASK)
    assert page.says("Le service détermine votre école")
    assert page.form("TERMINER").button is not None


async def test_terminer_hands_in_what_the_page_showed(parent: Parent, world: World) -> None:
    world.requests.children = [a_child()]
    page = await parent.sends(ASK, FORM)
    assert page.url == f"{HERE}?fait=ecole-demandee"
    [(child, asking, key)] = world.requests.handed_in
    assert (child, asking["offer"], asking["request_id"], asking["school_year"]) == (CHILD, OFFER, REQUEST, 2027)
    assert asking["level_objection"] is None
    assert key


async def test_what_was_typed_is_checked_first(parent: Parent, world: World) -> None:
    world.requests.children = [a_child()]
    page = await parent.sends(ASK, FORM, level_objection="Maintien en MS.")
    assert page.url == f"{ASK}/verifier"
    assert not world.requests.handed_in
    assert (await parent.opens(f"{ASK}/verifier")).says("Maintien en MS.")
    await parent.sends(f"{ASK}/verifier", offer=OFFER, request_id=REQUEST)
    assert world.requests.handed_in[0][1]["level_objection"] == "Maintien en MS."


async def test_retour_keeps_what_was_typed(parent: Parent, world: World) -> None:
    world.requests.children = [a_child()]
    page = await parent.sends(ASK, {**FORM, "action": "retour"}, level_objection="Maintien en MS.")
    assert page.url == "/mon-espace/inscriptions"
    assert (await parent.opens(ASK)).says("Maintien en MS.")


async def test_whether_the_child_is_a_newcomer_is_asked_and_sent(parent: Parent, world: World) -> None:
    world.requests.children = [a_child(a_target(an_obstacle("say-whether-newcomer"), newcomer=None))]
    assert (await parent.opens(ASK)).form("CONTINUER").button is not None
    unanswered = await parent.sends(ASK, action="nouvel-arrivant")
    assert unanswered.status == 422
    assert unanswered.says("Répondez par oui ou par non.")
    await parent.sends(ASK, action="nouvel-arrivant", enrolled_before="non")
    form = await parent.opens(ASK)
    assert form.says("n'était pas inscrit l'année précédente")
    assert "École précédente et sa commune" in " ".join(form.form("TERMINER").labels)
    assert (await parent.sends(ASK, FORM)).url == f"{ASK}/verifier"
    check = await parent.opens(f"{ASK}/verifier")
    assert check.says("Vous pourrez l'ajouter plus tard, ou le remettre à l'école.")
    await parent.sends(f"{ASK}/verifier", offer=OFFER, request_id=REQUEST)
    assert world.requests.handed_in[0][1]["enrolled_before"] is False


async def test_a_newcomers_certificate_lies_in_its_dossier_and_goes_with_the_request(
    parent: Parent, world: World
) -> None:
    world.requests.children = [a_child(a_target(newcomer=True, asks_former_school=True))]
    page = await parent.opens(ASK)
    assert page.says("DOSSIER : DOSSIER NOUVEL ARRIVANT")
    assert page.says("Ce n'est pas obligatoire pour terminer")
    assert not page.says("DOSSIER DÉROGATION SCOLAIRE")
    file = (f"fichier:{RADIATION}", ("radiation.pdf", b"%PDF-1.7 radiation", "application/pdf"))
    answer = await parent.browser.post(ASK, {**FORM, "action": f"joindre:{RADIATION}"}, files=[file])
    assert answer.headers["location"] == f"{ASK}#piece-{RADIATION}"
    assert [document["record"] for document in world.documents] == [f"derogation-{REQUEST}"]
    assert (await parent.opens(f"{ASK}/verifier")).says("radiation.pdf")
    await parent.sends(f"{ASK}/verifier", offer=OFFER, request_id=REQUEST)
    assert world.requests.handed_in[0][1]["manifest"] == "a.b.c"


async def test_who_was_here_before_has_no_dossier(parent: Parent, world: World) -> None:
    world.requests.children = [a_child()]
    assert not (await parent.opens(ASK)).says("DOSSIERS ET PIÈCES")


async def test_the_answer_about_newcomers_can_be_changed(parent: Parent, world: World) -> None:
    world.requests.children = [a_child(a_target(an_obstacle("say-whether-newcomer"), newcomer=None))]
    world.requests.kept[CHILD, 2027] = {**NOTHING_TYPED, "enrolled_before": True}
    await parent.sends(ASK, action="changer-de-reponse")
    assert (await parent.opens(ASK)).form("CONTINUER").button is not None


@pytest.mark.parametrize("code", ["offer-changed", "manifest-expired"])
async def test_what_changed_meanwhile_is_shown_before_anything_is_sent(parent: Parent, world: World, code: str) -> None:
    world.requests.children = [a_child()]
    world.refuses["submit_pre_registration"] = Problem(409, code)
    page = await parent.sends(ASK, FORM)
    assert page.status == 409
    assert page.says("Il y a un problème")
    assert page.form("TERMINER").button is not None


async def test_a_campaign_that_closed_while_the_form_stood_open_says_so(parent: Parent, world: World) -> None:
    closed = an_obstacle("campaign-closed", "La campagne s'est terminée le 30 avril 2027 à minuit.")
    world.requests.children = [a_child()]
    world.requests.afterwards = [a_child(a_target(closed))]
    world.refuses["submit_pre_registration"] = Problem(409, "pre-registration-closed")
    page = await parent.sends(ASK, FORM)
    assert page.status == 409
    assert page.says("La campagne s'est terminée le 30 avril 2027 à minuit.")


async def test_a_request_that_exists_is_followed_instead(parent: Parent, world: World) -> None:
    world.requests.children = [a_child()]
    world.refuses["submit_pre_registration"] = Problem(409, "already-requested")
    assert (await parent.sends(ASK, FORM)).url == f"{HERE}?fait=ecole-deja-demandee"
    world.requests.children = [a_child(a_target(an_obstacle("already-requested", pre_registration_id=REQUEST)))]
    assert (await parent.opens(ASK)).url == f"{HERE}?fait=ecole-deja-demandee"


async def test_a_double_press_shows_where_the_request_stands(parent: Parent, world: World) -> None:
    world.requests.children = [a_child()]
    world.refuses["submit_pre_registration"] = Problem(422, "idempotency-key-reused")
    assert (await parent.sends(ASK, FORM)).url == f"{HERE}?fait=ecole-deja-demandee"


async def test_another_familys_child_does_not_exist(parent: Parent, world: World) -> None:
    world.requests.children = [a_child()]
    assert (await parent.opens(ASK.replace(CHILD, "99999999-3333-4333-8333-333333333333"))).status == 404


async def test_a_year_that_the_town_does_not_name_does_not_exist(parent: Parent, world: World) -> None:
    world.requests.children = [a_child()]
    assert (await parent.opens(f"{HERE}/preinscription/2031")).status == 404


async def test_a_child_of_another_commune_goes_to_the_other_form(parent: Parent, world: World) -> None:
    world.requests.children = [a_child(a_target(kind_without_wish="outside"))]
    assert (await parent.opens(ASK)).url == f"{HERE}/derogation/2027"
