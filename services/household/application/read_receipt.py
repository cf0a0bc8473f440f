"""An agent prints a family's receipt: it leaves an audit row."""

from services.household.application.ports import UnitOfWork
from services.household.domain.agent import Agent, Permission
from services.household.domain.ids import FamilyId


async def note_receipt(family_id: FamilyId, agent: Agent, uow: UnitOfWork) -> None:
    """Committed before anything is shown. Raises NotFound."""
    agent.require(Permission.REGISTER)
    async with uow:
        family = await uow.families.get(family_id)
        uow.note(agent.reference, "receipt.read", f"family:{family.id}", family=family.id)
        await uow.commit()
