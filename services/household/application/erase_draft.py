"""Whoever writes a draft wants nothing of it to remain: it is gone at once, here and with the others."""

from services.household.application.ports import UnitOfWork
from services.household.domain.ids import AgentId, RegistrationId


async def erase_draft(registration_id: RegistrationId, agent: AgentId | None, by: str, uow: UnitOfWork) -> None:
    """Told each time it is asked for: the others may hold parts of a registration that wrote nothing here.

    Args:
        agent: who writes at the counter; None when the family does.
        by: the subject's reference.

    Raises:
        NotFound, DraftSubmitted
    """
    async with uow:
        draft = await uow.drafts.get(registration_id)
        draft.require_writer(agent)
        draft.abandon()
        await uow.drafts.forget(draft)
        uow.note(by, "registration.abandoned", f"registration:{registration_id}", reason="asked")
        await uow.commit()
