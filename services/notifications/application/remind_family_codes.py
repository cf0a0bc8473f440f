"""Send the holder of an address every code famille that it opens."""

from collections.abc import Sequence
from uuid import UUID

from services.notifications.application.ports import NewDelivery, Unit
from services.notifications.domain.delivery import Template


async def remind_family_codes(request_id: UUID, email: str, family_codes: Sequence[str], unit: Unit) -> None:
    """One request, one mail."""
    await unit.deliveries.add(
        NewDelivery(
            Template.FAMILY_CODES,
            f"family-codes:{request_id}",
            address=email,
            params={"family_codes": list(family_codes)},
        )
    )
