"""A document: an immutable file in a slot. Its content never changes; what others decide about it does."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from libs.domain.aggregate import Aggregate
from libs.domain.errors import NotFound
from services.documents.domain.errors import DocumentInfected, DocumentPinned, ScanPending
from services.documents.domain.events import VerdictGiven
from services.documents.domain.file_kind import Kind, Remark
from services.documents.domain.ids import MESSAGE, DocumentId, HolderId, Owner, Slot, SubmissionId

MAX_BYTES = 10 * 1024 * 1024
MAX_PAGES = 50


class Scan(StrEnum):
    """What the scanner said."""

    PENDING = "pending"
    CLEAN = "clean"
    INFECTED = "infected"


@dataclass(frozen=True)
class Content:
    """What is known of the bytes. `sha256` is the clear content's, hexadecimal."""

    sha256: str
    size: int
    pages: int


@dataclass(frozen=True)
class Sealed:
    """Where the encrypted bytes are, the encrypted name, and the data key of both, wrapped by the key `key_id`."""

    object_key: str
    key_id: str
    wrapped_key: bytes
    name: bytes


@dataclass
class Document(Aggregate):
    """One file of one owner.

    Attributes:
        kind: what it is to its readers; a joined one is a PDF.
        remarks: what its owner should look at again.
        place: files of a slot are read in this order.
        dated: the date of the paper, as its owner gave it when it was handed in.
        expires_on: the last day on which it counts; None: it counts for good, or nobody knows.
        expiring_told_at, expired_told_at: when the others were told that it ends soon, and that it ended.
        joined_from: the pictures whose pages it has, in order; none unless it was joined from pictures.
        scanned_late: it was taken while the scanner could not answer.
        promised: it stood in a manifest, which may still reach household: it is hidden, not deleted, when removed.
        pinned_by: the submissions that hold it, oldest first; or the one message.
        removed_at: when its owner removed it.
    """

    id: DocumentId
    owner: Owner
    slot: Slot
    content: Content
    sealed: Sealed
    scan: Scan
    received_at: datetime
    scanned_late: bool
    kind: Kind = Kind.PDF
    remarks: tuple[Remark, ...] = ()
    place: int = 0
    dated: date | None = None
    expires_on: date | None = None
    expiring_told_at: datetime | None = None
    expired_told_at: datetime | None = None
    joined_from: tuple[DocumentId, ...] = ()
    promised: bool = False
    pinned_by: list[HolderId] = field(default_factory=list)
    removed_at: datetime | None = None

    @property
    def pinned(self) -> bool:
        return bool(self.pinned_by)

    @property
    def attached(self) -> bool:
        """It lies with a message, and proves nothing of a record."""
        return self.slot.record.kind == MESSAGE

    def hand_over(self, owner: Owner) -> None:
        """The message that an agent attached it to was posted: it is the family's from now on."""
        self.owner = owner

    def owned_by(self, owner: Owner) -> None:
        """Raises NotFound unless it is this owner's and was not removed."""
        if self.owner != owner or self.removed_at is not None:
            raise NotFound

    def servable(self) -> None:
        """Raises ScanPending, DocumentInfected: only what the scanner found clean leaves."""
        if self.scan is Scan.PENDING:
            raise ScanPending
        if self.scan is Scan.INFECTED:
            raise DocumentInfected

    def settle(self, *, clean: bool) -> None:
        """The scanner's late verdict; the first one stands."""
        if self.scan is not Scan.PENDING:
            return
        self.scan = Scan.CLEAN if clean else Scan.INFECTED
        if self.pinned:
            self._tell_verdict()

    def pin(self, holder: HolderId) -> None:
        """A submission or a message holds it from now on, whatever its owner asked in between.

        A verdict that came between the manifest and the submission was told to nobody: it is told now.
        """
        if holder in self.pinned_by:
            return
        self.pinned_by.append(holder)
        self.removed_at = None
        if self.scanned_late and self.scan is not Scan.PENDING:
            self._tell_verdict()

    def unpin(self, submission_id: SubmissionId) -> bool:
        """The submission was taken back. Returns whether nothing holds the file any more."""
        if submission_id not in self.pinned_by:
            return False
        self.pinned_by.remove(submission_id)
        return not self.pinned

    def stand_alone(self) -> None:
        """Its pictures are gone: it is a file like any other from now on."""
        self.joined_from = ()

    def promise(self) -> None:
        """It stands in a manifest."""
        self.promised = True

    def give_date(self, dated: date | None, expires_on: date | None) -> None:
        """The date of the paper goes with the file, until it is handed in."""
        if not self.pinned:
            self.dated, self.expires_on = dated, expires_on

    def remove(self, at: datetime) -> bool:
        """Its owner wants it gone; True when it can be deleted now, False when it is hidden until its promise is void.

        Raises:
            DocumentPinned: a submission holds it.
        """
        self.not_handed_in()
        self.removed_at = at
        return not self.promised

    def not_handed_in(self) -> None:
        """Raises DocumentPinned: a submission holds it."""
        if self.pinned:
            raise DocumentPinned

    def hide(self, at: datetime) -> None:
        """A joined file stands for it from now on; what a submission holds stays in sight."""
        if not self.pinned and self.removed_at is None:
            self.removed_at = at

    def reveal(self) -> None:
        """The joined file that stood for it turned out to be of no use."""
        self.removed_at = None

    def _tell_verdict(self) -> None:
        self.record(VerdictGiven(self.id, clean=self.scan is Scan.CLEAN))
