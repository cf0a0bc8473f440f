"""Notifications without servers: a unit of work in memory, and everything the mailer speaks to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, Self
from uuid import UUID, uuid4

from libs.domain.errors import NotFound
from services.notifications.application.office import Office
from services.notifications.application.ports import (
    DueDelivery,
    Mail,
    NewDelivery,
    Note,
    Recipient,
    SecretLost,
    Unannounced,
)
from services.notifications.application.tell_family import Voice
from services.notifications.domain.correspondence_rules import CorrespondenceRules
from services.notifications.domain.delivery import Deferred, Fate, Sent, Template
from services.notifications.domain.desk import Desk, Desks
from services.notifications.domain.draft import Draft, DraftPlace
from services.notifications.domain.message import AboutKind, Author, Message, MessageId, MessageKind, ThreadId
from services.notifications.domain.thread import Thread, ThreadState


@dataclass
class FakeRecipients:
    known: dict[UUID, Recipient] = field(default_factory=dict)

    async def put(self, recipient: Recipient) -> None:
        before = self.known.get(recipient.account_id)
        if before is None or before.version <= recipient.version:
            confirmed = recipient.confirmed or (before is not None and before.confirmed)
            self.known[recipient.account_id] = Recipient(
                recipient.account_id, recipient.family_id, recipient.email, confirmed, recipient.version
            )

    async def accounts(self, family_id: UUID) -> Sequence[UUID]:
        return [known.account_id for known in self.known.values() if known.family_id == family_id]

    async def confirmed_address(self, account_id: UUID) -> str | None:
        found = self.known.get(account_id)
        return found.email if found and found.confirmed else None

    async def forget(self, account_id: UUID) -> None:
        self.known.pop(account_id, None)

    async def confirmed_accounts(self, family_id: UUID) -> Sequence[UUID]:
        return [known.account_id for known in self.known.values() if known.family_id == family_id and known.confirmed]


@dataclass
class FakeDeliveries:
    waiting: list[NewDelivery] = field(default_factory=list)
    asked: list[NewDelivery] = field(default_factory=list)

    async def add(self, delivery: NewDelivery) -> None:
        if any(known.purpose == delivery.purpose for known in self.asked):
            return
        self.asked.append(delivery)
        self.waiting.append(delivery)

    async def newest_activation(self, account_id: UUID) -> int:
        return max((known.account_version or 0 for known in self.asked if known.account_id == account_id), default=0)

    async def supersede(self, account_id: UUID, *templates: Template) -> None:
        self.waiting = [
            known for known in self.waiting if known.account_id != account_id or known.template not in templates
        ]

    async def supersede_notices(self, thread_id: ThreadId) -> None:
        self.waiting = [known for known in self.waiting if known.thread_id != thread_id]

    async def supersede_purposes(self, beginning: str) -> None:
        self.waiting = [known for known in self.waiting if not known.purpose.startswith(beginning)]

    async def forget(self, account_id: UUID) -> None:
        self.waiting = [known for known in self.waiting if known.account_id != account_id]
        self.asked = [known for known in self.asked if known.account_id != account_id]

    async def is_waiting(self, template: Template, address: str) -> bool:
        return any(known.template is template and known.address == address for known in self.waiting)


@dataclass
class FakeThreads:
    """Threads by id, with every message that was written in them; reading marks go through the real tables."""

    known: dict[ThreadId, Thread] = field(default_factory=dict)
    posted: list[tuple[Thread, Message]] = field(default_factory=list)
    wrote: list[datetime] = field(default_factory=list)

    def of(self, family_id: UUID) -> list[Message]:
        return [message for thread, message in self.posted if thread.family_id == family_id]

    async def get(self, thread_id: ThreadId) -> Thread:
        if thread_id not in self.known:
            raise NotFound
        return self.known[thread_id]

    async def of_family(self, family_id: UUID, thread_id: ThreadId) -> Thread:
        thread = await self.get(thread_id)
        if thread.family_id != family_id:
            raise NotFound
        return thread

    async def about(self, kind: AboutKind, about_id: UUID) -> Thread | None:
        about = [thread for thread in self.known.values() if thread.about and thread.about.id == about_id]
        return next((thread for thread in about if thread.about and thread.about.kind is kind), None)

    async def add(self, thread: Thread) -> None:
        self.known[thread.id] = thread
        await self.save(thread)

    async def save(self, thread: Thread) -> None:
        thread.version += 1
        self.posted += [(thread, message) for message in thread.written]
        thread.written.clear()

    async def is_told(self, purpose: str) -> bool:
        return any(message.purpose == purpose for _, message in self.posted)

    async def unannounced(self, family_id: UUID) -> Sequence[Unannounced]:
        return [
            Unannounced(message.id, thread.id, message.notice)
            for thread, message in self.posted
            if thread.family_id == family_id and message.notice
        ]

    async def written_within_an_hour(self, family_id: UUID) -> list[datetime]:
        return self.wrote + [m.posted_at for m in self.of(family_id) if m.author is Author.FAMILY]

    async def mark_read_by_family(self, family_id: UUID, thread_id: ThreadId, account_id: UUID) -> bool:
        return thread_id in self.known and self.known[thread_id].family_id == family_id

    async def mark_read_by_town(self, thread_id: ThreadId, agent_id: UUID) -> None:
        raise NotImplementedError("messages are read through the real tables")

    async def long_closed(self, days: int, most: int) -> Sequence[Thread]:
        return [thread for thread in self.known.values() if thread.state is ThreadState.CLOSED][:most]

    async def discard(self, thread: Thread) -> None:
        del self.known[thread.id]

    async def forget(self, family_id: UUID) -> None:
        self.known = {key: thread for key, thread in self.known.items() if thread.family_id != family_id}
        self.posted = [(thread, message) for thread, message in self.posted if thread.family_id != family_id]


@dataclass
class FakeDrafts:
    kept: dict[DraftPlace, Draft] = field(default_factory=dict)

    async def keep(self, place: DraftPlace, desk: str, subject: str, body: str) -> Draft:
        before = self.kept.get(place)
        self.kept[place] = Draft(before.id if before else MessageId(uuid4()), place, desk, subject, body)
        return self.kept[place]

    async def take(self, place: DraftPlace) -> Draft | None:
        return self.kept.pop(place, None)

    async def forget(self, family_id: UUID) -> None:
        self.kept = {place: draft for place, draft in self.kept.items() if place.family_id != family_id}

    async def purge(self, days: int) -> int:
        return 0


@dataclass
class FakeFamilies:
    codes: dict[UUID, str] = field(default_factory=dict)

    async def put(self, family_id: UUID, family_code: str) -> None:
        self.codes[family_id] = family_code

    async def exists(self, family_id: UUID) -> bool:
        return family_id in self.codes

    async def forget(self, family_id: UUID) -> None:
        self.codes.pop(family_id, None)


@dataclass
class FakeUnit:
    recipients: FakeRecipients = field(default_factory=FakeRecipients)
    deliveries: FakeDeliveries = field(default_factory=FakeDeliveries)
    families: FakeFamilies = field(default_factory=FakeFamilies)
    threads: FakeThreads = field(default_factory=FakeThreads)
    drafts: FakeDrafts = field(default_factory=FakeDrafts)
    audited: list[tuple[str, str]] = field(default_factory=list)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, error: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass

    def note(self, actor: str, action: str, thread: Thread) -> None:
        self.audited.append((actor, action))

    async def commit(self) -> None:
        pass


class FakeNotes:
    """Writes what it was given."""

    def note(self, kind: MessageKind, words: Mapping[str, Any]) -> Note:
        refused = ", ".join(item.label for item in words.get("refused", ()))
        return Note(kind, f"{words.get('accepted', 0)} accepted, refused: {refused}")

    def thread_subject(self, kind: AboutKind, words: Mapping[str, Any]) -> str:
        return f"{kind} of {words['at']:%Y-%m-%d}"


@dataclass
class FakeClock:
    at: datetime = datetime(2026, 11, 28, 9, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at


class FakeManifests:
    """Knows the files of messages by the manifest's name."""

    def __init__(self) -> None:
        self.documents: dict[str, tuple[UUID, ...]] = {}
        self.asked: list[tuple[str, MessageId]] = []

    def documents_of(self, manifest: str, owner: str, message_id: MessageId) -> tuple[UUID, ...]:
        self.asked.append((owner, message_id))
        return self.documents[manifest]


FAMILY_DESK = Desk("famille", "Service famille", None, frozenset({"agent_famille"}), frozenset({"submission"}))
SCHOOL_DESK = Desk("scolaire", "Service scolaire", None, frozenset({"agent_scolaire"}))
DESKS = Desks((FAMILY_DESK, SCHOOL_DESK))
MAIL_PAUSE = timedelta(minutes=60)


def a_voice(clock: FakeClock | None = None) -> Voice:
    return Voice(DESKS, FakeNotes(), clock or FakeClock(), MAIL_PAUSE)


def an_office(clock: FakeClock | None = None, *, first_names: bool = False, an_hour: int = 3) -> Office:
    rules = CorrespondenceRules(DESKS, first_names, MAIL_PAUSE, an_hour)
    return Office(rules, FakeManifests(), clock or FakeClock())


def due(template: Template = Template.DECISION, *, sealed: str | None = None, expired: bool = False) -> DueDelivery:
    return DueDelivery(uuid4(), template, "parent@famille.example", {}, sealed, attempts=0, expired=expired)


@dataclass
class FakeQueue:
    """A deferred delivery is not due again; the fates are kept in order."""

    dues: list[DueDelivery]
    fates: list[Fate] = field(default_factory=list)

    async def next_due(self) -> DueDelivery | None:
        return self.dues[0] if self.dues else None

    async def record(self, delivery: DueDelivery, fate: Fate) -> None:
        self.dues.remove(delivery)
        self.fates.append(fate)


class FakeEncloser:
    """Encloses nothing."""

    async def enclose(self, _delivery: DueDelivery, mail: Mail) -> Mail:
        return mail


@dataclass
class FakePostman:
    answers: list[Fate] = field(default_factory=list)
    mails: list[Mail] = field(default_factory=list)
    rests: int = 0

    async def send(self, mail: Mail) -> Fate:
        self.mails.append(mail)
        return self.answers.pop(0) if self.answers else Sent()

    async def rest(self) -> None:
        self.rests += 1


class FakeMailWriter:
    def write(self, delivery: DueDelivery, secret: str | None) -> Mail:
        return Mail(delivery.id, delivery.address, delivery.template.value, secret or "", "")


class FakeOpener:
    def open(self, sealed: str) -> str:
        if not sealed.startswith("sealed:"):
            raise SecretLost
        return sealed.removeprefix("sealed:")


@dataclass
class FakeCounter:
    counted: list[tuple[Template, str]] = field(default_factory=list)

    def count(self, template: Template, fate: Fate) -> None:
        self.counted.append((template, type(fate).__name__))


NOT_NOW = Deferred("recipient 450", 900)
