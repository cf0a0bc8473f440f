"""An agent issues a « code de rattachement »: with it a child's other parent links the child to their own household."""

from dataclasses import dataclass
from datetime import datetime

from libs.domain.errors import NotFound
from services.household.application.ports import UnitOfWork
from services.household.domain.agent import Agent, Permission
from services.household.domain.child import HOMES_AT_MOST
from services.household.domain.errors import ChildUnknown, TwoHomesAtMost
from services.household.domain.ids import ChildId, FamilyId, RecordKey, RecordKind
from services.household.domain.link_code import LinkCode, link_digest


@dataclass(frozen=True)
class IssueLinkCode:
    """`code` is new; `family_id` is the home at whose file the agent stands."""

    child_id: ChildId
    family_id: FamilyId
    code: str
    expires_at: datetime


async def issue_link_code(command: IssueLinkCode, agent: Agent, uow: UnitOfWork) -> None:
    """It ends the one before. Raises NotFound, TwoHomesAtMost, ChildUnknown."""
    agent.require(Permission.REGISTER)
    async with uow:
        child = await uow.children.get(command.child_id)
        if command.family_id not in child.homes:
            raise NotFound
        if len(child.homes) >= HOMES_AT_MOST:
            raise TwoHomesAtMost
        if not (await uow.records.get(command.family_id, RecordKey(RecordKind.CHILD, child.id))).known:
            raise ChildUnknown
        await uow.link_codes.replace(LinkCode(link_digest(command.code), child.id, agent.id, command.expires_at))
        uow.note(agent.reference, "link_code.issued", f"child:{child.id}", family=command.family_id)
        await uow.commit()
