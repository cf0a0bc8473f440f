"""An agent looks at a family's fiches sanitaires: who may read them, and who only learns that they exist."""

from services.household.application.ports import UnitOfWork
from services.household.domain.agent import Agent, Permission
from services.household.domain.ids import FamilyId, RecordKind


async def note_reading_health(family_id: FamilyId, agent: Agent, uow: UnitOfWork) -> bool:
    """Committed before anything is shown; each fiche that is read leaves its row.

    Returns:
        Whether the agent may read what they say.

    Raises:
        Forbidden, NotFound
    """
    agent.require(Permission.READ)
    async with uow:
        family = await uow.families.get(family_id)
        if not agent.may(Permission.HEALTH):
            uow.note(agent.reference, "health_records.listed", f"family:{family.id}", family=family.id)
            await uow.commit()
            return False
        for record in await uow.records.of_family(family_id):
            if record.kind is RecordKind.HEALTH:
                uow.note(
                    agent.reference,
                    "health_record.read",
                    f"family:{family.id}",
                    family=family.id,
                    record=str(record.key),
                )
        await uow.commit()
    return True
