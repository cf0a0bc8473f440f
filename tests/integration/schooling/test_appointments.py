"""Appointments with the head of school: one slot one family, one child one appointment, and who is told what."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import asyncpg

from libs.chassis.db import Database
from libs.contracts.household.v1 import FamilyErased
from libs.domain.errors import Conflict
from services.schooling.adapters.unit_of_work import SchoolingUnitOfWork
from services.schooling.application.book_appointment import BookAppointment, book_appointment
from services.schooling.application.remind_appointments import remind_appointments
from services.schooling.domain.appointment import Notice
from tests.support.admission_driver import HEAD, OTHER_HEAD, AdmissionDriver
from tests.support.databases import ServiceDatabase
from tests.support.schooling_driver import FIORI, MATERNELLE, YEAR, Home, problem


async def test_a_family_books_moves_and_cancels(admission: AdmissionDriver) -> None:
    home = Home()
    child = await admission.enrolled(home)
    assert (await admission.publishes()).json() == {"published": 21, "unchanged": 0, "overlapping": [], "past": 0}
    (meeting,) = await admission.meetings(home)
    assert (meeting["can_book"], meeting["free"], meeting["appointment"]) == (True, 21, None)
    assert meeting["school"]["telephone"]
    first, second = (await admission.free(home, child))[:2]
    appointment = (await admission.books(home, child, first["id"])).json()["appointment_id"]
    (meeting,) = await admission.meetings(home)
    assert (meeting["appointment"]["starts_at"], meeting["can_book"]) == (first["starts_at"], False)
    assert first["id"] not in [slot["id"] for slot in await admission.free(home, child)]
    assert (await admission.moves(home, appointment, second["id"])).status_code == 204
    (meeting,) = await admission.meetings(home)
    assert (meeting["appointment"]["id"], meeting["appointment"]["starts_at"]) == (appointment, second["starts_at"])
    assert (await admission.cancels(home, appointment)).status_code == 204
    (meeting,) = await admission.meetings(home)
    assert (meeting["appointment"]["state"], meeting["can_book"], meeting["free"]) == ("cancelled", True, 21)
    told = [event for event in await admission.schooling.events() if ".appointment." in event.type]
    assert [event.type.split(".")[2] for event in told] == ["booked", "moved", "cancelled"]
    assert [event.data["sequence"] for event in told] == [0, 1, 2]
    assert len({event.data["appointment_id"] for event in told}) == 1


async def test_the_same_form_sent_twice_books_once(admission: AdmissionDriver) -> None:
    home = Home()
    child = await admission.enrolled(home)
    await admission.publishes()
    slot = (await admission.free(home, child))[0]["id"]
    one, two = [await admission.books(home, child, slot, key="same-form-sent-twice") for _ in range(2)]
    assert one.status_code == two.status_code == 201
    assert one.json() == two.json()


async def test_200_families_claim_one_slot_and_one_has_it(
    admission: AdmissionDriver, tables: ServiceDatabase, psql: asyncpg.Connection
) -> None:
    home = Home()
    children = [await admission.enrolled(home) for _ in range(2)]
    await admission.publishes()
    slot = (await admission.free(home, children[0]))[0]["id"]
    await psql.execute(
        "INSERT INTO children SELECT gen_random_uuid(), 1, family_ids, last_name, first_name, sex, birth_date, true"
        " FROM children, generate_series(1, 99) WHERE child_id = $1",
        children[0],
    )
    await psql.execute(
        "INSERT INTO certificates SELECT 'T-' || row_number() OVER (), children.child_id, school_year, commune, uai,"
        " school, level, certificates.last_name, certificates.first_name, certificates.birth_date, issued_on, newcomer,"
        " meets_head, token, key_id, issued_at, issued_by, NULL, 1 FROM certificates, children"
        " WHERE certificates.child_id = $1 AND children.child_id <> ALL ($2::uuid[])",
        children[0],
        children,
    )
    everybody = [row["child_id"] for row in await psql.fetch("SELECT child_id FROM certificates")]
    database = Database(tables.url, application="test", pool_size=20)
    turns = asyncio.Semaphore(30)

    async def claim(child: object) -> str:
        command = BookAppointment(uuid4(), home.id, child, YEAR, slot)  # type: ignore[arg-type]
        async with turns:
            try:
                await book_appointment(command, "family:test", Notice(0), SchoolingUnitOfWork(database))
            except Conflict as refused:
                return refused.code
        return "booked"

    claims = [claim(child) for child in everybody for _ in range(2)]
    assert len(claims) >= 200
    fates = Counter(await asyncio.gather(*claims))
    await database.close()
    assert fates["booked"] == 1
    assert set(fates) <= {"booked", "slot-taken", "appointment-exists"}
    assert await psql.fetchval("SELECT count(*) FROM appointments") == 1


async def test_one_child_has_one_appointment_however_often_it_is_asked_at_once(
    admission: AdmissionDriver, psql: asyncpg.Connection
) -> None:
    mother, father = Home(), Home(code="10002")
    child = await admission.enrolled(mother, father)
    await admission.publishes()
    slots = await admission.free(mother, child)
    homes = [mother, father] * 5
    answers = await asyncio.gather(
        *(admission.books(home, child, slot["id"]) for home, slot in zip(homes, slots, strict=False))
    )
    fates = Counter(answer.status_code for answer in answers)
    assert fates[201] == 1
    assert await psql.fetchval("SELECT count(*) FROM appointments") == 1


async def test_the_other_home_learns_that_there_is_one_and_not_when(admission: AdmissionDriver) -> None:
    mother, father = Home(), Home(code="10002")
    child = await admission.enrolled(mother, father)
    await admission.publishes()
    appointment = await admission.booked(mother, child)
    (meeting,) = await admission.meetings(father)
    assert (meeting["other_home"], meeting["appointment"], meeting["can_book"]) == (True, None, False)
    refused = await admission.books(father, child, (await admission.free(father, child))[0]["id"])
    assert (refused.status_code, problem(refused)) == (409, "appointment-exists")
    assert (await admission.cancels(father, appointment)).status_code == 404
    slot = (await admission.free(father, child))[0]["id"]
    assert (await admission.moves(father, appointment, slot)).status_code == 404
    told = [event for event in await admission.schooling.events() if ".appointment." in event.type]
    assert [event.data["family_id"] for event in told] == [str(mother.id)]


async def test_a_slot_is_taken_moved_and_cancelled_until_the_towns_notice_only(admission: AdmissionDriver) -> None:
    home = Home()
    child = await admission.enrolled(home)
    await admission.publishes()
    close, far = (await admission.free(home, child))[:2]
    await admission.starts_in(close["id"], timedelta(hours=23, minutes=59))
    assert close["id"] not in [slot["id"] for slot in await admission.free(home, child)]
    refused = await admission.books(home, child, close["id"])
    assert (refused.status_code, problem(refused)) == (409, "slot-too-close")
    appointment = (await admission.books(home, child, far["id"])).json()["appointment_id"]
    refused = await admission.moves(home, appointment, close["id"])
    assert problem(refused) == "slot-too-close"
    await admission.starts_in(far["id"], timedelta(hours=23, minutes=59))
    for late in (await admission.cancels(home, appointment), await admission.moves(home, appointment, close["id"])):
        assert (late.status_code, problem(late), late.json()["hours"]) == (409, "too-late-to-change", 24)


async def test_no_level_but_the_first_ones_and_newcomers_meets_the_head(admission: AdmissionDriver) -> None:
    home = Home()
    await admission.schooling.family(home)
    child = await admission.schooling.child(home, born="2022-05-02")
    request = await admission.schooling.asked(home, child, enrolled_before=True)
    await admission.schooling.accepts(request)
    await admission.publishes()
    assert await admission.meetings(home) == []
    assert await admission.free(home, child) == []
    slot = (await admission.week())[0]["id"]
    refused = await admission.books(home, child, slot)
    assert (refused.status_code, problem(refused)) == (409, "no-appointment-due")


async def test_a_slot_of_another_school_does_not_exist_for_the_child(admission: AdmissionDriver) -> None:
    home = Home()
    child = await admission.enrolled(home)
    await admission.publishes(FIORI, by=OTHER_HEAD)
    slot = (await admission.week(FIORI, by=OTHER_HEAD))[0]["id"]
    assert (await admission.books(home, child, slot)).status_code == 404
    assert await admission.free(home, child) == []


async def test_publishing_again_changes_nothing_and_slots_never_overlap(admission: AdmissionDriver) -> None:
    await admission.publishes()
    assert (await admission.publishes()).json()["unchanged"] == 21
    crossing = (await admission.publishes(times=["16:40"], weekdays=[0])).json()
    assert (crossing["published"], len(crossing["overlapping"])) == (0, 1)
    refused = await admission.publishes(times=["16:30", "16:40"])
    assert refused.status_code == 422
    assert (await admission.publishes("0069999Z", by=admission.schooling.agent)).status_code == 403


async def test_a_head_runs_its_own_school_and_no_other(admission: AdmissionDriver) -> None:
    home = Home()
    child = await admission.enrolled(home)
    await admission.publishes()
    appointment = await admission.booked(home, child)
    slot = next(slot for slot in await admission.week() if slot["holder"])
    assert (slot["holder"]["first_name"], slot["holder"]["level"]) == ("Lina", "PS")
    assert await admission.schooling.get("/appointment-schools", HEAD) == [
        {"uai": MATERNELLE, "name": "Maternelle Lou Souleù"}
    ]
    for refused in (
        await admission.publishes(by=OTHER_HEAD),
        await admission.takes_back(slot["id"], by=OTHER_HEAD),
        await admission.marks(appointment, attended=True, by=OTHER_HEAD),
        await admission.schooling.call(
            "GET", f"/schools/{MATERNELLE}/slots?first=2026-01-01&last=2026-01-02", by=OTHER_HEAD
        ),
    ):
        assert refused.status_code == 403
    assert (f"staff:{HEAD.id}", "appointments.read") in await admission.schooling.audited()


async def test_a_slot_taken_back_tells_the_family_with_a_word(admission: AdmissionDriver) -> None:
    home = Home()
    child = await admission.enrolled(home)
    await admission.publishes()
    await admission.booked(home, child)
    slot = next(slot for slot in await admission.week() if slot["holder"])["id"]
    assert (await admission.takes_back(slot, "Je suis en formation ce jour-là.")).status_code == 204
    assert (await admission.takes_back(slot)).status_code == 204
    (meeting,) = await admission.meetings(home)
    told = meeting["appointment"]
    assert (told["called_off"], told["word"]) == (True, "Je suis en formation ce jour-là.")
    assert (meeting["can_book"], meeting["free"]) == (True, 20)
    (event,) = await admission.schooling.events("schooling.appointment.cancelled.v1")
    assert event.data["by"] == "town"
    assert "formation" not in str(event.data)
    assert (await admission.publishes()).json()["published"] == 1, "the hour can be published anew"


async def test_the_head_says_who_came_once_the_hour_has_come(admission: AdmissionDriver) -> None:
    home = Home()
    child = await admission.enrolled(home)
    await admission.publishes()
    appointment = await admission.booked(home, child)
    early = await admission.marks(appointment, attended=True)
    assert problem(early) == "appointment-not-yet"
    slot = next(slot for slot in await admission.week() if slot["holder"])["id"]
    await admission.starts_in(slot, -timedelta(minutes=1))
    assert (await admission.marks(appointment, attended=False)).status_code == 204
    (meeting,) = await admission.meetings(home)
    assert (meeting["appointment"]["state"], meeting["can_book"]) == ("missed", True)
    assert (await admission.marks(appointment, attended=True)).status_code == 204
    (meeting,) = await admission.meetings(home)
    assert (meeting["appointment"]["state"], meeting["can_book"]) == ("attended", False)


async def test_a_revoked_certificate_calls_the_appointment_off(admission: AdmissionDriver) -> None:
    home = Home()
    child = await admission.enrolled(home)
    await admission.publishes()
    await admission.booked(home, child)
    path = f"/certificates/CI-{YEAR}-00001/revocation"
    await admission.schooling.call("POST", path, {"reason": "Erreur"}, by=admission.schooling.agent)
    (event,) = await admission.schooling.events("schooling.appointment.cancelled.v1")
    assert event.data["by"] == "town"
    assert await admission.meetings(home) == []


async def test_families_are_reminded_once_the_day_before(
    admission: AdmissionDriver, database: Database, psql: asyncpg.Connection
) -> None:
    home = Home()
    child = await admission.enrolled(home)
    await admission.publishes()
    appointment = await admission.booked(home, child)
    slot = next(slot for slot in await admission.week() if slot["holder"])["id"]

    async def remind() -> int:
        await remind_appointments(lambda: SchoolingUnitOfWork(database))
        return len(await admission.schooling.events("schooling.appointment.approaching.v1"))

    assert await remind() == 0, "it is more than a day away"
    await psql.execute(
        "UPDATE slots SET starts_at = ((now() AT TIME ZONE 'Europe/Paris')::date + 1 + time '16:30')"
        " AT TIME ZONE 'Europe/Paris' WHERE id = $1::uuid",
        slot,
    )
    due = await psql.fetchval("SELECT extract(hour FROM now() AT TIME ZONE 'Europe/Paris') >= 9")
    assert await remind() == int(due)
    assert await remind() == int(due)
    assert (await admission.meetings(home))[0]["appointment"]["id"] == appointment


async def test_an_erased_family_leaves_no_appointment_and_frees_its_slot(
    admission: AdmissionDriver, psql: asyncpg.Connection
) -> None:
    mother, father = Home(), Home(code="10002")
    child = await admission.enrolled(mother, father)
    await admission.publishes()
    await admission.booked(mother, child)
    await admission.schooling.hears(
        FamilyErased(family_id=mother.id, registration_id=None, child_ids=[], erased_at=datetime.now(UTC))
    )
    assert await psql.fetchval("SELECT count(*) FROM appointments") == 0
    (meeting,) = await admission.meetings(father)
    assert (meeting["can_book"], meeting["free"]) == (True, 21)
