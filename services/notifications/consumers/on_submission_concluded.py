"""The town decided."""

from libs.contracts.envelope import Envelope
from libs.contracts.household.v1 import SubmissionConcluded
from services.notifications.application.announce_decision import AnnounceDecision, announce_decision
from services.notifications.application.ports import NoteWriter, Refusal, Unit


class OnSubmissionConcluded:
    def __init__(self, writer: NoteWriter) -> None:
        self._writer = writer

    async def __call__(self, event: SubmissionConcluded, _envelope: Envelope, uow: Unit) -> None:
        refused = [Refusal(item.label, item.reason, item.comment) for item in event.refused]
        command = AnnounceDecision(event.submission_id, event.family_id, event.accepted, refused)
        await announce_decision(command, uow, self._writer)
