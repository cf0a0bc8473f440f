"""Tell the home that has an appointment with a head of school what became of it: when and where, never for whom."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.notifications.application.ports import NewDelivery, Unit
from services.notifications.domain.delivery import Template


@dataclass(frozen=True)
class TellAppointment:
    """What schooling told. `by_town`: the school called it off."""

    appointment_id: UUID
    family_id: UUID
    school: str
    school_address: str
    school_telephone: str
    place: str
    starts_at: datetime
    minutes: int
    sequence: int
    told_at: datetime
    by_town: bool = False


async def tell_appointment(template: Template, command: TellAppointment, unit: Unit) -> None:
    """One mail for each confirmed address of that home and each change; useless once the hour has come."""
    for account_id in await unit.recipients.confirmed_accounts(command.family_id):
        await unit.deliveries.add(
            NewDelivery(
                template,
                f"{template}:{command.appointment_id}:{command.sequence}:{account_id}",
                account_id=account_id,
                params={
                    "appointment_id": str(command.appointment_id),
                    "school": command.school,
                    "school_address": command.school_address,
                    "school_telephone": command.school_telephone,
                    "place": command.place,
                    "starts_at": command.starts_at.isoformat(),
                    "minutes": command.minutes,
                    "sequence": command.sequence,
                    "told_at": command.told_at.isoformat(),
                    "by_town": command.by_town,
                },
                not_after=command.starts_at,
            )
        )
