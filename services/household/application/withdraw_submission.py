"""« Reprendre ma demande »: a family takes a submission back that no agent has opened."""

from dataclasses import dataclass

from libs.domain.errors import NotFound
from services.household.application.ports import Clock, UnitOfWork
from services.household.application.settle_members import ask_for_guardians
from services.household.domain.ids import FamilyId, SubmissionId


@dataclass(frozen=True)
class WithdrawSubmission:
    """`by` is the subject's reference."""

    family_id: FamilyId
    submission_id: SubmissionId
    by: str


async def withdraw_submission(command: WithdrawSubmission, uow: UnitOfWork, clock: Clock) -> None:
    """The submission is held first, as an agent's opening does: one of the two wins. Twice is fine.

    Whoever left the household while a child's record lay with the town is asked about now that it is back.

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
        children = {child.id: child for child in await uow.children.of_family(submission.family_id)}
        for key in submission.records:
            record = await uow.records.get(submission.family_id, key)
            record.take_back()
            await uow.records.save(record)
        family = await uow.families.hold(submission.family_id)
        await ask_for_guardians(family, children, await uow.town_data.catalogue(), uow)
        uow.note(command.by, "submission.withdrawn", f"submission:{submission.id}", family=submission.family_id)
        await uow.commit()
