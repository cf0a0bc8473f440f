"""The town decided."""

from libs.contracts.envelope import Envelope
from libs.contracts.household.v1 import SubmissionConcluded
from services.notifications.application.announce_decision import AnnounceDecision, announce_decision
from services.notifications.application.ports import Refusal, Unit
from services.notifications.application.tell_family import Voice


class OnSubmissionConcluded:
    def __init__(self, voice: Voice) -> None:
        self._voice = voice

    async def __call__(self, event: SubmissionConcluded, _envelope: Envelope, uow: Unit) -> None:
        refused = [Refusal(item.label, item.reason, item.comment) for item in event.refused]
        command = AnnounceDecision(event.submission_id, event.family_id, event.concluded_at, event.accepted, refused)
        await announce_decision(command, uow, self._voice)
