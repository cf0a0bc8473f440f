"""A family writes to the town: it begins a thread, or answers in one."""

from dataclasses import dataclass
from uuid import UUID

from services.notifications.application.office import Office, take_draft
from services.notifications.application.ports import Unit, UnitOfWork
from services.notifications.domain.draft import DraftPlace, Writer
from services.notifications.domain.message import Author, Message, ThreadId
from services.notifications.domain.thread import Thread


@dataclass(frozen=True)
class Parent:
    """Who writes for the family; `name` as the token tells it, if it does."""

    family_id: UUID
    account_id: UUID
    name: str | None

    @property
    def reference(self) -> str:
        """As audit rows name whoever acts."""
        return f"family:{self.account_id}"

    def place(self, thread_id: ThreadId | None) -> DraftPlace:
        return DraftPlace(Writer("family", self.family_id), self.family_id, thread_id)


@dataclass(frozen=True)
class BeginThread:
    """`manifest`: the files, as documents signed them."""

    thread_id: ThreadId
    desk: str
    subject: str
    body: str
    manifest: str | None = None


@dataclass(frozen=True)
class AnswerTown:
    """`manifest`: the files, as documents signed them."""

    thread_id: ThreadId
    body: str
    manifest: str | None = None


async def begin_thread(command: BeginThread, parent: Parent, uow: UnitOfWork, office: Office) -> None:
    """Raises UnknownDesk, Throttled, ManifestInvalid, ManifestExpired."""
    desk = office.rules.desks.named(command.desk)
    async with uow:
        thread = Thread.begin(command.thread_id, parent.family_id, desk.code, command.subject, office.clock.now())
        thread.write(await _message(command.body, command.manifest, parent, parent.place(None), uow, office))
        await uow.threads.add(thread)
        uow.note(parent.reference, "message.written", thread)
        await uow.commit()


async def answer_town(command: AnswerTown, parent: Parent, uow: UnitOfWork, office: Office) -> None:
    """A closed thread opens again. Raises NotFound, Throttled, ManifestInvalid, ManifestExpired."""
    async with uow:
        thread = await uow.threads.of_family(parent.family_id, command.thread_id)
        place = parent.place(command.thread_id)
        thread.write(await _message(command.body, command.manifest, parent, place, uow, office))
        await uow.threads.save(thread)
        uow.note(parent.reference, "message.written", thread)
        await uow.commit()


async def _message(
    body: str, manifest: str | None, parent: Parent, place: DraftPlace, unit: Unit, office: Office
) -> Message:
    now = office.clock.now()
    office.rules.allow(await unit.threads.written_within_an_hour(parent.family_id), now)
    taken = await take_draft(place, manifest, unit, office)
    return Message(
        taken.message_id,
        Author.FAMILY,
        body,
        now,
        author_id=parent.account_id,
        signature=parent.name,
        document_ids=taken.document_ids,
    )
