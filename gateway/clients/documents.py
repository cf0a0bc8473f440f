"""documents: the catalogue of pieces, the files, and their signed list."""

from collections.abc import AsyncIterator
from typing import Literal, TypedDict
from urllib.parse import quote

from gateway.clients.service import Download, ServiceClient


class Piece(TypedDict):
    code: str
    label: str
    required: bool
    hint: str | None
    legal_basis: str | None
    max_files: int


class Dossier(TypedDict):
    code: str
    label: str
    pieces: list[Piece]


class Document(TypedDict):
    id: str
    record: str
    piece: str
    file_name: str
    size: int
    pages: int
    scan: Literal["clean", "pending", "infected"]
    received_at: str
    removable: bool


class SlotDocument(TypedDict):
    id: str
    sha256: str
    size: int
    pages: int
    scan: Literal["clean", "pending"]


class Slot(TypedDict):
    record: str
    piece: str
    required: bool
    documents: list[SlotDocument]


class Manifest(TypedDict):
    """What documents signs: the files that lie in the slots of some records now."""

    manifest: str
    slots: list[Slot]


class DocumentsClient(ServiceClient):
    """Every method raises Problem and Unavailable."""

    async def catalogue(self, bearer: str) -> list[Dossier]:
        dossiers: list[Dossier] = (await self.call("GET", "/catalogue", bearer)).body["dossiers"]
        return dossiers

    async def documents(self, bearer: str, record: str | None = None) -> list[Document]:
        """The owner's files, of one record or of all."""
        query = {"record": record} if record else None
        documents: list[Document] = (await self.call("GET", "/documents", bearer, query=query)).body
        return documents

    async def join(
        self, bearer: str, record: str, piece: str, file_name: str, size: int, content: AsyncIterator[bytes], key: str
    ) -> None:
        """Hand over one PDF for a piece of a record."""
        headers = {
            "Content-Type": "application/pdf",
            "Content-Length": str(size),
            "X-File-Name": quote(file_name, safe=""),
            "Idempotency-Key": key,
        }
        await self.upload("/documents", bearer, content, {"record": record, "piece": piece}, headers)

    async def remove(self, bearer: str, document_id: str) -> None:
        await self.call("DELETE", f"/documents/{document_id}", bearer)

    async def content(self, bearer: str, document_id: str) -> Download:
        return await self.download(f"/documents/{document_id}/content", bearer)

    async def sign_manifest(self, bearer: str, records: list[str]) -> Manifest:
        manifest: Manifest = (await self.call("POST", "/manifests", bearer, body={"records": records})).body
        return manifest
