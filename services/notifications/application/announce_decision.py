"""Tell a family what the town decided: whole in the portal, without content by mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.notifications.application.ports import NewDelivery, NoteWriter, Refusal, Unit
from services.notifications.domain.delivery import Template
from services.notifications.domain.message import MessageKind


@dataclass(frozen=True)
class AnnounceDecision:
    """What the town decided on a submission: how many items it accepted, and each one that it refused."""

    submission_id: UUID
    family_id: UUID
    accepted: int
    refused: Sequence[Refusal]


async def announce_decision(command: AnnounceDecision, unit: Unit, writer: NoteWriter) -> None:
    """Post the decision, and a mail notice to each confirmed address of the family."""
    note = writer.decision(command.accepted, command.refused)
    await unit.messages.post(command.family_id, MessageKind.DECISION, command.submission_id, note)
    for account_id in await unit.recipients.confirmed_accounts(command.family_id):
        await announce_to_account(command.submission_id, account_id, unit)


async def announce_to_account(submission_id: UUID, account_id: UUID, unit: Unit) -> None:
    """One notice per account and submission, to whatever the account's address is when the mail leaves."""
    purpose = f"decision:{submission_id}:{account_id}"
    await unit.deliveries.add(NewDelivery(Template.DECISION, purpose, account_id=account_id))
