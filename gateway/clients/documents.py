"""documents: the catalogue of pieces, the files, and their signed list."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NotRequired, TypedDict
from urllib.parse import quote

from gateway.clients.family_data import FamilyData
from gateway.clients.service import Download


class OfferedAttestation(TypedDict):
    code: str
    title: str


class DateRule(TypedDict):
    """Which date of the paper is asked: that of the document, or the last day on which it counts."""

    asks: Literal["issued", "expires"]
    required: bool
    at_creation: bool
    fresh_months: int | None
    on_expiry: Literal["remind", "ask_again"] | None


class Alternative(TypedDict):
    label: str
    hint: str | None


class Piece(TypedDict):
    """`attestations` are the sworn statements that may stand in for the paper.

    A piece `instead_of` another stands in for it, together with the others that do; that other one's `alternative` says
    how. With `each_adult` an adult's own slot is `<code>-<uuid of the adult>`. `reuses`: pieces of which files that lie
    elsewhere may serve.
    `joined`: its photos become one PDF; they do unless it says otherwise.
    """

    code: str
    label: str
    required: bool
    hint: str | None
    legal_basis: str | None
    max_files: int
    attestations: NotRequired[list[OfferedAttestation]]
    date: NotRequired[DateRule | None]
    each_adult: NotRequired[bool]
    instead_of: NotRequired[str | None]
    alternative: NotRequired[Alternative | None]
    reuses: NotRequired[list[str]]
    joined: NotRequired[bool]


class Dossier(TypedDict):
    code: str
    label: str
    pieces: list[Piece]


Remark = Literal["blurred", "dark"]


class Document(TypedDict):
    """`position` orders the files of a slot; `preview` tells whether there is a small picture of it."""

    id: str
    record: str
    piece: str
    file_name: str
    size: int
    pages: int
    scan: Literal["clean", "pending", "infected"]
    received_at: str
    removable: bool
    kind: NotRequired[Literal["pdf", "picture", "attestation"]]
    remarks: NotRequired[list[Remark]]
    position: NotRequired[int]
    preview: NotRequired[bool]
    dated: NotRequired[str | None]
    expires_on: NotRequired[str | None]


class PaperDate(TypedDict):
    """A date beside files that are not handed in yet, as it was typed; `problem`: code of what is wrong with it."""

    record: str
    piece: str
    typed: str
    problem: str | None


class Reusable(TypedDict):
    """Files of another slot that may serve; `dated` is the paper's date where it is known."""

    record: str
    piece: str
    files: int
    pages: int
    received_at: str
    dated: str | None


class Attachment(TypedDict):
    """A file of a message that was sent."""

    id: str
    file_name: str
    size: int
    pages: int
    scan: Literal["clean", "pending", "infected"]
    kind: Literal["pdf", "picture", "attestation"]
    preview: bool


class AttestationOption(TypedDict):
    value: str
    label: str


class AttestationField(TypedDict):
    """One thing to fill in; dates are typed JJ/MM/AAAA, `options` belong to choices alone."""

    name: str
    label: str
    kind: Literal["text", "date", "choice"]
    required: bool
    hint: str | None
    options: list[AttestationOption] | None


class AttestationSigner(TypedDict):
    name: str
    label: str


class AttestationModel(TypedDict):
    """A sworn statement. `text`: paragraphs set apart by an empty line, with `{name}` for a field and `{today}`."""

    code: str
    title: str
    introduction: str
    text: str
    fields: list[AttestationField]
    signatures: list[AttestationSigner]
    legal_warning: str


@dataclass(frozen=True)
class Slot:
    """Where a file goes: one piece of one record."""

    record: str
    piece: str

    @property
    def query(self) -> dict[str, str]:
        return {"record": self.record, "piece": self.piece}


@dataclass(frozen=True)
class Upload:
    """A file on its way: `key` makes it arrive once; `replaces` is the id of the file whose place it takes."""

    file_name: str
    size: int
    content: AsyncIterator[bytes]
    key: str
    replaces: str | None = None


class SlotDocument(TypedDict):
    id: str
    sha256: str
    size: int
    pages: int
    scan: Literal["clean", "pending"]


class FilledSlot(TypedDict):
    record: str
    piece: str
    required: bool
    documents: list[SlotDocument]


class Manifest(TypedDict):
    """What documents signs: the files that lie in the slots of some records now."""

    manifest: str
    slots: list[FilledSlot]


class DocumentsClient(FamilyData):
    """Every method raises Problem and Unavailable."""

    async def catalogue(self, bearer: str) -> list[Dossier]:
        dossiers: list[Dossier] = (await self.call("GET", "/catalogue", bearer)).body["dossiers"]
        return dossiers

    async def documents(self, bearer: str, record: str | None = None) -> list[Document]:
        """The owner's files, of one record or of all."""
        query = {"record": record} if record else None
        documents: list[Document] = (await self.call("GET", "/documents", bearer, query=query)).body
        return documents

    async def attachments(self, bearer: str, ids: Sequence[str]) -> list[Attachment]:
        """Those of these files that were sent with a message and that the subject may see."""
        query = [("id", document_id) for document_id in ids]
        found: list[Attachment] = (await self.call("GET", "/attachments", bearer, query=query)).body
        return found

    async def join(self, bearer: str, slot: Slot, upload: Upload) -> None:
        """Hand over one PDF or picture for a piece of a record."""
        query = slot.query | ({"replaces": upload.replaces} if upload.replaces else {})
        headers = {
            "Content-Type": "application/octet-stream",
            "Content-Length": str(upload.size),
            "X-File-Name": quote(upload.file_name, safe=""),
            "Idempotency-Key": upload.key,
        }
        await self.upload("/documents", bearer, upload.content, query, headers)

    async def order(self, bearer: str, slot: Slot, ids: Sequence[str]) -> None:
        """Put the files of a slot into this order. 409 `order-stale`: they are not the slot's files any more."""
        await self.call("PUT", "/documents/order", bearer, body={"ids": list(ids)}, query=slot.query)

    async def remove(self, bearer: str, document_id: str) -> None:
        await self.call("DELETE", f"/documents/{document_id}", bearer)

    async def content(self, bearer: str, document_id: str) -> Download:
        return await self.download(f"/documents/{document_id}/content", bearer)

    async def preview(self, bearer: str, document_id: str) -> Download:
        """A small JPEG of a picture."""
        return await self.download(f"/documents/{document_id}/preview", bearer)

    async def attestation(self, bearer: str, model: str) -> AttestationModel:
        found: AttestationModel = (await self.call("GET", f"/attestations/{model}", bearer)).body
        return found

    async def attest(
        self, bearer: str, model: str, slot: Slot, signed: dict[str, Any], key: str, replaces: str | None = None
    ) -> None:
        """Have a sworn statement written and put into a slot, in the place of an older one where that is named."""
        query = slot.query | ({"replaces": replaces} if replaces else {})
        await self.call(
            "POST", f"/attestations/{model}", bearer, body=signed, query=query, headers={"Idempotency-Key": key}
        )

    async def paper_dates(self, bearer: str, record: str | None = None) -> list[PaperDate]:
        """Of one record or of all."""
        query = {"record": record} if record else None
        dates: list[PaperDate] = (await self.call("GET", "/paper-dates", bearer, query=query)).body
        return dates

    async def keep_paper_dates(self, bearer: str, record: str, dates: Mapping[str, str], *, checked: bool) -> None:
        """By piece. `checked` refuses what will not do (422, the field is the piece) instead of keeping it as typed."""
        body = {"dates": dict(dates), "checked": checked}
        await self.call("PUT", "/paper-dates", bearer, body=body, query={"record": record})

    async def reusable(self, bearer: str, slot: Slot) -> list[Reusable]:
        """The owner's files elsewhere that may serve in this slot, the latest first."""
        found: list[Reusable] = (await self.call("GET", "/reuses", bearer, query=slot.query)).body
        return found

    async def reuse(self, bearer: str, slot: Slot, source: Slot, key: str) -> None:
        """Copy the files of another slot. 404: they are not there any more, or will not do."""
        await self.call(
            "POST", "/reuses", bearer, body=source.query, query=slot.query, headers={"Idempotency-Key": key}
        )

    async def sign_manifest(self, bearer: str, records: list[str]) -> Manifest:
        manifest: Manifest = (await self.call("POST", "/manifests", bearer, body={"records": records})).body
        return manifest
