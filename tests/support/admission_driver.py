"""What follows a decision, driven through the API of schooling: certificates, slots, appointments."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx

from gateway.web.moments import PARIS
from libs.chassis.auth import Subject, SubjectKind
from tests.support.schooling_driver import MATERNELLE, YEAR, Home, SchoolingDriver

HEAD = Subject(SubjectKind.STAFF, UUID(int=81), permissions=frozenset({f"schooling.appointments@{MATERNELLE}"}))
OTHER_HEAD = Subject(SubjectKind.STAFF, UUID(int=82), permissions=frozenset({"schooling.appointments@0069902B"}))


def _today() -> date:
    return datetime.now(PARIS).date()


@dataclass
class AdmissionDriver:
    """On top of the driver of pre-registrations."""

    schooling: SchoolingDriver

    async def enrolled(self, *homes: Home, born: str = "2023-05-02", first_name: str = "Lina") -> UUID:
        """A child whose pre-registration the town accepted: it has its certificate."""
        for home in homes:
            await self.schooling.family(home)
        child = await self.schooling.child(*homes, born=born, first_name=first_name)
        before = None if born.startswith("2023") else False
        await self.schooling.accepts(await self.schooling.asked(homes[0], child, enrolled_before=before))
        return child

    # ---------------------------------------------------------------------------------------------------- certificates

    async def certificates(self, home: Home) -> Any:
        return await self.schooling.get(f"/families/{home.id}/certificates", home.subject)

    async def sheet(self, home: Home, number: str) -> Any:
        return await self.schooling.get(f"/families/{home.id}/certificates/{number}", home.subject)

    async def checks(self, number: str, check: str, address: str = "192.0.2.7") -> httpx.Response:
        visitor = Subject(SubjectKind.VISITOR, UUID(int=0), client_address=address)
        return await self.schooling.call("GET", f"/certificates/{number}/checks/{check}", by=visitor)

    # ---------------------------------------------------------------------------------------------------- appointments

    async def publishes(self, uai: str = MATERNELLE, *, by: Subject = HEAD, **changed: Any) -> httpx.Response:
        """Three slots a day for a week, from the day after tomorrow on."""
        first = _today() + timedelta(days=2)
        plan = {
            "first": first.isoformat(),
            "last": (first + timedelta(days=6)).isoformat(),
            "weekdays": list(range(7)),
            "times": ["16:30", "16:50", "17:10"],
            "minutes": 20,
            "place": "Bureau de la direction",
        }
        return await self.schooling.call("POST", f"/schools/{uai}/slots", plan | changed, by=by)

    async def meetings(self, home: Home) -> Any:
        return (await self.schooling.get(f"/families/{home.id}/appointments", home.subject))["meetings"]

    async def free(self, home: Home, child: UUID) -> list[Any]:
        path = f"/families/{home.id}/children/{child}/slots?school_year={YEAR}"
        return list(await self.schooling.get(path, home.subject))

    async def books(self, home: Home, child: UUID, slot: str, key: str | None = None) -> httpx.Response:
        path = f"/families/{home.id}/children/{child}/appointments"
        body = {"school_year": YEAR, "slot_id": slot}
        return await self.schooling.call("POST", path, body, by=home.subject, Idempotency_Key=key or str(uuid4()))

    async def booked(self, home: Home, child: UUID, place: int = 0) -> str:
        slots = await self.free(home, child)
        answer = await self.books(home, child, slots[place]["id"])
        assert answer.status_code == 201, answer.text
        return str(answer.json()["appointment_id"])

    async def moves(self, home: Home, appointment: str, slot: str) -> httpx.Response:
        path = f"/families/{home.id}/appointments/{appointment}/slot"
        return await self.schooling.call("PUT", path, {"slot_id": slot}, by=home.subject)

    async def cancels(self, home: Home, appointment: str) -> httpx.Response:
        path = f"/families/{home.id}/appointments/{appointment}/cancellation"
        return await self.schooling.call("POST", path, by=home.subject)

    async def week(self, uai: str = MATERNELLE, *, by: Subject = HEAD) -> Any:
        first = _today()
        query = f"first={first}&last={first + timedelta(days=14)}"
        return await self.schooling.get(f"/schools/{uai}/slots?{query}", by)

    async def takes_back(self, slot: str, word: str = "", *, by: Subject = HEAD) -> httpx.Response:
        return await self.schooling.call("POST", f"/slots/{slot}/cancellation", {"word": word}, by=by)

    async def marks(self, appointment: str, *, attended: bool, by: Subject = HEAD) -> httpx.Response:
        path = f"/appointments/{appointment}/attendance"
        return await self.schooling.call("PUT", path, {"attended": attended}, by=by)

    async def starts_in(self, slot: str, span: timedelta) -> None:
        """Move a slot in time, so that a test need not wait."""
        starts = datetime.now(UTC) + span
        await self.schooling.psql.execute("UPDATE slots SET starts_at = $2 WHERE id = $1", UUID(slot), starts)
