"""« À faire » for school: proposals first, children to pre-register, and what lies with the town last."""

from datetime import UTC, datetime

from gateway.web.schooling.to_do import meeting_tasks, tasks_of
from tests.fakes.admission_behind_gateway import a_meeting, an_appointment
from tests.fakes.family_file import CHILD_KEY, with_a_family
from tests.fakes.schooling_requests import a_child, a_line, a_target, an_obstacle, enrolled
from tests.fakes.services_behind_gateway import World
from tests.unit.gateway.schooling.conftest import Parent

NOW = datetime(2027, 6, 1, tzinfo=UTC)
NEWCOMER = an_obstacle("say-whether-newcomer")


def test_an_open_campaign_is_a_task_for_each_child_it_takes() -> None:
    assert [task.title for task in tasks_of([a_child()])] == ["Léa : Préinscription scolaire 2027/2028"]


def test_after_the_campaign_no_derogation_is_offered() -> None:
    (task,) = tasks_of([a_child(a_target(late_explanation="La campagne est terminée."))])
    assert task.explanation == "La campagne est terminée."


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
    assert tasks[0].explanation.endswith("répondez avant le 03/12/2026 à 10 h 05.")


def test_an_enrolled_child_asks_for_nothing() -> None:
    assert tasks_of([enrolled()]) == []


def test_who_has_to_meet_the_head_is_told_so_until_the_hour_is_booked_and_then_reads_the_hour() -> None:
    (to_make,) = meeting_tasks([a_meeting()], NOW)
    assert (to_make.light, to_make.title) == ("red", "Léa : prendre rendez-vous avec l'école")
    (to_come,) = meeting_tasks([a_meeting(an_appointment())], NOW)
    assert to_come.light == "green"
    assert to_come.title == "Léa : rendez-vous avec l'école le lundi 7 juin 2027 à 16 h 30"
    assert "Bureau de la direction, Maternelle Lou Souleù" in to_come.explanation
    assert meeting_tasks([a_meeting(an_appointment())], datetime(2027, 6, 7, 15, tzinfo=UTC)) == [], "it is over"


def test_what_the_school_called_off_is_to_be_made_anew_and_by_telephone_where_no_slot_is_free() -> None:
    (task,) = meeting_tasks([a_meeting(an_appointment(state="cancelled", called_off=True), free=0)], NOW)
    assert "L'école a annulé celui du lundi 7 juin 2027 à 16 h 30" in task.explanation
    assert "appelez le 04 65 71 01 01" in task.explanation


def test_neither_the_other_homes_appointment_nor_one_that_took_place_is_a_task() -> None:
    done = [a_meeting(other_home=True, can_book=False), a_meeting(an_appointment(state="attended"))]
    assert meeting_tasks(done, NOW) == []


async def test_appointments_stand_on_accueil_of_an_enrolled_child(parent: Parent, world: World) -> None:
    world.requests.children, world.admission.meetings = [enrolled()], [a_meeting()]
    assert (await parent.opens("/mon-espace")).says("Léa : prendre rendez-vous avec l'école")
    world.away.add("meetings")
    assert (await parent.opens("/mon-espace")).status == 200


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
