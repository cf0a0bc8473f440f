"""An agent writes to a family: begins a thread, or answers in one."""

from dataclasses import dataclass
from uuid import UUID

from libs.domain.errors import NotFound
from services.notifications.application.announce_message import announce_message
from services.notifications.application.office import Office, take_draft
from services.notifications.application.ports import UnitOfWork
from services.notifications.domain.agent import Agent
from services.notifications.domain.delivery import Template
from services.notifications.domain.draft import DraftPlace, Writer
from services.notifications.domain.message import Author, Message, ThreadId
from services.notifications.domain.thread import Thread


@dataclass(frozen=True)
class WriteToFamily:
    """`manifest`: the files, as documents signed them."""

    thread_id: ThreadId
    family_id: UUID
    desk: str
    subject: str
    body: str
    manifest: str | None = None


@dataclass(frozen=True)
class AnswerFamily:
    """`version`: the thread's, as the agent read it; `manifest`: the files, as documents signed them."""

    thread_id: ThreadId
    version: int
    body: str
    manifest: str | None = None


def agents_place(agent: Agent, family_id: UUID, thread_id: ThreadId | None) -> DraftPlace:
    """Where an agent's own draft is kept."""
    return DraftPlace(Writer("staff", agent.id), family_id, thread_id)


async def write_to_family(command: WriteToFamily, agent: Agent, uow: UnitOfWork, office: Office) -> None:
    """Raises Forbidden, UnknownDesk, NotFound (no such family, another desk), ManifestInvalid, ManifestExpired."""
    desk = office.rules.desks.named(command.desk)
    agent.require_desk(desk.code, office.rules.desks)
    async with uow:
        if not await uow.families.exists(command.family_id):
            raise NotFound
        thread = Thread.begin(command.thread_id, command.family_id, desk.code, command.subject, office.clock.now())
        place = agents_place(agent, command.family_id, None)
        await _write(thread, command.body, command.manifest, agent, place, uow, office)
        await uow.threads.add(thread)
        await uow.commit()


async def answer_family(command: AnswerFamily, agent: Agent, uow: UnitOfWork, office: Office) -> None:
    """Raises Forbidden, NotFound, StaleVersion (somebody else wrote meanwhile), ManifestInvalid, ManifestExpired."""
    async with uow:
        thread = await uow.threads.get(command.thread_id)
        agent.require_desk(thread.desk, office.rules.desks)
        thread.read_as(command.version)
        place = agents_place(agent, thread.family_id, thread.id)
        await _write(thread, command.body, command.manifest, agent, place, uow, office)
        await uow.threads.save(thread)
        await uow.commit()


async def _write(
    thread: Thread, body: str, manifest: str | None, agent: Agent, place: DraftPlace, uow: UnitOfWork, office: Office
) -> None:
    taken = await take_draft(place, manifest, uow, office)
    message = Message(
        taken.message_id,
        Author.TOWN,
        body,
        office.clock.now(),
        author_id=agent.id,
        signature=office.rules.signature_of(agent),
        document_ids=taken.document_ids,
        notice=Template.NEW_MESSAGE,
    )
    thread.write(message)
    await announce_message(thread, message, uow, office.rules.mail_pause)
    uow.note(agent.reference, "message.written", thread)
