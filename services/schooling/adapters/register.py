"""The commune's streets and addresses, written: only what differs, in large batches."""

from collections.abc import Iterator, Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.schooling.adapters.queries_town_map import street_of
from services.schooling.application.ports import Changes, RegisterChanges
from services.schooling.domain.streets import KnownAddress, Street

_BATCH = 20_000

_STREETS = text("SELECT id, key, name, postal_code, insee, city FROM streets WHERE listed")
_PUT_STREETS = text("""
    INSERT INTO streets (id, key, name, postal_code, insee, city, listed)
    VALUES (:id, :key, :name, :postal_code, :insee, :city, true)
    ON CONFLICT ON CONSTRAINT pk_streets DO UPDATE
    SET name = excluded.name, postal_code = excluded.postal_code, insee = excluded.insee, city = excluded.city,
        listed = true
""")
_CLOSE_STREETS = text("UPDATE streets SET listed = false WHERE id = ANY(:gone)")
_ADDRESSES = text("SELECT id, street_id, number, repetition FROM addresses")
_PUT_ADDRESSES = text("""
    INSERT INTO addresses (id, street_id, number, repetition)
    SELECT * FROM unnest(
        CAST(:ids AS text[]), CAST(:streets AS uuid[]), CAST(:numbers AS int[]), CAST(:repetitions AS text[]))
    ON CONFLICT ON CONSTRAINT pk_addresses DO UPDATE
    SET street_id = excluded.street_id, number = excluded.number, repetition = excluded.repetition
""")
_DROP_ADDRESSES = text("DELETE FROM addresses WHERE id = ANY(:gone)")


class SqlRegister:
    """Streets and addresses in the current transaction. A street that left the base is closed, an address deleted."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def replace_all(self, streets: Sequence[Street], addresses: Sequence[KnownAddress]) -> RegisterChanges:
        return RegisterChanges(await self._replace_streets(streets), await self._replace_addresses(addresses))

    async def _replace_streets(self, streets: Sequence[Street]) -> Changes:
        known = {row.id: street_of(row) for row in await self._connection.execute(_STREETS)}
        differing = [street for street in streets if known.get(street.id) != street]
        gone = list(known.keys() - {street.id for street in streets})
        if differing:
            await self._connection.execute(
                _PUT_STREETS,
                [
                    {
                        "id": street.id,
                        "key": street.key,
                        "name": street.name,
                        "postal_code": street.postal_code,
                        "insee": street.insee,
                        "city": street.city,
                    }
                    for street in differing
                ],
            )
        if gone:
            await self._connection.execute(_CLOSE_STREETS, {"gone": gone})
        return Changes(len(differing), len(streets) - len(differing), len(gone))

    async def _replace_addresses(self, addresses: Sequence[KnownAddress]) -> Changes:
        known = {row.id: tuple(row) for row in await self._connection.execute(_ADDRESSES)}
        differing = [address for address in addresses if known.get(address.id) != address]
        gone = list(known.keys() - {address.id for address in addresses})
        for batch in _batches(differing):
            ids, streets, numbers, repetitions = zip(*batch, strict=True)
            await self._connection.execute(
                _PUT_ADDRESSES,
                {
                    "ids": list(ids),
                    "streets": list(streets),
                    "numbers": list(numbers),
                    "repetitions": list(repetitions),
                },
            )
        for start in range(0, len(gone), _BATCH):
            await self._connection.execute(_DROP_ADDRESSES, {"gone": gone[start : start + _BATCH]})
        return Changes(len(differing), len(addresses) - len(differing), len(gone))


def _batches(addresses: Sequence[KnownAddress]) -> Iterator[Sequence[KnownAddress]]:
    for start in range(0, len(addresses), _BATCH):
        yield addresses[start : start + _BATCH]
