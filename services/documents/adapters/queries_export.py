"""All that documents knows of a family's files, for the family itself; the files come one by one, by their ids."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.documents.adapters.queries_documents import DocumentView, documents_of
from services.documents.adapters.tables import PIECES
from services.documents.application.ports import Vault
from services.documents.domain.ids import Owner, OwnerKind

_FIELDS = ("id", "record", "piece", "file_name", "size", "pages", "sha256", "scan", "received_at", "kind", "position")


async def export_family(connection: AsyncConnection, vault: Vault, family_id: UUID) -> dict[str, Any]:
    """`docs/data-export.md` describes the shape. Files that their owner took back are not among them."""
    files = await documents_of(connection, vault, Owner(OwnerKind.FAMILY, family_id), attached=True)
    labels = {row.code: row.label for row in await connection.execute(select(PIECES.c.code, PIECES.c.label))}
    return {"documents": [_told(file, labels) for file in files]}


def _told(file: DocumentView, labels: dict[str, str]) -> dict[str, Any]:
    known = asdict(file)
    told = {name: known[name] for name in _FIELDS}
    return told | {"piece_label": labels.get(file.piece, file.piece), "handed_in": not file.removable}
