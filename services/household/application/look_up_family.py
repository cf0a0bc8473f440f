"""An agent at the counter looks a family up by its code."""

from services.household.application.ports import UnitOfWork
from services.household.domain.agent import Agent, Permission
from services.household.domain.ids import FamilyId


async def note_looking_up(family_id: FamilyId, agent: Agent, uow: UnitOfWork) -> None:
    """Committed before anything is shown. Raises NotFound."""
    async with uow:
        family = await uow.families.get(family_id)
        uow.note(agent.reference, "family.looked_up", f"family:{family.id}", family=family.id)
        await uow.commit()


def may_look_up(agent: Agent) -> None:
    """Before the register is asked: whoever may not, learns not even which codes exist. Raises Forbidden."""
    agent.require(Permission.REGISTER)
