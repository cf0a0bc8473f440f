"""Families and their adults."""

from typing import Any

from sqlalchemy import Row, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.domain.errors import NotFound
from services.household.adapters.saving import insert_with_own_id, update_under_version
from services.household.adapters.seen import Seen
from services.household.adapters.tables import ADULTS, CHASSIS, FAMILIES, FAMILY_CODES, PUBLISHED_FAMILIES
from services.household.application.ports import Families
from services.household.domain.family import Family, Origin
from services.household.domain.ids import AdultId, AgentId, FamilyId, RegistrationId

# Codes of the sequence are taken side by side; a code that an import brings is taken alone.
_CODES_LOCK = 0x6B6F6465
_NEXT_CODE = text(f"""
    WITH drawn AS MATERIALIZED (SELECT nextval('{FAMILY_CODES.name}')::text AS code)
    SELECT code, EXISTS (SELECT 1 FROM families WHERE families.code = drawn.code) AS taken FROM drawn
""")  # noqa: S608 - the sequence's name


class SqlFamilies(Families):
    def __init__(self, connection: AsyncConnection, seen: Seen) -> None:
        self._connection = connection
        self._seen = seen

    async def next_code(self) -> str:
        """The sequence's next number, but those that imported families brought with them."""
        await self._connection.execute(select(func.pg_advisory_xact_lock_shared(_CODES_LOCK)))
        while True:
            drawn = (await self._connection.execute(_NEXT_CODE)).one()
            if not drawn.taken:
                return str(drawn.code)

    async def with_code(self, code: str) -> Family | None:
        await self._connection.execute(select(func.pg_advisory_xact_lock(_CODES_LOCK)))
        row = (await self._connection.execute(select(FAMILIES).where(FAMILIES.c.code == code))).one_or_none()
        return None if row is None else await self._load(row)

    async def add(self, family: Family) -> None:
        family.version = 1
        await self._connection.execute(FAMILIES.insert().values(family_row(family)))
        await insert_with_own_id(self._connection, ADULTS, adult_rows(family))
        self._seen(family)

    async def get(self, family_id: FamilyId) -> Family:
        row = (await self._connection.execute(select(FAMILIES).where(FAMILIES.c.id == family_id))).one_or_none()
        if row is None:
            raise NotFound
        return await self._load(row)

    async def hold(self, family_id: FamilyId) -> Family:
        query = select(FAMILIES).where(FAMILIES.c.id == family_id).with_for_update()
        row = (await self._connection.execute(query)).one_or_none()
        if row is None:
            raise NotFound
        return await self._load(row)

    async def save(self, family: Family) -> None:
        values = {"activated_at": family.activated_at}
        await update_under_version(self._connection, FAMILIES, {"id": family.id}, family, values)
        gone = ADULTS.delete().where(ADULTS.c.family_id == family.id, ADULTS.c.id.not_in(family.adults))
        await self._connection.execute(gone)
        known = select(ADULTS.c.id, ADULTS.c.position).where(ADULTS.c.family_id == family.id)
        rows = (await self._connection.execute(known)).all()
        present, free = {row.id for row in rows}, max((row.position for row in rows), default=-1) + 1
        added = [adult_id for adult_id in family.adults if adult_id not in present]
        if added:
            new = [
                {"id": adult_id, "family_id": family.id, "position": free + place}
                for place, adult_id in enumerate(added)
            ]
            await insert_with_own_id(self._connection, ADULTS, new)

    async def forget(self, family: Family) -> None:
        family.version += 1
        for table in (PUBLISHED_FAMILIES, ADULTS):
            await self._connection.execute(table.delete().where(table.c.family_id == family.id))
        await self._connection.execute(FAMILIES.delete().where(FAMILIES.c.id == family.id))
        answers = CHASSIS.idempotency
        await self._connection.execute(
            answers.delete().where(answers.c.location.startswith(f"/families/{family.id}", autoescape=True))
        )

    async def _load(self, row: Row[Any]) -> Family:
        adults = select(ADULTS.c.id).where(ADULTS.c.family_id == row.id).order_by(ADULTS.c.position)
        family = Family(
            FamilyId(row.id),
            row.code,
            RegistrationId(row.registration_id) if row.registration_id else None,
            [AdultId(adult_id) for adult_id in await self._connection.scalars(adults)],
            row.registered_at,
            row.activated_at,
            Origin(row.origin),
            AgentId(row.registered_by) if row.registered_by else None,
            version=row.version,
        )
        self._seen(family)
        return family


def family_row(family: Family) -> dict[str, Any]:
    """The columns of `families` for a new one."""
    return {
        "id": family.id,
        "version": family.version,
        "code": family.code,
        "registration_id": family.registration_id,
        "registered_at": family.registered_at,
        "activated_at": family.activated_at,
        "origin": family.origin.value,
        "registered_by": family.registered_by,
    }


def adult_rows(family: Family) -> list[dict[str, Any]]:
    """The rows of `adults`."""
    return [
        {"id": adult_id, "family_id": family.id, "position": position}
        for position, adult_id in enumerate(family.adults)
    ]
