"""Families and their adults."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.domain.errors import NotFound
from services.household.adapters.saving import insert_with_own_id, update_under_version
from services.household.adapters.seen import Seen
from services.household.adapters.tables import ADULTS, FAMILIES, FAMILY_CODES
from services.household.application.ports import Families
from services.household.domain.family import Family
from services.household.domain.ids import AdultId, FamilyId, RegistrationId


class SqlFamilies(Families):
    def __init__(self, connection: AsyncConnection, seen: Seen) -> None:
        self._connection = connection
        self._seen = seen

    async def next_code(self) -> str:
        """The sequence's next number, but those that imported families brought with them."""
        while True:
            code = str((await self._connection.execute(select(FAMILY_CODES.next_value()))).scalar_one())
            taken = select(FAMILIES.c.id).where(FAMILIES.c.code == code)
            if (await self._connection.execute(taken)).one_or_none() is None:
                return code

    async def add(self, family: Family) -> None:
        family.version = 1
        await self._connection.execute(
            FAMILIES.insert().values(
                id=family.id,
                version=family.version,
                code=family.code,
                registration_id=family.registration_id,
                registered_at=family.registered_at,
                activated_at=family.activated_at,
            )
        )
        rows = [
            {"id": adult_id, "family_id": family.id, "position": position}
            for position, adult_id in enumerate(family.adults)
        ]
        await insert_with_own_id(self._connection, ADULTS, rows)
        self._seen(family)

    async def get(self, family_id: FamilyId) -> Family:
        adults = select(ADULTS.c.id).where(ADULTS.c.family_id == family_id).order_by(ADULTS.c.position)
        row = (await self._connection.execute(select(FAMILIES).where(FAMILIES.c.id == family_id))).one_or_none()
        if row is None:
            raise NotFound
        family = Family(
            FamilyId(row.id),
            row.code,
            RegistrationId(row.registration_id),
            [AdultId(adult_id) for adult_id in await self._connection.scalars(adults)],
            row.registered_at,
            row.activated_at,
            version=row.version,
        )
        self._seen(family)
        return family

    async def save(self, family: Family) -> None:
        values = {"activated_at": family.activated_at}
        await update_under_version(self._connection, FAMILIES, {"id": family.id}, family, values)
