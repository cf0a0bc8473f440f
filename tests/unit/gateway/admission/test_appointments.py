"""RENDEZ-VOUS of a family: free hours, booking, moving, cancelling, and the telephone where no hour is published."""

import pytest

from gateway.clients.service import Problem
from tests.fakes.admission_behind_gateway import CHILD, DAY, SLOT_ID, a_meeting, an_appointment
from tests.fakes.services_behind_gateway import World
from tests.unit.gateway.schooling.conftest import Parent, parent

__all__ = ["parent"]
HERE = "/mon-espace/rendez-vous"
SLOTS = f"{HERE}/{CHILD}/2027"
ONE = f"{SLOTS}/{SLOT_ID}"
WHEN = "lundi 7 juin 2027 à 16 h 30"


async def test_free_hours_are_shown_by_day_in_the_towns_time(parent: Parent, world: World) -> None:
    world.admission.meetings = [a_meeting()]
    page = await parent.opens(SLOTS)
    assert page.says("Lundi 7 juin 2027")
    assert page.says("16 h 30")
    assert page.leads_to(ONE)


async def test_booking_shows_first_where_and_what_to_bring(parent: Parent, world: World) -> None:
    world.admission.meetings = [a_meeting()]
    page = await parent.opens(ONE)
    assert page.says(WHEN)
    assert page.says("Le livret de famille")
    assert not world.admission.acted
    assert (await parent.sends(ONE)).url == f"{HERE}?fait=rendez-vous-pris"
    assert world.admission.acted == [("book", SLOT_ID)]


async def test_a_second_press_of_the_same_button_books_nothing_more(parent: Parent, world: World) -> None:
    assert (await parent.sends(ONE)).url == f"{HERE}?fait=rendez-vous-pris"
    assert not world.admission.acted


async def test_moving_says_which_appointment_it_replaces(parent: Parent, world: World) -> None:
    page = await parent.opens(ONE)
    assert page.says(f"Il remplace le rendez-vous du {WHEN}")
    assert (await parent.sends(ONE, moving="oui")).url == f"{HERE}?fait=rendez-vous-deplace"
    assert world.admission.acted == [("move", SLOT_ID)]


async def test_cancelling_is_asked_for_first(parent: Parent, world: World) -> None:
    assert (await parent.opens(f"{SLOTS}/annuler")).form("ANNULER LE RENDEZ-VOUS").button is not None
    assert not world.admission.acted
    assert (await parent.sends(f"{SLOTS}/annuler")).url == f"{HERE}?fait=rendez-vous-annule"
    assert world.admission.acted == [("cancel", an_appointment()["id"])]
    world.admission.meetings = [a_meeting()]
    assert (await parent.opens(f"{SLOTS}/annuler")).url == HERE


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("slot-taken", "Ce créneau vient d'être pris"),
        ("slot-too-close", "au moins 24 heures avant"),
        ("appointment-exists", "Un rendez-vous est déjà pris pour cet enfant"),
    ],
)
async def test_what_schooling_refuses_is_said_with_what_to_do(
    parent: Parent, world: World, code: str, words: str
) -> None:
    world.admission.meetings = [a_meeting()]
    world.refuses["book"] = Problem(409, code, details={"hours": 24})
    page = await parent.sends(ONE)
    assert page.status == 409
    assert page.says(words)


async def test_too_late_to_change_names_the_telephone(parent: Parent, world: World) -> None:
    world.refuses["cancel"] = Problem(409, "too-late-to-change", details={"hours": 24})
    page = await parent.sends(f"{SLOTS}/annuler")
    assert page.status == 409
    assert page.says("appelez l'école")
    assert page.link("04 65 71 01 01")


async def test_an_hour_that_was_taken_meanwhile_leads_back_to_the_others(parent: Parent, world: World) -> None:
    world.admission.meetings, world.admission.free = [a_meeting()], []
    page = await parent.opens(ONE)
    assert page.status == 409
    assert page.says("Aucun créneau n'est libre en ligne pour l'instant")
    assert page.link("04 65 71 01 01")


async def test_where_no_hour_is_published_the_telephone_stands(parent: Parent, world: World) -> None:
    world.admission.meetings = [a_meeting(free=0)]
    page = await parent.opens(HERE)
    assert page.link("04 65 71 01 01")
    assert not page.leads_to(SLOTS)


async def test_the_other_homes_appointment_is_known_to_be_there_and_no_more(parent: Parent, world: World) -> None:
    world.admission.meetings = [a_meeting(other_home=True, can_book=False)]
    page = await parent.opens(HERE)
    assert page.says("Un rendez-vous avec l'école est déjà pris pour cet enfant")
    assert not page.leads_to(SLOTS)


async def test_the_schools_word_on_a_cancellation_is_read_here(parent: Parent, world: World) -> None:
    called_off = an_appointment(state="cancelled", called_off=True, word="Réunion imprévue.", changeable_until=None)
    world.admission.meetings = [a_meeting(called_off)]
    page = await parent.opens(HERE)
    assert page.says(f"L'école a annulé votre rendez-vous du {WHEN}")
    assert page.says("Réunion imprévue.")
    assert page.leads_to(SLOTS)


async def test_a_child_who_is_not_the_familys_leads_to_the_list(parent: Parent, world: World) -> None:
    stranger = f"{HERE}/99999999-9999-4999-8999-999999999999/2027"
    for path in (stranger, f"{stranger}/{SLOT_ID}", f"{stranger}/annuler"):
        assert (await parent.opens(path)).url == HERE
    assert (await parent.sends(f"{stranger}/{SLOT_ID}")).url == HERE
    assert not world.admission.acted
    assert DAY not in (await parent.opens(stranger)).text
