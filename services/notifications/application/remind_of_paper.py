"""Remind a family that a paper of its file ends soon: once a paper, by mail, without what the paper says."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID

from services.notifications.application.ports import NewDelivery, Unit
from services.notifications.domain.delivery import Template


@dataclass(frozen=True)
class RemindOfPaper:
    """`document_id` is the paper's; `record` and `piece` are where another one is handed in."""

    document_id: UUID
    family_id: UUID
    record: str
    piece: str
    piece_label: str
    expires_on: date
    asked_again: bool


async def remind_of_paper(command: RemindOfPaper, unit: Unit) -> None:
    """A mail to each confirmed address of the family, not worth sending once the day is past."""
    params = {
        "piece": command.piece_label,
        "ends_at": datetime.combine(command.expires_on, time(12), UTC).isoformat(),
        "asked_again": command.asked_again,
        "path": f"mon-espace/fiches/{command.record}#piece-{command.piece}",
    }
    for account_id in await unit.recipients.confirmed_accounts(command.family_id):
        await unit.deliveries.add(
            NewDelivery(
                Template.PIECE_REMINDER,
                f"piece-reminder:{command.document_id}:{account_id}",
                account_id=account_id,
                params=params,
                not_after=datetime.combine(command.expires_on, time(20), UTC),
            )
        )
