"""A parent has no paper and swears instead: the statement is written, signed, and kept as a file of the slot."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from libs.domain.errors import FieldError, NotFound
from services.documents.application.ports import DrawingReader, Typesetter, UnitOfWork
from services.documents.application.receive_document import ReceiveDocument, Reception, receive_document
from services.documents.domain.attestation import InvalidAttestation, Model, Signature
from services.documents.domain.errors import RefusedDrawing
from services.documents.domain.file_name import FileName
from services.documents.domain.ids import DocumentId, Owner, Slot

_HERE = ZoneInfo("Europe/Paris")


@dataclass(frozen=True)
class WriteAttestation:
    """What was filled in. `signatures` in the order of the model; `drawing` is a PNG."""

    document_id: DocumentId
    owner: Owner
    slot: Slot
    model: Model
    values: Mapping[str, str]
    signatures: Sequence[Signature]
    declared: bool
    replaces: DocumentId | None = None


@dataclass(frozen=True)
class Desk:
    """Where statements are written."""

    drawings: DrawingReader
    typesetter: Typesetter


async def write_attestation(command: WriteAttestation, uow: UnitOfWork, reception: Reception, desk: Desk) -> None:
    """Write it, and take it in as an upload.

    Raises:
        InvalidAttestation, TypesettingUnavailable; and what `receive_document` raises.
    """
    now = reception.clock.now().astimezone(_HERE)
    signatures = await _redrawn(command.signatures, desk.drawings)
    statement = command.model.state(command.values, signatures, now.date(), declared=command.declared)
    body = await desk.typesetter.typeset(command.model, statement, now)
    upload = ReceiveDocument(
        document_id=command.document_id,
        owner=command.owner,
        slot=command.slot,
        name=FileName.of(f"{command.model.title}.pdf"),
        body=body,
        sha256=hashlib.sha256(body).hexdigest(),
        attestation=True,
        replaces=command.replaces,
    )
    await receive_document(upload, uow, reception)


async def check_offer(model: Model, slot: Slot, uow: UnitOfWork) -> None:
    """Raises UnknownPiece, NotFound: the piece takes the paper alone."""
    async with uow:
        piece = (await uow.catalogues.current()).piece_for(slot)
    if model.code not in piece.attestations:
        raise NotFound


async def _redrawn(signatures: Sequence[Signature], drawings: DrawingReader) -> list[Signature]:
    """Each drawing made anew. Raises InvalidAttestation."""
    redrawn, errors = [], []
    for number, signature in enumerate(signatures):
        drawing = signature.drawing
        try:
            redrawn.append(Signature(signature.name, await drawings.read_drawing(drawing) if drawing else None))
        except RefusedDrawing as refused:
            errors.append(FieldError(f"signatures.{number}.drawing", refused.code))
    if errors:
        raise InvalidAttestation(errors=errors)
    return redrawn
