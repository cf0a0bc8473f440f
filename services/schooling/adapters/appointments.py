"""Slots and appointments: held while they are judged, so that no slot and no child has two."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.domain.aggregate import Aggregate
from libs.domain.errors import NotFound
from services.schooling.adapters.saving import update_under_version
from services.schooling.adapters.tables import ADMISSION, SCHOOLS
from services.schooling.domain.appointment import Appointment, AppointmentState
from services.schooling.domain.appointment_events import By
from services.schooling.domain.slot import Slot, SlotSchool

_SLOTS, _APPOINTMENTS = ADMISSION.slots, ADMISSION.appointments
_SLOT_FACTS = (
    _SLOTS.c.uai,
    _SLOTS.c.starts_at,
    _SLOTS.c.minutes,
    _SLOTS.c.place,
    _SLOTS.c.cancelled_at,
    SCHOOLS.c.name,
    SCHOOLS.c.address,
    SCHOOLS.c.telephone,
)
_SLOT_AND_SCHOOL: Select[Any] = select(_SLOTS.c.id, *_SLOT_FACTS).join(SCHOOLS, SCHOOLS.c.uai == _SLOTS.c.uai)
_IS_TOMORROW = text("""
    (slots.starts_at AT TIME ZONE 'Europe/Paris')::date = (now() AT TIME ZONE 'Europe/Paris')::date + 1
    AND extract(hour FROM now() AT TIME ZONE 'Europe/Paris') >= 9
""")


class SqlSlots:
    """In the current transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def hold_school(self, uai: str) -> bool:
        query = select(SCHOOLS.c.uai).where(SCHOOLS.c.uai == uai, SCHOOLS.c.open).with_for_update()
        return (await self._connection.execute(query)).one_or_none() is not None

    async def between(self, uai: str, begins: datetime, ends: datetime) -> Sequence[Slot]:
        over = _SLOTS.c.starts_at + func.make_interval(0, 0, 0, 0, 0, _SLOTS.c.minutes)
        query = _SLOT_AND_SCHOOL.where(
            _SLOTS.c.uai == uai, _SLOTS.c.starts_at < ends, over > begins, _SLOTS.c.cancelled_at.is_(None)
        )
        return [_slot(row, row.id) for row in await self._connection.execute(query)]

    async def hold(self, slot_id: UUID) -> Slot:
        query = _SLOT_AND_SCHOOL.where(_SLOTS.c.id == slot_id).with_for_update(of=_SLOTS)
        row = (await self._connection.execute(query)).one_or_none()
        if row is None:
            raise NotFound
        return _slot(row, row.id)

    async def add(self, slots: Sequence[Slot], by: str) -> None:
        rows = [
            {
                "id": slot.id,
                "uai": slot.uai,
                "starts_at": slot.starts_at,
                "minutes": slot.minutes,
                "place": slot.place,
                "published_by": by,
            }
            for slot in slots
        ]
        await self._connection.execute(_SLOTS.insert(), rows)

    async def cancel(self, slot_id: UUID, by: str) -> None:
        await self._connection.execute(
            _SLOTS.update().where(_SLOTS.c.id == slot_id).values(cancelled_at=func.now(), cancelled_by=by)
        )


class SqlAppointments:
    """In the current transaction."""

    def __init__(self, connection: AsyncConnection, seen: Callable[[Aggregate], None]) -> None:
        self._connection = connection
        self._seen = seen

    async def get(self, appointment_id: UUID) -> Appointment:
        found = await self._some(_APPOINTMENTS.c.id == appointment_id)
        if not found:
            raise NotFound
        return found[0]

    async def current_of(self, child_id: UUID, school_year: int) -> Appointment | None:
        found = await self._some(
            _APPOINTMENTS.c.child_id == child_id,
            _APPOINTMENTS.c.school_year == school_year,
            _APPOINTMENTS.c.state.in_(("booked", "attended")),
        )
        return found[0] if found else None

    async def on(self, slot_id: UUID) -> Appointment | None:
        found = await self._some(_APPOINTMENTS.c.slot_id == slot_id, _APPOINTMENTS.c.state != "cancelled")
        return found[0] if found else None

    async def approaching(self, most: int) -> Sequence[Appointment]:
        waiting = (_APPOINTMENTS.c.state == "booked") & ~_APPOINTMENTS.c.reminded
        return await self._some(waiting, _IS_TOMORROW, most=most)

    async def add(self, appointment: Appointment) -> None:
        appointment.version = 1
        await self._connection.execute(
            _APPOINTMENTS.insert().values(
                id=appointment.id,
                version=1,
                family_id=appointment.family_id,
                child_id=appointment.child_id,
                school_year=appointment.school_year,
                booked_at=appointment.booked_at,
                **_values(appointment),
            )
        )
        self._seen(appointment)

    async def save(self, appointment: Appointment) -> None:
        identity = {"id": appointment.id}
        await update_under_version(self._connection, _APPOINTMENTS, identity, appointment, _values(appointment))

    async def forget_family(self, family_id: UUID) -> None:
        await self._connection.execute(_APPOINTMENTS.delete().where(_APPOINTMENTS.c.family_id == family_id))

    async def forget_child(self, child_id: UUID) -> None:
        await self._connection.execute(_APPOINTMENTS.delete().where(_APPOINTMENTS.c.child_id == child_id))

    async def _some(self, *conditions: ColumnElement[bool] | Any, most: int | None = None) -> list[Appointment]:
        query = (
            select(_APPOINTMENTS, *_SLOT_FACTS)
            .join(_SLOTS, _SLOTS.c.id == _APPOINTMENTS.c.slot_id)
            .join(SCHOOLS, SCHOOLS.c.uai == _SLOTS.c.uai)
            .where(*conditions)
            .order_by(_SLOTS.c.starts_at)
            .limit(most)
            .with_for_update(of=_APPOINTMENTS, skip_locked=most is not None)
        )
        found = [_appointment(row) for row in await self._connection.execute(query)]
        for appointment in found:
            self._seen(appointment)
        return found


def _values(appointment: Appointment) -> dict[str, Any]:
    return {
        "slot_id": appointment.slot.id,
        "state": appointment.state.value,
        "sequence": appointment.sequence,
        "closed_at": appointment.closed_at,
        "closed_by": appointment.closed_by.value if appointment.closed_by else None,
        "word": appointment.word,
        "reminded": appointment.reminded,
    }


def _slot(row: Row[Any], slot_id: UUID) -> Slot:
    school = SlotSchool(row.uai, row.name, row.address, row.telephone)
    return Slot(slot_id, school, row.starts_at, row.minutes, row.place, row.cancelled_at is not None)


def _appointment(row: Row[Any]) -> Appointment:
    return Appointment(
        id=row.id,
        family_id=row.family_id,
        child_id=row.child_id,
        school_year=row.school_year,
        slot=_slot(row, row.slot_id),
        state=AppointmentState(row.state),
        booked_at=row.booked_at,
        sequence=row.sequence,
        closed_at=row.closed_at,
        closed_by=By(row.closed_by) if row.closed_by else None,
        word=row.word,
        reminded=row.reminded,
        version=row.version,
    )
