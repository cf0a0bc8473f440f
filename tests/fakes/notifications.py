"""Notifications without servers: a unit of work in memory, and everything the mailer speaks to."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from services.notifications.application.ports import (
    DueDelivery,
    Mail,
    NewDelivery,
    Note,
    Recipient,
    Refusal,
    SecretLost,
)
from services.notifications.domain.delivery import Deferred, Fate, Sent, Template
from services.notifications.domain.message import MessageKind


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

    async def forget(self, account_id: UUID) -> None:
        self.waiting = [known for known in self.waiting if known.account_id != account_id]
        self.asked = [known for known in self.asked if known.account_id != account_id]

    async def is_waiting(self, template: Template, address: str) -> bool:
        return any(known.template is template and known.address == address for known in self.waiting)


@dataclass
class FakeMessages:
    posted: dict[tuple[UUID, MessageKind], tuple[UUID, Note]] = field(default_factory=dict)

    async def post(self, family_id: UUID, kind: MessageKind, submission_id: UUID, note: Note) -> None:
        self.posted.setdefault((submission_id, kind), (family_id, note))

    async def unread_decisions(self, family_id: UUID) -> Sequence[UUID]:
        return [
            submission
            for (submission, kind), (family, _) in self.posted.items()
            if family == family_id and kind is MessageKind.DECISION
        ]

    async def forget(self, family_id: UUID) -> None:
        self.posted = {key: told for key, told in self.posted.items() if told[0] != family_id}

    async def mark_read(self, family_id: UUID, message_id: UUID, account_id: UUID) -> bool:
        raise NotImplementedError("messages are read through the real tables")


@dataclass
class FakeUnit:
    recipients: FakeRecipients = field(default_factory=FakeRecipients)
    deliveries: FakeDeliveries = field(default_factory=FakeDeliveries)
    messages: FakeMessages = field(default_factory=FakeMessages)


class FakeNotes:
    """Writes what it was given."""

    def received(self) -> Note:
        return Note("received", "")

    def withdrawn(self) -> Note:
        return Note("withdrawn", "")

    def decision(self, accepted: int, refused: Sequence[Refusal]) -> Note:
        return Note("decision", f"{accepted} accepted, refused: {', '.join(item.label for item in refused)}")


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
