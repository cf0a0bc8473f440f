"""An agent opens the file of a submission, or looks through the work list: both leave an audit row."""

from services.household.application.ports import UnitOfWork
from services.household.domain.agent import Agent, Permission
from services.household.domain.ids import SubmissionId


async def note_reading(submission_id: SubmissionId, agent: Agent, uow: UnitOfWork) -> None:
    """Committed before anything is shown. Raises NotFound."""
    agent.require(Permission.READ)
    async with uow:
        submission = await uow.submissions.get(submission_id)
        uow.note(agent.reference, "submission.read", f"submission:{submission.id}", family=submission.family_id)
        await uow.commit()


async def note_listing(state: str, agent: Agent, uow: UnitOfWork) -> None:
    """Committed before anything is shown."""
    agent.require(Permission.READ)
    async with uow:
        uow.note(agent.reference, "submissions.listed", f"submissions:{state}")
        await uow.commit()
