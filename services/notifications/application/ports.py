"""What the use-cases need from outside, as Protocols."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import Any, Protocol, Self
from uuid import UUID

from services.notifications.domain.delivery import Fate, Template
from services.notifications.domain.draft import Draft, DraftPlace
from services.notifications.domain.message import AboutKind, MessageId, MessageKind, ThreadId
from services.notifications.domain.thread import Thread


@dataclass(frozen=True)
class Recipient:
    """An account as far as mails go: whose it is, and where its mail goes.

    Attributes:
        confirmed: this fact says that the holder confirmed the address; what was confirmed once stays so.
        version: the account's, so that a late or repeated fact never overwrites a newer one.
    """

    account_id: UUID
    family_id: UUID
    email: str
    confirmed: bool
    version: int


@dataclass(frozen=True)
class NewDelivery:
    """A mail to be sent.

    Attributes:
        purpose: what it is for; the same purpose never makes two mails.
        account_id: the account it is about, if any.
        address: where it goes; None: to the account's address at the time of sending.
        params: what the template needs; no secret.
        sealed_token: the secret of its link, or its code, sealed; opened at the moment of sending only, then forgotten.
        account_version: of the account when it asked, so that the newest link wins.
        not_before: when it may leave; None: at once.
        not_after: when it is no longer worth sending; None: some days from now.
        thread_id: the thread of which it announces a message; once that was read it need not leave.
    """

    template: Template
    purpose: str
    account_id: UUID | None = None
    address: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    sealed_token: str | None = None
    account_version: int | None = None
    not_before: datetime | None = None
    not_after: datetime | None = None
    thread_id: ThreadId | None = None


@dataclass(frozen=True)
class DueDelivery:
    """A delivery whose time has come.

    Attributes:
        expired: judged by the database's clock.
        family_id: whose history tells what became of it; None of a mail to nobody's account.
    """

    id: UUID
    template: Template
    address: str
    params: Mapping[str, Any]
    sealed_token: str | None
    attempts: int
    expired: bool
    family_id: UUID | None = None


@dataclass(frozen=True)
class Refusal:
    """One refused item, in the words the parent will read."""

    label: str
    reason: str
    comment: str | None


@dataclass(frozen=True)
class Note:
    """A message as it is written: a subject, and paragraphs of plain text separated by an empty line."""

    subject: str
    body: str


@dataclass(frozen=True)
class Invitation:
    """An entry for the calendar of whoever reads the mail (RFC 5545). `method` of RFC 5546: `REQUEST`, `CANCEL`."""

    method: str
    content: str


@dataclass(frozen=True)
class Attachment:
    """A PDF beside the mail."""

    file_name: str
    content: bytes


@dataclass(frozen=True)
class Mail:
    """A mail as it is written. `id` is the delivery's and makes a stable Message-ID."""

    id: UUID
    to: str
    subject: str
    text: str
    html: str
    invitation: Invitation | None = None
    attachment: Attachment | None = None


class Recipients(Protocol):
    async def put(self, recipient: Recipient) -> None:
        """Keep this state of the account unless a newer one is known."""

    async def confirmed_accounts(self, family_id: UUID) -> Sequence[UUID]: ...

    async def accounts(self, family_id: UUID) -> Sequence[UUID]:
        """All of them."""

    async def confirmed_address(self, account_id: UUID) -> str | None:
        """Where the account's mails go, once somebody confirmed that it is theirs."""

    async def forget(self, account_id: UUID) -> None: ...


class Deliveries(Protocol):
    async def add(self, delivery: NewDelivery) -> None:
        """Ask for a mail; nothing happens when the purpose is known already."""

    async def newest_activation(self, account_id: UUID) -> int:
        """The account's version at its newest request for an activation link; 0 when it made none."""

    async def supersede_notices(self, thread_id: ThreadId) -> None:
        """Give up what announces a message of this thread and has not left yet."""

    async def supersede(self, account_id: UUID, *templates: Template) -> None:
        """Give up the account's mails of these kinds that have not left yet, and forget their secrets."""

    async def supersede_purposes(self, beginning: str) -> None:
        """Give up the mails whose purpose begins so and that have not left yet."""

    async def forget(self, account_id: UUID) -> None:
        """Every mail of the account, sent or not, with its address."""

    async def is_waiting(self, template: Template, address: str) -> bool: ...


@dataclass(frozen=True)
class Unannounced:
    """A message that its readers do not know of yet, and the mail that announces it."""

    message_id: MessageId
    thread_id: ThreadId
    notice: Template


class Threads(Protocol):
    async def get(self, thread_id: ThreadId) -> Thread:
        """Locked until the transaction ends. Raises NotFound."""

    async def of_family(self, family_id: UUID, thread_id: ThreadId) -> Thread:
        """The same. Raises NotFound, also for another family's."""

    async def about(self, kind: AboutKind, about_id: UUID) -> Thread | None: ...

    async def add(self, thread: Thread) -> None:
        """With what was written in it."""

    async def save(self, thread: Thread) -> None:
        """With what was written since it was loaded. Raises StaleVersion."""

    async def is_told(self, purpose: str) -> bool:
        """Whether the kiosk wrote this message already."""

    async def unannounced(self, family_id: UUID) -> Sequence[Unannounced]:
        """What is still news to the family: unread, no older than some days, and worth a mail."""

    async def written_within_an_hour(self, family_id: UUID) -> list[datetime]:
        """When the family wrote, oldest first; no other message of it is written before this transaction ends."""

    async def mark_read_by_family(self, family_id: UUID, thread_id: ThreadId, account_id: UUID) -> bool:
        """Note the first reading of what the town and the kiosk wrote. False when the family has no such thread."""

    async def mark_read_by_town(self, thread_id: ThreadId, agent_id: UUID) -> None:
        """Note the first reading of what the family wrote."""

    async def long_closed(self, days: int, most: int) -> Sequence[Thread]:
        """Threads closed that long ago, and those in which the kiosk alone spoke, that long ago; locked."""

    async def discard(self, thread: Thread) -> None:
        """With its messages and whatever was begun in it; whoever holds their files is told."""

    async def forget(self, family_id: UUID) -> None:
        """Every thread of the family."""


class Drafts(Protocol):
    async def keep(self, place: DraftPlace, desk: str, subject: str, body: str) -> Draft:
        """In place of what was kept there before; its id stays."""

    async def take(self, place: DraftPlace) -> Draft | None:
        """What was kept there; it is kept no longer."""

    async def forget(self, family_id: UUID) -> None:
        """Everything that somebody began to write to or as the family."""

    async def purge(self, days: int) -> int:
        """What nobody touched for that long; how many."""


class Families(Protocol):
    async def put(self, family_id: UUID, family_code: str) -> None: ...

    async def exists(self, family_id: UUID) -> bool: ...

    async def forget(self, family_id: UUID) -> None: ...


class Unit(Protocol):
    """The part of a unit of work that a consumer's use-case may touch: the applier commits."""

    @property
    def recipients(self) -> Recipients: ...

    @property
    def deliveries(self) -> Deliveries: ...

    @property
    def threads(self) -> Threads: ...

    @property
    def drafts(self) -> Drafts: ...

    @property
    def families(self) -> Families: ...


class UnitOfWork(Unit, Protocol):
    """A transaction of our own."""

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self, error: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def note(self, actor: str, action: str, thread: Thread) -> None:
        """An audit row, `<noun>.<verb in the past>`. The history of the thread's family may tell it."""

    async def commit(self) -> None: ...


class Clock(Protocol):
    def now(self) -> datetime: ...


class Manifests(Protocol):
    """Reads what documents signed: which files are attached."""

    def documents_of(self, manifest: str, owner: str, message_id: MessageId) -> tuple[UUID, ...]:
        """Raises ManifestInvalid, also when it speaks of another message; ManifestExpired."""


class NoteWriter(Protocol):
    """Writes portal messages from the commune's texts. Both raise Unwritable."""

    def note(self, kind: MessageKind, words: Mapping[str, Any]) -> Note: ...

    def thread_subject(self, kind: AboutKind, words: Mapping[str, Any]) -> str: ...


class Unwritable(Exception):
    """The commune's template cannot be filled: an operator has to mend it."""


class MailWriter(Protocol):
    """Writes mails from the commune's texts."""

    def write(self, delivery: DueDelivery, secret: str | None) -> Mail:
        """Raises Unwritable."""


class Encloser(Protocol):
    """What goes along with a mail, made at the moment of sending: nothing of it rests anywhere."""

    async def enclose(self, delivery: DueDelivery, mail: Mail) -> Mail:
        """The mail with its invitation or its attachment, if it has any. Raises Unwritable."""


class SecretLost(Exception):
    """A sealed secret cannot be opened with our key."""


class SecretOpener(Protocol):
    def open(self, sealed: str) -> str:
        """Raises SecretLost."""


class Postman(Protocol):
    """Hands mails to a mail server."""

    async def send(self, mail: Mail) -> Fate:
        """Never raises for what a server does: every answer, silence included, is a fate."""

    async def rest(self) -> None:
        """End the conversation with the server: nothing more to send for now."""


class MailQueue(Protocol):
    async def next_due(self) -> DueDelivery | None:
        """The oldest delivery whose time has come."""

    async def record(self, delivery: DueDelivery, fate: Fate) -> None:
        """Make the fate of an attempt durable; a final one forgets the secret."""


class FateCounter(Protocol):
    """Tells the metrics."""

    def count(self, template: Template, fate: Fate) -> None: ...
