"""An agent opens the file of a submission, or looks through the work list: both leave an audit row."""

from services.household.application.ports import Clock, UnitOfWork
from services.household.domain.agent import Agent, Permission
from services.household.domain.ids import RecordKind, SubmissionId


async def open_submission(submission_id: SubmissionId, agent: Agent, uow: UnitOfWork, clock: Clock) -> None:
    """Committed before anything is shown: from the first time on the family cannot take it back.

    Raises:
        NotFound
        SubmissionTakenBack: it did so before.
    """
    agent.require(Permission.READ)
    async with uow:
        submission = await uow.submissions.get(submission_id)
        if submission.open(agent.id, clock.now()):
            await uow.submissions.save(submission)
        uow.note(agent.reference, "submission.read", f"submission:{submission.id}", family=submission.family_id)
        if agent.may(Permission.HEALTH):
            for key in submission.records:
                if key.kind is RecordKind.HEALTH:
                    uow.note(
                        agent.reference,
                        "health_record.read",
                        f"family:{submission.family_id}",
                        family=submission.family_id,
                        record=str(key),
                    )
        await uow.commit()


async def note_listing(state: str, agent: Agent, uow: UnitOfWork) -> None:
    """Committed before anything is shown."""
    agent.require(Permission.READ)
    async with uow:
        uow.note(agent.reference, "submissions.listed", f"submissions:{state}")
        await uow.commit()
