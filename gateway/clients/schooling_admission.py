"""schooling, for what follows a decision: certificates and appointments with heads of school."""

from collections.abc import Sequence
from typing import Any, TypedDict

from gateway.clients.service import Problem, ServiceClient


class Certificate(TypedDict):
    """`state`: valid, replaced or revoked."""

    number: str
    state: str
    child_id: str
    first_name: str
    last_name: str
    school: str
    level: str
    school_year: int
    issued_on: str
    replaced_by: str | None
    revoked_for: str | None


class Sheet(Certificate):
    """All that the paper says."""

    uai: str
    birth_date: str
    newcomer: bool
    meets_head: bool
    provisional: bool
    bring: list[str]
    check: str
    key_id: str
    signature: str


class PublicCertificate(TypedDict):
    number: str
    state: str
    school: str
    level: str
    school_year: int
    initials: str
    issued_on: str
    provisional: bool


class School(TypedDict):
    uai: str
    name: str
    address: str
    telephone: str
    head: str | None


class Appointment(TypedDict):
    """`state`: booked, cancelled, attended or missed."""

    id: str
    state: str
    starts_at: str
    minutes: int
    place: str
    changeable_until: str | None
    called_off: bool
    word: str | None


class Meeting(TypedDict):
    """A child whose family meets the head of school."""

    child_id: str
    first_name: str
    last_name: str
    school_year: int
    level: str
    certificate: str
    school: School
    appointment: Appointment | None
    other_home: bool
    can_book: bool
    free: int


class Meetings(TypedDict):
    notice_hours: int
    meetings: list[Meeting]


class FreeSlot(TypedDict):
    id: str
    starts_at: str
    minutes: int
    place: str


class Holder(TypedDict):
    appointment_id: str
    state: str
    first_name: str
    last_name: str
    birth_date: str
    level: str
    newcomer: bool
    certificate: str


class SchoolSlot(FreeSlot):
    begun: bool
    holder: Holder | None


class SchoolNamed(TypedDict):
    uai: str
    name: str


class Published(TypedDict):
    published: int
    unchanged: int
    overlapping: list[str]
    past: int


class AdmissionCalls(ServiceClient):
    """Every method raises Problem and Unavailable."""

    async def certificate_keys(self, bearer: str) -> Any:
        return (await self.call("GET", "/certificate-keys", bearer)).body

    async def check_certificate(self, bearer: str, number: str, check: str) -> PublicCertificate | None:
        """None: no such certificate, or not its check."""
        try:
            found: PublicCertificate = (await self.call("GET", f"/certificates/{number}/checks/{check}", bearer)).body
        except Problem as problem:
            if problem.status != 404:
                raise
            return None
        return found

    async def family_certificates(self, bearer: str, family_id: str) -> list[Certificate]:
        found: list[Certificate] = (await self.call("GET", f"/families/{family_id}/certificates", bearer)).body
        return found

    async def family_sheet(self, bearer: str, family_id: str, number: str) -> Sheet:
        found: Sheet = (await self.call("GET", f"/families/{family_id}/certificates/{number}", bearer)).body
        return found

    async def sheet(self, bearer: str, number: str) -> Sheet:
        found: Sheet = (await self.call("GET", f"/certificates/{number}", bearer)).body
        return found

    async def child_certificates(self, bearer: str, child_id: str) -> list[Certificate]:
        """Newest first, whatever became of them; for agents."""
        found: list[Certificate] = (await self.call("GET", f"/children/{child_id}/certificates", bearer)).body
        return found

    async def replace_certificate(self, bearer: str, number: str) -> str:
        """The number of the new one."""
        return str((await self.call("POST", f"/certificates/{number}/replacement", bearer)).body["number"])

    async def revoke_certificate(self, bearer: str, number: str, reason: str) -> None:
        await self.call("POST", f"/certificates/{number}/revocation", bearer, body={"reason": reason})

    async def meetings(self, bearer: str, family_id: str) -> Meetings:
        found: Meetings = (await self.call("GET", f"/families/{family_id}/appointments", bearer)).body
        return found

    async def free_slots(self, bearer: str, family_id: str, child_id: str, school_year: int) -> list[FreeSlot]:
        path = f"/families/{family_id}/children/{child_id}/slots"
        query = {"school_year": str(school_year)}
        found: list[FreeSlot] = (await self.call("GET", path, bearer, query=query)).body
        return found

    async def book(
        self, bearer: str, family_id: str, child_id: str, *, school_year: int, slot_id: str, key: str
    ) -> None:
        path = f"/families/{family_id}/children/{child_id}/appointments"
        body = {"school_year": school_year, "slot_id": slot_id}
        await self.call("POST", path, bearer, body=body, headers={"Idempotency-Key": key})

    async def move(self, bearer: str, family_id: str, appointment_id: str, slot_id: str) -> None:
        path = f"/families/{family_id}/appointments/{appointment_id}/slot"
        await self.call("PUT", path, bearer, body={"slot_id": slot_id})

    async def cancel(self, bearer: str, family_id: str, appointment_id: str) -> None:
        await self.call("POST", f"/families/{family_id}/appointments/{appointment_id}/cancellation", bearer)

    async def appointment_schools(self, bearer: str) -> list[SchoolNamed]:
        found: list[SchoolNamed] = (await self.call("GET", "/appointment-schools", bearer)).body
        return found

    async def school_slots(self, bearer: str, uai: str, first: str, last: str) -> list[SchoolSlot]:
        query = {"first": first, "last": last}
        found: list[SchoolSlot] = (await self.call("GET", f"/schools/{uai}/slots", bearer, query=query)).body
        return found

    async def publish_slots(
        self,
        bearer: str,
        uai: str,
        *,
        first: str,
        last: str,
        weekdays: Sequence[int],
        times: Sequence[str],
        minutes: int,
        place: str,
    ) -> Published:
        body = {
            "first": first,
            "last": last,
            "weekdays": list(weekdays),
            "times": list(times),
            "minutes": minutes,
            "place": place,
        }
        done: Published = (await self.call("POST", f"/schools/{uai}/slots", bearer, body=body)).body
        return done

    async def cancel_slot(self, bearer: str, slot_id: str, word: str) -> None:
        await self.call("POST", f"/slots/{slot_id}/cancellation", bearer, body={"word": word})

    async def mark_attendance(self, bearer: str, appointment_id: str, *, attended: bool) -> None:
        path = f"/appointments/{appointment_id}/attendance"
        await self.call("PUT", path, bearer, body={"attended": attended})
