"""Keep what somebody types until it is sent, or throw it away."""

from dataclasses import dataclass

from services.notifications.application.ports import UnitOfWork
from services.notifications.domain.draft import Draft, DraftPlace


@dataclass(frozen=True)
class KeepDraft:
    """As it was typed, unchecked."""

    place: DraftPlace
    desk: str
    subject: str
    body: str


async def keep_draft(command: KeepDraft, uow: UnitOfWork) -> Draft:
    """Raises NotFound: the family has no such thread."""
    async with uow:
        if command.place.thread_id is not None:
            await uow.threads.of_family(command.place.family_id, command.place.thread_id)
        draft = await uow.drafts.keep(command.place, command.desk, command.subject, command.body)
        await uow.commit()
        return draft


async def discard_draft(place: DraftPlace, uow: UnitOfWork) -> None:
    """Twice is fine. Its files go by themselves: nothing names them any more."""
    async with uow:
        await uow.drafts.take(place)
        await uow.commit()
