"""« Reprendre ma demande »: a family takes a submission back that no agent has opened."""

from dataclasses import dataclass

from libs.domain.errors import NotFound
from services.household.application.ports import Clock, UnitOfWork
from services.household.domain.ids import FamilyId, SubmissionId


@dataclass(frozen=True)
class WithdrawSubmission:
    """`by` is the subject's reference."""

    family_id: FamilyId
    submission_id: SubmissionId
    by: str


async def withdraw_submission(command: WithdrawSubmission, uow: UnitOfWork, clock: Clock) -> None:
    """The submission is held first, as an agent's opening does: one of the two wins. Twice is fine.

    Raises:
        NotFound: it is another family's, or nobody's.
        SubmissionOpened, AlreadyConcluded
    """
    async with uow:
        submission = await uow.submissions.get(command.submission_id)
        if submission.family_id != command.family_id:
            raise NotFound
        if submission.withdrawn_at is not None:
            return
        submission.withdraw(clock.now())
        await uow.submissions.save(submission)
        for key in submission.records:
            record = await uow.records.get(submission.family_id, key)
            record.take_back()
            await uow.records.save(record)
        uow.note(command.by, "submission.withdrawn", f"submission:{submission.id}", family=submission.family_id)
        await uow.commit()
