"""An address as a JSON column holds it."""

from typing import Any
from uuid import UUID

from services.schooling.domain.family import Address


def address_json(address: Address | None) -> dict[str, Any] | None:
    if address is None:
        return None
    return {
        "country": address.country,
        "postal_code": address.postal_code,
        "city": address.city,
        "number": address.number,
        "repetition": address.repetition,
        "street_id": str(address.street_id) if address.street_id else None,
        "street": address.street,
        "complement": address.complement,
    }


def address_of(found: dict[str, Any] | None) -> Address | None:
    if found is None:
        return None
    street_id = found["street_id"]
    return Address(**{**found, "street_id": UUID(street_id) if street_id else None})
