"""To whom and where the town writes a letter to a family: one statement for any number of families."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.french.names import full_name
from services.household.adapters.postal_lines import address_lines

_TITLES = {"feminin": "Madame", "masculin": "Monsieur"}
_RECIPIENTS = text("""
    SELECT family_id,
           jsonb_agg(accepted || written ORDER BY position) FILTER (WHERE kind = 'adult') AS adults,
           jsonb_agg(accepted || written) FILTER (WHERE kind = 'family') -> 0 -> 'address' AS address
      FROM records WHERE family_id = ANY(:family_ids) GROUP BY family_id
""")


@dataclass(frozen=True)
class Recipient:
    """The window of an envelope, from top to bottom; `address_lines` is empty while nobody said where they live."""

    name_lines: list[str]
    address_lines: list[str]


async def list_recipients(connection: AsyncConnection, family_ids: Collection[UUID]) -> dict[UUID, Recipient]:
    """By family; an unknown one is left out."""
    rows = await connection.execute(_RECIPIENTS, {"family_ids": list(family_ids)})
    return {
        row.family_id: Recipient([_name(adult) for adult in row.adults or []], address_lines(row.address))
        for row in rows
    }


def _name(adult: dict[str, str | None]) -> str:
    """`Madame Claire MARTIN`."""
    parts = (_TITLES.get(adult.get("sex") or ""), full_name(adult.get("first_name"), adult.get("last_name")))
    return " ".join(part for part in parts if part)
