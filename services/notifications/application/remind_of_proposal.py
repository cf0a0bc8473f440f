"""Mail a family that the town's proposal waits for its answer: until when, never which school nor for whom."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.notifications.application.ports import NewDelivery, Unit
from services.notifications.domain.delivery import Template


@dataclass(frozen=True)
class RemindOfProposal:
    """`until`: the first instant at which it can be answered no more."""

    pre_registration_id: UUID
    family_id: UUID
    until: datetime


async def remind_of_proposal(command: RemindOfProposal, unit: Unit) -> None:
    """To each confirmed address of that home, once a proposal; useless when its time is over."""
    for account_id in await unit.recipients.confirmed_accounts(command.family_id):
        await unit.deliveries.add(
            NewDelivery(
                Template.PROPOSAL_REMINDER,
                f"{_purposes(command.pre_registration_id)}{command.until.isoformat()}:{account_id}",
                account_id=account_id,
                params={"until_at": command.until.isoformat()},
                not_after=command.until,
            )
        )


async def remind_no_more(pre_registration_id: UUID, unit: Unit) -> None:
    """It was answered, or taken back: what has not left yet stays."""
    await unit.deliveries.supersede_purposes(_purposes(pre_registration_id))


def _purposes(pre_registration_id: UUID) -> str:
    return f"{Template.PROPOSAL_REMINDER}:{pre_registration_id}:"
