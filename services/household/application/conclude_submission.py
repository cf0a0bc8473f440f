"""An agent concludes: the decisions are final and apply to the records."""

from services.household.application.mirror_shared import mirror_shared
from services.household.application.ports import Clock, UnitOfWork
from services.household.application.settle_members import ask_for_guardians, settle_child, settle_departures
from services.household.domain.agent import Agent, Permission
from services.household.domain.handing_in import settle
from services.household.domain.ids import ChildId, RecordKind, SubmissionId


async def conclude_submission(submission_id: SubmissionId, agent: Agent, uow: UnitOfWork, clock: Clock) -> None:
    """Children are held before records, always in one order: two homes of a child may be concluded at once."""
    agent.require(Permission.DECIDE)
    async with uow:
        submission = await uow.submissions.get(submission_id)
        submission.conclude(by=agent.id, at=clock.now())
        await uow.submissions.save(submission)
        children = {child.id: child for child in await uow.children.of_family(submission.family_id)}
        records = {key: await uow.records.get(submission.family_id, key) for key in submission.records}
        settle(submission, records)
        catalogue = await uow.town_data.catalogue()
        for record in records.values():
            await uow.records.save(record)
            child = children.get(ChildId(record.key.id))
            if record.kind is RecordKind.CHILD:
                child = await settle_child(record, child, catalogue, uow)
            if child is not None:
                names = {item.key.name for item in submission.items_of(record.key) if not item.refused}
                await mirror_shared(record, names, child, uow)
        family = await uow.families.hold(submission.family_id)
        await settle_departures(list(records.values()), family, list(children.values()), uow)
        await ask_for_guardians(family, children, catalogue, uow)
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
