"""Slots and appointments as they are read, each in one statement; the time is PostgreSQL's."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.schooling.api.schemas_admission import (
    AppointmentOut,
    AppointmentSchoolOut,
    FreeSlotOut,
    MeetingOut,
    MeetingsOut,
    SchoolMetOut,
    SchoolSlotOut,
    SlotHolderOut,
)
from services.schooling.domain.appointment import Notice

_IS_FREE = """
    slots.cancelled_at IS NULL AND slots.starts_at >= now() + make_interval(hours => :hours)
    AND NOT EXISTS (SELECT FROM appointments WHERE appointments.slot_id = slots.id AND state <> 'cancelled')
"""
_MEETINGS = text(f"""
    SELECT certificates.child_id, certificates.first_name, certificates.last_name, certificates.school_year,
           certificates.level, certificates.number,
           schools.uai, schools.name, schools.address, schools.telephone, schools.head,
           own.id, own.state, own.starts_at, own.minutes, own.place, own.word, own.closed_by,
           own.starts_at - make_interval(hours => :hours) AS changeable_until,
           EXISTS (SELECT FROM appointments AS other
                   WHERE other.child_id = certificates.child_id AND other.school_year = certificates.school_year
                     AND other.family_id <> :family_id AND other.state IN ('booked', 'attended')) AS other_home,
           (SELECT count(*) FROM slots WHERE slots.uai = certificates.uai AND {_IS_FREE}) AS free
      FROM children
      JOIN certificates ON certificates.child_id = children.child_id AND certificates.meets_head
                       AND certificates.replaced_by IS NULL AND certificates.revoked_at IS NULL
      JOIN schools ON schools.uai = certificates.uai
      LEFT JOIN LATERAL (
          SELECT appointments.*, slots.starts_at, slots.minutes, slots.place
            FROM appointments JOIN slots ON slots.id = appointments.slot_id
           WHERE appointments.child_id = certificates.child_id AND appointments.family_id = :family_id
             AND appointments.school_year = certificates.school_year
           ORDER BY appointments.booked_at DESC, appointments.id LIMIT 1) AS own ON true
     WHERE children.family_ids @> ARRAY[CAST(:family_id AS uuid)]
     ORDER BY certificates.school_year, children.birth_date, children.child_id
""")  # noqa: S608 - the only text pasted in is a constant of this module
_FREE = text(f"""
    SELECT slots.id, slots.starts_at, slots.minutes, slots.place
      FROM children
      JOIN certificates ON certificates.child_id = children.child_id AND certificates.school_year = :school_year
                       AND certificates.meets_head
                       AND certificates.replaced_by IS NULL AND certificates.revoked_at IS NULL
      JOIN slots ON slots.uai = certificates.uai
     WHERE children.child_id = :child_id AND :family_id = ANY (children.family_ids) AND {_IS_FREE}
     ORDER BY slots.starts_at
""")  # noqa: S608 - the only text pasted in is a constant of this module
_OF_SCHOOL = text("""
    SELECT slots.id, slots.starts_at, slots.minutes, slots.place, slots.starts_at <= now() AS begun,
           appointments.id AS appointment_id, appointments.state, appointments.child_id,
           children.first_name, children.last_name, children.birth_date,
           certificates.level, certificates.newcomer, certificates.number AS certificate
      FROM slots
      LEFT JOIN appointments ON appointments.slot_id = slots.id AND appointments.state <> 'cancelled'
      LEFT JOIN children ON children.child_id = appointments.child_id
      LEFT JOIN LATERAL (
          SELECT * FROM certificates
           WHERE certificates.child_id = appointments.child_id
             AND certificates.school_year = appointments.school_year AND certificates.uai = slots.uai
           ORDER BY certificates.issued_at DESC LIMIT 1) AS certificates ON true
     WHERE slots.uai = :uai AND slots.cancelled_at IS NULL
       AND slots.starts_at >= CAST(:first AS date)::timestamp AT TIME ZONE 'Europe/Paris'
       AND slots.starts_at < (CAST(:last AS date) + 1)::timestamp AT TIME ZONE 'Europe/Paris'
     ORDER BY slots.starts_at
""")
_SCHOOLS = text("""
    SELECT uai, name FROM schools WHERE open AND (CAST(:every AS boolean) OR uai = ANY (:uais)) ORDER BY position
""")


async def list_meetings(connection: AsyncConnection, family_id: UUID, notice: Notice) -> MeetingsOut:
    """The other home's appointment is known to be there, and nothing else of it."""
    asked = {"family_id": family_id, "hours": notice.hours}
    rows = (await connection.execute(_MEETINGS, asked)).mappings()
    return MeetingsOut(notice_hours=notice.hours, meetings=[_meeting(row) for row in rows])


async def list_free_slots(
    connection: AsyncConnection, family_id: UUID, child_id: UUID, school_year: int, notice: Notice
) -> list[FreeSlotOut]:
    asked = {"family_id": family_id, "child_id": child_id, "school_year": school_year, "hours": notice.hours}
    return [FreeSlotOut(**row) for row in (await connection.execute(_FREE, asked)).mappings()]


async def list_school_slots(connection: AsyncConnection, uai: str, first: date, last: date) -> list[SchoolSlotOut]:
    rows = (await connection.execute(_OF_SCHOOL, {"uai": uai, "first": first, "last": last})).mappings()
    return [_slot(row) for row in rows]


async def list_appointment_schools(
    connection: AsyncConnection, uais: Collection[str] | None
) -> list[AppointmentSchoolOut]:
    """Every school for None."""
    asked = {"every": uais is None, "uais": list(uais or ())}
    return [AppointmentSchoolOut(**row) for row in (await connection.execute(_SCHOOLS, asked)).mappings()]


def _meeting(row: RowMapping) -> MeetingOut:
    done = row["state"] in ("booked", "attended")
    return MeetingOut(
        child_id=row["child_id"],
        first_name=row["first_name"],
        last_name=row["last_name"],
        school_year=row["school_year"],
        level=row["level"],
        certificate=row["number"],
        school=SchoolMetOut(**{name: row[name] for name in ("uai", "name", "address", "telephone", "head")}),
        appointment=_appointment(row) if row["id"] else None,
        other_home=row["other_home"],
        can_book=not done and not row["other_home"],
        free=row["free"],
    )


def _appointment(row: RowMapping) -> AppointmentOut:
    told: dict[str, Any] = {name: row[name] for name in ("id", "state", "starts_at", "minutes", "place", "word")}
    return AppointmentOut(
        changeable_until=row["changeable_until"] if row["state"] == "booked" else None,
        called_off=row["state"] == "cancelled" and row["closed_by"] == "town",
        **told,
    )


def _slot(row: RowMapping) -> SchoolSlotOut:
    known = SlotHolderOut.model_fields
    holder = SlotHolderOut(**{name: row[name] for name in known}) if row["appointment_id"] else None
    slot = {name: row[name] for name in ("id", "starts_at", "minutes", "place", "begun")}
    return SchoolSlotOut(**slot, holder=holder)
