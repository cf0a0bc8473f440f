"""Places of schools: counted under a lock, so that the last one is never given twice; and enrolments."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.domain.aggregate import Aggregate
from services.schooling.adapters.saving import update_under_version
from services.schooling.adapters.tables import ENROLMENTS, SCHOOL_PLACES, SEATS
from services.schooling.domain.enrolment import Enrolment, EnrolmentStatus
from services.schooling.domain.errors import SchoolFull
from services.schooling.domain.level import Level
from services.schooling.domain.placement import Placement


class SqlPlaces:
    """In the current transaction. A child has one seat a year: taken by an enrolment, or held for a proposal."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def claim(
        self, placement: Placement, school_year: int, child_id: UUID, request_id: UUID | None, *, held: bool
    ) -> None:
        """Raises SchoolFull. Whoever claims at the same school, year and level waits for the transaction to end."""
        places = SCHOOL_PLACES
        query = (
            select(places.c.places)
            .where(
                places.c.uai == placement.uai,
                places.c.school_year == school_year,
                places.c.level == placement.level.value,
            )
            .with_for_update()
        )
        there = await self._connection.scalar(query)
        if there is not None and await self._count(placement, school_year) >= there:
            raise SchoolFull
        await self._connection.execute(
            SEATS.insert().values(
                child_id=child_id,
                school_year=school_year,
                uai=placement.uai,
                level=placement.level.value,
                pre_registration_id=request_id,
                held=held,
            )
        )

    async def take_held(self, request_id: UUID) -> None:
        """The seat that was held for a proposal is the child's now."""
        await self._connection.execute(
            SEATS.update().where(SEATS.c.pre_registration_id == request_id).values(held=False, since=func.now())
        )

    async def release_held(self, request_id: UUID) -> None:
        await self._connection.execute(SEATS.delete().where(SEATS.c.pre_registration_id == request_id, SEATS.c.held))

    async def release(self, child_id: UUID, school_year: int) -> None:
        await self._connection.execute(
            SEATS.delete().where(SEATS.c.child_id == child_id, SEATS.c.school_year == school_year)
        )

    async def _count(self, placement: Placement, school_year: int) -> int:
        query = select(func.count()).where(
            SEATS.c.uai == placement.uai,
            SEATS.c.school_year == school_year,
            SEATS.c.level == placement.level.value,
        )
        return (await self._connection.execute(query)).scalar_one()


class SqlEnrolments:
    """In the current transaction."""

    def __init__(self, connection: AsyncConnection, seen: Callable[[Aggregate], None]) -> None:
        self._connection = connection
        self._seen = seen

    async def get(self, child_id: UUID, school_year: int) -> Enrolment | None:
        """Held until the end of the transaction."""
        query = (
            select(ENROLMENTS)
            .where(ENROLMENTS.c.child_id == child_id, ENROLMENTS.c.school_year == school_year)
            .with_for_update()
        )
        row = (await self._connection.execute(query)).one_or_none()
        if row is None:
            return None
        enrolment = Enrolment(
            child_id=row.child_id,
            school_year=row.school_year,
            uai=row.uai,
            level=Level(row.level),
            status=EnrolmentStatus(row.status),
            since=row.since,
            family_id=row.family_id,
            pre_registration_id=row.pre_registration_id,
            provisional=row.provisional,
            version=row.version,
        )
        self._seen(enrolment)
        return enrolment

    async def put(self, enrolment: Enrolment) -> None:
        """A new one, or a known one under its version. Raises StaleVersion."""
        values = {
            "uai": enrolment.uai,
            "level": enrolment.level.value,
            "status": enrolment.status.value,
            "since": enrolment.since,
            "family_id": enrolment.family_id,
            "pre_registration_id": enrolment.pre_registration_id,
            "provisional": enrolment.provisional,
        }
        identity = {"child_id": enrolment.child_id, "school_year": enrolment.school_year}
        if enrolment.version:
            await update_under_version(self._connection, ENROLMENTS, identity, enrolment, values)
        else:
            enrolment.version = 1
            await self._connection.execute(ENROLMENTS.insert().values(version=1, **identity, **values))
        self._seen(enrolment)

    async def forget(self, child_id: UUID) -> None:
        """The child is no more: its enrolments and seats go."""
        for table in (ENROLMENTS, SEATS):
            await self._connection.execute(table.delete().where(table.c.child_id == child_id))
