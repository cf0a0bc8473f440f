"""Household tells of a family, whole."""

from uuid import UUID

from libs.contracts.envelope import Envelope
from libs.contracts.household.v1 import FamilyAddress, FamilyChanged
from services.schooling.application.ports import Unit
from services.schooling.application.track_family import track_family
from services.schooling.domain.family import Address, Family


async def on_family_changed(event: FamilyChanged, envelope: Envelope, uow: Unit) -> None:
    family = Family(
        id=event.family_id,
        version=envelope.aggregate_version,
        code=event.family_code,
        address=_address(event.address) if event.address else None,
        complete=event.complete,
    )
    await track_family(family, uow)


def _address(told: FamilyAddress) -> Address:
    return Address(
        country=told.country,
        postal_code=told.postal_code or "",
        city=told.city or "",
        number=_number(told.street_number or ""),
        repetition=told.repetition or "",
        street_id=_street(told.street_id),
        street=told.street_name or "",
        complement=told.complement or "",
    )


def _number(told: str) -> int:
    """0 for a house abroad whose number is no number: no sector depends on it."""
    return int(told) if told.isdecimal() else 0


def _street(told: str | None) -> UUID | None:
    """None too for a street that the family wrote itself (`autre`)."""
    try:
        return UUID(told or "")
    except ValueError:
        return None
