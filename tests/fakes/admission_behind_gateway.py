"""What follows a school's decision, as the gateway's tests need it: one certificate, one appointment, one week."""

from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from gateway.clients.schooling_admission import (
    Appointment,
    Certificate,
    FreeSlot,
    Meeting,
    Meetings,
    PublicCertificate,
    Published,
    SchoolNamed,
    SchoolSlot,
    Sheet,
)
from gateway.clients.service import Problem

if TYPE_CHECKING:
    from tests.fakes.services_behind_gateway import World

CHILD = "44444444-4444-4444-8444-444444444444"
NUMBER = "2027-00007"
CHECK = "0123456789ABCDEF"
UAI = "0069901A"
SLOT_ID = "55555555-5555-4555-8555-555555555555"
DAY = "2027-06-07"
STARTS_AT = f"{DAY}T14:30:00Z"

_CERTIFICATE: Certificate = {
    "number": NUMBER,
    "state": "valid",
    "child_id": CHILD,
    "first_name": "Léa",
    "last_name": "Martin",
    "school": "Maternelle Lou Souleù",
    "level": "GS",
    "school_year": 2027,
    "issued_on": "2027-05-21",
    "replaced_by": None,
    "revoked_for": None,
}
_SHEET: Sheet = {
    **_CERTIFICATE,
    "uai": UAI,
    "birth_date": "2022-05-02",
    "newcomer": True,
    "meets_head": True,
    "provisional": False,
    "bring": ["Le livret de famille"],
    "check": CHECK,
    "key_id": "2026",
    "signature": "c2lnbmF0dXJl",
}
_FREE: FreeSlot = {"id": SLOT_ID, "starts_at": STARTS_AT, "minutes": 20, "place": "Bureau de la direction"}
_HELD: SchoolSlot = {
    **_FREE,
    "begun": False,
    "holder": {
        "appointment_id": "66666666-6666-4666-8666-666666666666",
        "state": "booked",
        "first_name": "Léa",
        "last_name": "Martin",
        "birth_date": "2022-05-02",
        "level": "GS",
        "newcomer": True,
        "certificate": NUMBER,
    },
}


def an_appointment(**changes: Any) -> Appointment:
    """Booked, in June 2027."""
    found: Appointment = {
        "id": "66666666-6666-4666-8666-666666666666",
        "state": "booked",
        "starts_at": STARTS_AT,
        "minutes": 20,
        "place": "Bureau de la direction",
        "changeable_until": f"{DAY}T10:00:00Z",
        "called_off": False,
        "word": None,
    }
    found.update(changes)  # type: ignore[typeddict-item] # a test names the members that it changes
    return found


def a_meeting(own: Appointment | None = None, **changes: Any) -> Meeting:
    """Of a child whose family has a certificate and, unless one is given, no appointment yet."""
    found: Meeting = {
        "child_id": CHILD,
        "first_name": "Léa",
        "last_name": "Martin",
        "school_year": 2027,
        "level": "GS",
        "certificate": NUMBER,
        "school": {
            "uai": UAI,
            "name": "Maternelle Lou Souleù",
            "address": "1 Rue des Selves",
            "telephone": "04 65 71 01 01",
            "head": None,
        },
        "appointment": own,
        "other_home": False,
        "can_book": own is None or own["state"] not in ("booked", "attended"),
        "free": 1,
    }
    found.update(changes)  # type: ignore[typeddict-item] # as above
    return found


@dataclass
class SchoolAdmissions:
    """What schooling holds of it.

    Attributes:
        acted: what was asked of it: the name of the method, and what it was given.
    """

    meetings: list[Meeting] = field(default_factory=lambda: [a_meeting(an_appointment())])
    free: list[FreeSlot] = field(default_factory=lambda: [_FREE])
    week: list[SchoolSlot] = field(default_factory=lambda: [deepcopy(_HELD)])
    schools: list[SchoolNamed] = field(default_factory=lambda: [{"uai": UAI, "name": _SHEET["school"]}])
    sheet: Sheet = field(default_factory=lambda: deepcopy(_SHEET))
    acted: list[tuple[str, Any]] = field(default_factory=list)


class AdmissionOfSchooling:
    """The part of the fake schooling behind « certificats » and « rendez-vous »."""

    _world: "World"

    @property
    def _admission(self) -> SchoolAdmissions:
        return self._world.admission

    async def certificate_keys(self, bearer: str) -> Any:
        return {"keys": []}

    async def check_certificate(self, bearer: str, number: str, check: str) -> PublicCertificate | None:
        self._world.called("check_certificate")
        if (number, check) != (NUMBER, CHECK):
            return None
        return {
            "number": NUMBER,
            "state": self._admission.sheet["state"],
            "school": _SHEET["school"],
            "level": "GS",
            "school_year": 2027,
            "initials": "L. M.",
            "issued_on": _SHEET["issued_on"],
            "provisional": False,
        }

    async def family_certificates(self, bearer: str, family_id: str) -> list[Certificate]:
        self._world.called("family_certificates")
        return [self._admission.sheet]

    async def child_certificates(self, bearer: str, child_id: str) -> list[Certificate]:
        self._world.called("child_certificates")
        return [self._admission.sheet]

    async def family_sheet(self, bearer: str, family_id: str, number: str) -> Sheet:
        self._world.called("family_sheet")
        return self._sheet(number)

    async def sheet(self, bearer: str, number: str) -> Sheet:
        self._world.called("sheet")
        return self._sheet(number)

    def _sheet(self, number: str) -> Sheet:
        if number != NUMBER:
            raise Problem(404, "not-found")
        return self._admission.sheet

    async def replace_certificate(self, bearer: str, number: str) -> str:
        self._world.called("replace_certificate")
        return NUMBER

    async def revoke_certificate(self, bearer: str, number: str, reason: str) -> None:
        self._note("revoke_certificate", reason)

    async def meetings(self, bearer: str, family_id: str) -> Meetings:
        self._world.called("meetings")
        return {"notice_hours": 24, "meetings": self._admission.meetings}

    async def free_slots(self, bearer: str, family_id: str, child_id: str, school_year: int) -> list[FreeSlot]:
        self._world.called("free_slots")
        return self._admission.free

    async def book(
        self, bearer: str, family_id: str, child_id: str, *, school_year: int, slot_id: str, key: str
    ) -> None:
        self._note("book", slot_id)

    async def move(self, bearer: str, family_id: str, appointment_id: str, slot_id: str) -> None:
        self._note("move", slot_id)

    async def cancel(self, bearer: str, family_id: str, appointment_id: str) -> None:
        self._note("cancel", appointment_id)

    async def appointment_schools(self, bearer: str) -> list[SchoolNamed]:
        self._world.called("appointment_schools")
        return self._admission.schools

    async def school_slots(self, bearer: str, uai: str, first: str, last: str) -> list[SchoolSlot]:
        self._world.called("school_slots")
        return self._admission.week

    async def publish_slots(self, bearer: str, uai: str, **plan: Any) -> Published:
        self._note("publish_slots", plan)
        return {"published": 4, "unchanged": 0, "overlapping": [], "past": 0}

    async def cancel_slot(self, bearer: str, slot_id: str, word: str) -> None:
        self._note("cancel_slot", word)

    async def mark_attendance(self, bearer: str, appointment_id: str, *, attended: bool) -> None:
        self._note("mark_attendance", attended)

    def _note(self, method: str, given: Any) -> None:
        self._world.called(method)
        self._admission.acted.append((method, given))
