"""An agent accepts every item that nobody has decided yet; those of health wait for somebody who may see them."""

from services.household.application.ports import Clock, UnitOfWork
from services.household.domain.agent import Agent, Permission
from services.household.domain.ids import ItemKey, SubmissionId


async def accept_rest(submission_id: SubmissionId, agent: Agent, uow: UnitOfWork, clock: Clock) -> None:
    agent.require(Permission.DECIDE)
    async with uow:
        submission = await uow.submissions.get(submission_id)
        catalogue = await uow.town_data.catalogue()

        def decidable(key: ItemKey) -> bool:
            return agent.may(Permission.HEALTH) or not catalogue.tells_of_health(key)

        for key in submission.accept_rest(by=agent.id, at=clock.now(), among=decidable):
            uow.note(
                agent.reference,
                "item.accepted",
                f"submission:{submission.id}",
                family=submission.family_id,
                item=str(key),
            )
        await uow.submissions.save(submission)
        await uow.commit()
