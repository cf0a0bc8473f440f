"""documents: the catalogue of pieces, the files, and their signed list."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NotRequired, TypedDict
from urllib.parse import quote

from gateway.clients.family_data import FamilyData
from gateway.clients.service import Download


class OfferedAttestation(TypedDict):
    code: str
    title: str


class Piece(TypedDict):
    """`attestations` are the sworn statements that may stand in for the paper."""

    code: str
    label: str
    required: bool
    hint: str | None
    legal_basis: str | None
    max_files: int
    attestations: NotRequired[list[OfferedAttestation]]
    instead_of: NotRequired[str | None]


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

    async def sign_manifest(self, bearer: str, records: list[str]) -> Manifest:
        manifest: Manifest = (await self.call("POST", "/manifests", bearer, body={"records": records})).body
        return manifest
