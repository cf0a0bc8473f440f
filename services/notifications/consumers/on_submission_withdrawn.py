"""A family took a submission back."""

from libs.contracts.envelope import Envelope
from libs.contracts.household.v1 import SubmissionWithdrawn
from services.notifications.application.confirm_withdrawal import confirm_withdrawal
from services.notifications.application.ports import Unit
from services.notifications.application.tell_family import Voice


class OnSubmissionWithdrawn:
    def __init__(self, voice: Voice) -> None:
        self._voice = voice

    async def __call__(self, event: SubmissionWithdrawn, _envelope: Envelope, uow: Unit) -> None:
        await confirm_withdrawal(event.submission_id, event.family_id, event.withdrawn_at, uow, self._voice)
