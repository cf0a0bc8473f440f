"""« À faire » for school: proposals first, children to pre-register, and what lies with the town last."""

from gateway.web.schooling.to_do import tasks_of
from tests.fakes.family_file import CHILD_KEY, with_a_family
from tests.fakes.schooling_requests import a_child, a_line, a_target, an_obstacle, enrolled
from tests.fakes.services_behind_gateway import World
from tests.unit.gateway.schooling.conftest import Parent

NEWCOMER = an_obstacle("say-whether-newcomer")


def test_an_open_campaign_is_a_task_for_each_child_it_takes() -> None:
    assert [task.title for task in tasks_of([a_child()])] == ["Léa : Préinscription scolaire 2027/2028"]


def test_newcomers_campaigns_of_this_year_press_nobody() -> None:
    this_year, next_year = a_target(NEWCOMER, school_year=2026, title="2026"), a_target(NEWCOMER, title="2027")
    assert [task.title for task in tasks_of([a_child(this_year, next_year)])] == ["Léa : 2027"]


def test_a_proposal_comes_first_and_what_waits_comes_last() -> None:
    asked = a_target(an_obstacle("already-requested"))
    tasks = tasks_of(
        [
            a_child(asked, first_name="Tom", requests=[a_line()]),
            a_child(first_name="Noé"),
            a_child(asked, requests=[a_line("proposed")]),
        ]
    )
    assert [(task.light, task.title.partition(" ")[0]) for task in tasks] == [
        ("red", "Léa"),
        ("red", "Noé"),
        ("orange", "Tom"),
    ]


def test_an_enrolled_child_asks_for_nothing() -> None:
    assert tasks_of([enrolled()]) == []


async def test_they_stand_on_accueil_which_is_there_without_schooling_too(parent: Parent, world: World) -> None:
    world.requests.children = [a_child()]
    assert (await parent.opens("/mon-espace")).says("Léa : Préinscription scolaire 2027/2028")
    world.away.add("children_schooling")
    page = await parent.opens("/mon-espace")
    assert page.status == 200
    assert not page.says("Léa : Préinscription scolaire")


async def test_the_childs_fiche_has_its_schooling(parent: Parent, world: World) -> None:
    with_a_family(world)
    world.requests.children = [a_child(child_id=CHILD_KEY.removeprefix("child-"))]
    page = await parent.opens(f"/mon-espace/fiches/{CHILD_KEY}")
    assert page.says("SCOLARITÉ")
    assert page.says("ANNÉE EN COURS (2026/2027) Non inscrit")
    world.away.add("child_schooling")
    assert (await parent.opens(f"/mon-espace/fiches/{CHILD_KEY}")).status == 200
