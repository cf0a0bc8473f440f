"""What the API of documents says, and the one body that it reads."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from libs.contracts.documents.manifest import ManifestDate

RecordKey = Annotated[
    str, Field(pattern=r"^(family|adult|child|derogation|message)-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
]

PieceCode = Annotated[str, Field(max_length=60)]
DocumentKind = Literal["pdf", "picture", "attestation"]
Remark = Literal["blurred", "dark"]


class _Out(BaseModel):
    model_config = ConfigDict(frozen=True)


class OfferedAttestationOut(_Out):
    """A sworn statement that may stand in for the paper."""

    code: str
    title: str


class DateRuleOut(_Out):
    """Which date is asked beside the files: `issued` « Date du document », `expires` « Valable jusqu'au »."""

    asks: Literal["issued", "expires"]
    required: bool
    at_creation: bool
    fresh_months: int | None
    on_expiry: Literal["remind", "ask_again"] | None


class AlternativeOut(_Out):
    """How the papers are called that stand in for a piece all together: those whose `instead_of` is its code."""

    label: str
    hint: str | None


class PieceOut(_Out):
    """One kind of paper that a dossier asks for; `max_files` is how many files its slot takes.

    `attestation` is the code of the first of the sworn statements that may stand in for it. Of a piece with
    `each_adult`, an adult's own slot is `<code>-<uuid of the adult>`. `reuses`: the pieces of which files in other
    slots may serve.
    """

    code: str
    label: str
    required: bool
    hint: str | None
    legal_basis: str | None
    max_files: int
    attestation: str | None
    attestations: list[OfferedAttestationOut]
    date: DateRuleOut | None
    each_adult: bool
    instead_of: str | None
    alternative: AlternativeOut | None
    reuses: list[str]


class DossierOut(_Out):
    """The pieces of one kind of record (`family`, `adult`, `child`) or request (`newcomer`, `derogation`)."""

    code: str
    label: str
    pieces: list[PieceOut]


class CatalogueOut(_Out):
    dossiers: list[DossierOut]


class UploadedOut(_Out):
    """A file that was taken. `scan` is `pending` when the scanner could not answer in time."""

    id: UUID
    pages: int
    size: int
    sha256: str
    scan: Literal["clean", "pending"]
    kind: DocumentKind
    remarks: list[Remark]


class DocumentOut(_Out):
    """A file of the owner. `infected` is possible after a late verdict: it is never served nor handed in.

    `position` orders the files of a slot, from 1; `preview` tells whether there is a small picture of it. `dated` and
    `expires_on` are the paper's own, known once it was about to be handed in.
    """

    id: UUID
    record: str
    piece: str
    file_name: str
    size: int
    pages: int
    scan: Literal["clean", "pending", "infected"]
    received_at: datetime
    removable: bool
    kind: DocumentKind
    remarks: list[Remark]
    position: int
    preview: bool
    dated: date | None
    expires_on: date | None


class PaperDateOut(_Out):
    """A date beside files that are not handed in yet: as typed, and the day when it will do today."""

    record: str
    piece: str
    typed: str
    day: date | None
    expires_on: date | None
    problem: str | None


class PaperDatesIn(BaseModel):
    """By piece, JJ/MM/AAAA; an empty text forgets it. `checked` refuses what will not do instead of keeping it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    dates: dict[PieceCode, Annotated[str, Field(max_length=200)]] = Field(max_length=50)
    checked: bool = True


class ReusableOut(_Out):
    """Files of another slot that may serve: where they lie, how many, since when, and the date of the paper."""

    record: str
    piece: str
    files: int
    pages: int
    received_at: datetime
    dated: date | None


class ReuseIn(BaseModel):
    """The slot of which the files are used again."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    record: RecordKey
    piece: PieceCode


class AttachmentOut(_Out):
    """A file of a message that was posted. `preview` tells whether there is a small picture of it."""

    id: UUID
    file_name: str
    size: int
    pages: int
    scan: Literal["clean", "pending", "infected"]
    kind: DocumentKind
    preview: bool


class OrderIn(BaseModel):
    """Every file of a slot that was not handed in, in the new order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ids: list[UUID] = Field(max_length=50)


class ManifestIn(BaseModel):
    """The records that are about to be handed in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    records: list[RecordKey] = Field(min_length=1, max_length=50)


class ManifestDocumentOut(_Out):
    id: UUID
    sha256: str
    size: int
    pages: int
    scan: Literal["clean", "pending"]


class ManifestSlotOut(_Out):
    """One slot of the catalogue for one record, with the files that it holds now; possibly none."""

    record: str
    piece: str
    required: bool
    documents: list[ManifestDocumentOut]
    date: ManifestDate | None


class ManifestOut(_Out):
    """The signed manifest, and the same slots in the clear."""

    manifest: str
    slots: list[ManifestSlotOut]
