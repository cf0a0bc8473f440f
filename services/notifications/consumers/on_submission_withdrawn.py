"""A family took a demand back."""

from libs.contracts.envelope import Envelope
from libs.contracts.household.v1 import SubmissionWithdrawn
from services.notifications.application.confirm_withdrawal import confirm_withdrawal
from services.notifications.application.ports import NoteWriter, Unit


class OnSubmissionWithdrawn:
    def __init__(self, writer: NoteWriter) -> None:
        self._writer = writer

    async def __call__(self, event: SubmissionWithdrawn, _envelope: Envelope, uow: Unit) -> None:
        await confirm_withdrawal(event.submission_id, event.family_id, uow, self._writer)
