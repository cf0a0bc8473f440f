"""An agent accepts every item that nobody has decided yet."""

from services.household.application.ports import Clock, UnitOfWork
from services.household.domain.agent import Agent, Permission
from services.household.domain.ids import SubmissionId


async def accept_rest(submission_id: SubmissionId, agent: Agent, uow: UnitOfWork, clock: Clock) -> None:
    agent.require(Permission.DECIDE)
    async with uow:
        submission = await uow.submissions.get(submission_id)
        for key in submission.accept_rest(by=agent.id, at=clock.now()):
            uow.note(
                agent.reference,
                "item.accepted",
                f"submission:{submission.id}",
                family=submission.family_id,
                item=str(key),
            )
        await uow.submissions.save(submission)
        await uow.commit()
