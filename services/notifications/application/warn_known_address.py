"""Tell the owner of an address that somebody began an account with it."""

from uuid import UUID

from services.notifications.application.ports import NewDelivery, Unit
from services.notifications.domain.delivery import Template


async def warn_known_address(registration_id: UUID, email: str, unit: Unit) -> None:
    """Queue the mail, unless the same one still waits to leave. Identity slows down whoever asks again and again."""
    if await unit.deliveries.is_waiting(Template.ADDRESS_KNOWN, email):
        return
    await unit.deliveries.add(
        NewDelivery(Template.ADDRESS_KNOWN, f"address-known:{registration_id}:{email}", address=email)
    )
