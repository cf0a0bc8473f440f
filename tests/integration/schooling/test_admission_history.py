"""What a home reads in its Historique of certificates and appointments, and what it never reads of the other home."""

from typing import Any
from uuid import UUID

from tests.support.admission_driver import AdmissionDriver
from tests.support.schooling_driver import VILLAGE, YEAR, Home


async def history(admission: AdmissionDriver, home: Home) -> list[dict[str, Any]]:
    """Oldest first."""
    found = await admission.schooling.get(f"/families/{home.id}/history", home.subject)
    return [entry for entry in reversed(found) if entry["what"].startswith(("certificate.", "appointment."))]


def told(entries: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(entry["what"], entry["by"]) for entry in entries]


async def test_both_homes_read_what_became_of_the_certificate(admission: AdmissionDriver) -> None:
    mother, father, stranger = Home(), Home(code="10002"), Home(code="10003")
    child = await admission.enrolled(mother, father)
    await admission.schooling.family(stranger)
    first, second = f"CI-{YEAR}-00001", f"CI-{YEAR}-00002"
    agent = admission.schooling.agent
    await admission.schooling.call("POST", f"/certificates/{first}/replacement", by=agent)
    await admission.schooling.call("POST", f"/certificates/{second}/revocation", {"reason": "CANARI"}, by=agent)
    for home in (mother, father):
        entries = await history(admission, home)
        assert told(entries) == [("certificate.issued", "town")] * 2 + [("certificate.revoked", "town")]
        assert entries[1]["details"] == {"number": second, "child": str(child), "replaces": first}
        assert "CANARI" not in str(entries), "the reason stays with the town"
    assert await history(admission, stranger) == []


async def test_an_appointment_is_in_the_history_of_the_home_that_made_it_alone(admission: AdmissionDriver) -> None:
    mother, father = Home(), Home(code="10002")
    child = await admission.enrolled(mother, father)
    await admission.publishes()
    appointment = await admission.booked(mother, child)
    await admission.moves(mother, appointment, (await admission.free(mother, child))[3]["id"])
    await admission.cancels(mother, appointment)
    again = await admission.booked(mother, child)
    await admission.takes_back(await _slot_of(admission, again))
    entries = await history(admission, mother)
    assert told(entries)[1:] == [
        ("appointment.booked", "family"),
        ("appointment.moved", "family"),
        ("appointment.cancelled", "family"),
        ("appointment.booked", "family"),
        ("appointment.called-off", "town"),
    ]
    assert {str(entry["details"]) for entry in entries[1:]} == {str({"child": str(child)})}
    assert told(await history(admission, father)) == [("certificate.issued", "town")]


async def test_what_falls_with_a_certificate_is_told_to_whoever_had_the_appointment(admission: AdmissionDriver) -> None:
    mother, father = Home(), Home(code="10002")
    child = await admission.enrolled(mother, father)
    await admission.publishes()
    await admission.booked(father, child)
    path = f"/certificates/CI-{YEAR}-00001/revocation"
    await admission.schooling.call("POST", path, {"reason": "x"}, by=admission.schooling.agent)
    assert ("appointment.called-off", "town") in told(await history(admission, father))
    assert [what for what, _ in told(await history(admission, mother))] == ["certificate.issued", "certificate.revoked"]


async def test_what_one_home_accepted_the_other_hears_from_the_kiosk(admission: AdmissionDriver) -> None:
    mother, father = Home(), Home(code="10002")
    for home in (mother, father):
        await admission.schooling.family(home)
    child = await admission.schooling.child(mother, father)
    request = await admission.schooling.asked(mother, child)
    await admission.schooling.puts(request, "reassignment", {"school": VILLAGE})
    assert (await admission.schooling.answers(mother, request, "accept")).status_code == 204
    assert told(await history(admission, mother)) == [("certificate.issued", "family")]
    assert told(await history(admission, father)) == [("certificate.issued", "kiosk")]
    assert str(mother.id) not in str(await history(admission, father))


async def _slot_of(admission: AdmissionDriver, appointment: str) -> str:
    for slot in await admission.week():
        if slot["holder"] and UUID(slot["holder"]["appointment_id"]) == UUID(appointment):
            return str(slot["id"])
    raise AssertionError("no slot holds the appointment")
