"""An agent concludes: the decisions are final and apply to the records."""

from services.household.application.ports import Clock, UnitOfWork
from services.household.domain.agent import Agent, Permission
from services.household.domain.handing_in import settle
from services.household.domain.ids import ChildId, RecordKind, SubmissionId
from services.household.domain.lights import validated
from services.household.domain.pieces import Catalogue
from services.household.domain.record import Record


async def conclude_submission(submission_id: SubmissionId, agent: Agent, uow: UnitOfWork, clock: Clock) -> None:
    agent.require(Permission.DECIDE)
    async with uow:
        submission = await uow.submissions.get(submission_id)
        submission.conclude(by=agent.id, at=clock.now())
        await uow.submissions.save(submission)
        records = {key: await uow.records.get(submission.family_id, key) for key in submission.records}
        settle(submission, records)
        catalogue = await uow.town_data.catalogue()
        for record in records.values():
            await uow.records.save(record)
            await _settle_child(record, catalogue, uow)
        refused = sum(item.refused for item in submission.items.values())
        uow.note(
            agent.reference,
            "submission.concluded",
            f"submission:{submission.id}",
            family=submission.family_id,
            accepted=len(submission.items) - refused,
            refused=refused,
        )
        await uow.commit()


async def _settle_child(record: Record, catalogue: Catalogue, uow: UnitOfWork) -> None:
    if record.kind is not RecordKind.CHILD:
        return
    child = await uow.children.get(ChildId(record.key.id))
    child.settle(record.family_id, record.accepted, validated=validated(record, catalogue))
    await uow.children.save(child)
