"""An agent takes a child out of one of its two homes: a code was used by mistake, or by somebody who is no parent."""

from dataclasses import dataclass
from enum import StrEnum

from libs.domain.errors import NotFound
from services.household.application.ports import Clock, UnitOfWork
from services.household.application.settle_members import judge_child
from services.household.domain.agent import Agent, Permission
from services.household.domain.errors import RecordLocked
from services.household.domain.ids import ChildId, FamilyId, RecordKey, RecordKind


class Motive(StrEnum):
    """Why; a code, as the audit outlives the family and names nobody."""

    MISTAKE = "mistake"
    NOT_RESPONSIBLE = "not_responsible"
    JUDGEMENT = "judgement"
    ASKED_BY_PARENT = "asked_by_parent"


@dataclass(frozen=True)
class UnlinkHome:
    """`motive` is for agents alone: the audit keeps it, no home reads it."""

    child_id: ChildId
    family_id: FamilyId
    motive: Motive


async def unlink_home(command: UnlinkHome, agent: Agent, uow: UnitOfWork, clock: Clock) -> None:
    """That home's records of the child go; what it handed in before stays told in its submissions.

    The other home goes on with all it has, and nothing is frozen there any more.

    Raises:
        NotFound: the child does not live there.
        LastHome
        RecordLocked: something about the child lies with the town, from that home: conclude it first.
    """
    agent.require(Permission.REGISTER)
    async with uow:
        child = await uow.children.get(command.child_id)
        if command.family_id not in child.homes:
            raise NotFound
        child.unlink(command.family_id, clock.now())
        await uow.children.save(child)
        family = await uow.families.hold(command.family_id)
        for kind in (RecordKind.CHILD, RecordKind.HEALTH):
            key = RecordKey(kind, child.id)
            record = await uow.records.get(command.family_id, key)
            if record.pending:
                raise RecordLocked
            await uow.records.forget(record)
            family.drop_record(key)
            for home in child.homes:
                other = await uow.records.get(home, key)
                if other.frozen:
                    other.frozen = False
                    await uow.records.save(other)
        await uow.families.save(family)
        await judge_child(child, await uow.town_data.catalogue(), uow)
        uow.note(
            agent.reference, "child.unlinked", f"child:{child.id}", family=command.family_id, motive=command.motive
        )
        await uow.commit()
