"""A family handed something in."""

from libs.contracts.envelope import Envelope
from libs.contracts.household.v1 import SubmissionMade
from services.notifications.application.acknowledge_submission import acknowledge_submission
from services.notifications.application.ports import Unit
from services.notifications.application.tell_family import Voice


class OnSubmissionMade:
    def __init__(self, voice: Voice) -> None:
        self._voice = voice

    async def __call__(self, event: SubmissionMade, _envelope: Envelope, uow: Unit) -> None:
        await acknowledge_submission(event.submission_id, event.family_id, event.made_at, uow, self._voice)
