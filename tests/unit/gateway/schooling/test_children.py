"""MES INSCRIPTIONS: what can be done for each child, or why not and where it is mended."""

from typing import Any

from tests.fakes.schooling_requests import CHILD, a_child, a_target, an_obstacle, enrolled
from tests.fakes.services_behind_gateway import World
from tests.unit.gateway.schooling.conftest import Parent

HERE = "/mon-espace/inscriptions"
ASK, OTHER = f"{HERE}/{CHILD}/preinscription/2027", f"{HERE}/{CHILD}/derogation/2027"


async def test_both_choices_of_the_procedure_stand_on_the_card(parent: Parent, world: World) -> None:
    world.requests.children = [a_child()]
    page = await parent.opens(HERE)
    assert page.says("Vous devez effectuer cette démarche pour chacun de vos enfants")
    assert page.says("Préinscription scolaire 2027/2028")
    assert page.says("Demande de dérogation 2027/2028")
    assert page.leads_to(ASK)
    assert page.leads_to(OTHER)


async def test_a_record_that_is_not_green_is_linked_once_for_all_years(parent: Parent, world: World) -> None:
    blocked = an_obstacle("not-all-green", "Toutes les fiches doivent être valides.")
    world.requests.children = [a_child(a_target(blocked, school_year=2026), a_target(blocked))]
    page = await parent.opens(HERE)
    assert page.text.count("Toutes les fiches doivent être valides.") == 1
    assert page.leads_to(f"/mon-espace/fiches/child-{CHILD}")
    assert not page.leads_to(ASK)


async def test_the_question_about_newcomers_keeps_nobody_out(parent: Parent, world: World) -> None:
    world.requests.children = [a_child(a_target(an_obstacle("say-whether-newcomer"), newcomer=None))]
    assert (await parent.opens(HERE)).leads_to(ASK)


async def test_after_the_campaign_only_the_enrolment_is_open(parent: Parent, world: World) -> None:
    over: dict[str, Any] = {"late_explanation": "La campagne est terminée.", "derogation_closed": "Trop tard."}
    to_answer = a_target(an_obstacle("say-whether-newcomer"), newcomer=None, late=True, may_derogate=False, **over)
    for late in (a_target(may_derogate=False, late=True, **over), to_answer):
        world.requests.children = [a_child(late)]
        page = await parent.opens(HERE)
        assert page.leads_to(ASK)
        assert not page.leads_to(OTHER)
        assert page.says("Trop tard.")
        assert page.says("La campagne est terminée.")


async def test_a_family_of_another_commune_names_a_school_at_once(parent: Parent, world: World) -> None:
    world.requests.children = [a_child(a_target(kind_without_wish="outside"))]
    page = await parent.opens(HERE)
    assert page.leads_to(OTHER)
    assert not page.leads_to(ASK)


async def test_what_the_other_home_asked_is_told_without_a_word_of_it(parent: Parent, world: World) -> None:
    there = an_obstacle("requested-by-other-home", "Une demande a déjà été faite par son autre foyer.")
    world.requests.children = [a_child(a_target(there))]
    page = await parent.opens(HERE)
    assert page.says("Une demande a déjà été faite par son autre foyer.")
    assert not page.leads_to(ASK)


async def test_an_enrolled_child_has_its_page_of_the_first_day(parent: Parent, world: World) -> None:
    world.requests.children = [enrolled()]
    page = await parent.opens(HERE)
    assert page.says("Inscrit")
    assert page.leads_to(f"{HERE}/{CHILD}/rentree/2027")


async def test_the_menu_leads_there(parent: Parent) -> None:
    assert (await parent.opens("/mon-espace")).leads_to(HERE)
