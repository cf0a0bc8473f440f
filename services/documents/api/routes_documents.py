"""The files of an owner: hand in, list, take back, open."""

import hashlib
from typing import Annotated
from urllib.parse import unquote
from uuid import UUID, uuid4

from fastapi import APIRouter, Header, Query, Request, Response

from libs.chassis.auth import AnySubject, Permission, Subject, SubjectKind, UploadingSubject
from libs.chassis.idempotency import Answer, Once, answer_once
from libs.chassis.problems import problems
from libs.domain.errors import Forbidden
from services.documents.adapters.queries_documents import documents_of
from services.documents.adapters.tables import CHASSIS
from services.documents.api.dependencies import Deps, owner_of
from services.documents.api.download import HeldForDownload, download
from services.documents.api.schemas import DocumentOut, OrderIn, RecordKey, UploadedOut
from services.documents.api.slot import slot_of, uploaded
from services.documents.api.upload_body import UploadBody, announced_size, read_body
from services.documents.application.admit_upload import admit_upload
from services.documents.application.arrange_documents import arrange_documents
from services.documents.application.read_document import (
    OpenedDocument,
    Reader,
    preview_as_owner,
    preview_as_staff,
    read_as_owner,
    read_as_staff,
)
from services.documents.application.receive_document import ReceiveDocument, receive_document
from services.documents.application.remove_document import remove_document
from services.documents.domain import ids
from services.documents.domain.errors import InvalidFileName
from services.documents.domain.file_name import FileName
from services.documents.domain.ids import DocumentId, Slot

router = APIRouter()

IdempotencyKey = Annotated[str, Header(min_length=8, max_length=200)]
PieceCode = Annotated[str, Query(max_length=60)]


@router.post("/documents", status_code=201, responses=problems(404, 409, 422, 503))
async def upload(
    *,
    request: Request,
    response: Response,
    record: Annotated[RecordKey, Query()],
    piece: PieceCode,
    subject: UploadingSubject,
    deps: Deps,
    idempotency_key: IdempotencyKey,
    x_file_name: Annotated[str, Header()] = "",
    replaces: Annotated[UUID | None, Query()] = None,
) -> UploadedOut:
    """The body is the file itself. What can be refused without it is refused before it is read."""
    owner, slot = owner_of(subject), slot_of(record, piece)
    name = FileName.of(_decoded(x_file_name))
    size = announced_size(request)
    replaced = DocumentId(replaces) if replaces else None
    await admit_upload(owner, slot, deps.uow(), replaces=replaced)
    async with deps.uploads.share(size):
        body = await read_body(request)
        document_id = DocumentId(uuid4())
        command = ReceiveDocument(document_id, owner, slot, name, body.content, body.sha256, replaces=replaced)
        answer = await answer_once(
            _once(subject, idempotency_key, slot, body, replaced),
            Answer(201, f"/documents/{document_id}"),
            database=deps.database,
            tables=CHASSIS,
            uow=deps.uow(),
            act=lambda uow: receive_document(command, uow, deps.reception),
        )
    response.headers["Location"] = answer.location
    return await uploaded(answer, owner, deps)


@router.put("/documents/order", status_code=204, responses=problems(404, 409, 422))
async def arrange(
    body: OrderIn, record: Annotated[RecordKey, Query()], piece: PieceCode, subject: UploadingSubject, deps: Deps
) -> None:
    """The order of the pages that a slot's pictures become."""
    ids_in_order = [DocumentId(document_id) for document_id in body.ids]
    await arrange_documents(owner_of(subject), slot_of(record, piece), ids_in_order, deps.uow())


@router.get("/documents", responses=problems(422))
async def list_own(
    subject: UploadingSubject, deps: Deps, record: Annotated[RecordKey | None, Query()] = None
) -> list[DocumentOut]:
    key = ids.RecordKey.parse(record) if record else None
    async with deps.database.reading() as connection:
        found = await documents_of(connection, deps.reception.vault, owner_of(subject), record=key)
    return [DocumentOut.model_validate(view, from_attributes=True) for view in found]


@router.delete("/documents/{document_id}", status_code=204, responses=problems(404, 409))
async def remove(document_id: UUID, subject: UploadingSubject, deps: Deps) -> None:
    await remove_document(
        DocumentId(document_id), owner_of(subject), subject.reference, deps.uow(), deps.reception.clock
    )


@router.get(
    "/documents/{document_id}/content",
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}, "image/jpeg": {}}}, **problems(403, 404, 409, 503)},
)
async def content(document_id: UUID, subject: AnySubject, deps: Deps, _held: HeldForDownload) -> Response:
    return download(await _open(DocumentId(document_id), subject, deps))


@router.get(
    "/documents/{document_id}/preview",
    response_class=Response,
    responses={200: {"content": {"image/jpeg": {}}}, **problems(403, 404, 409)},
)
async def preview(document_id: UUID, subject: AnySubject, deps: Deps) -> Response:
    """The small picture of a picture; nothing else has one."""
    vault, wanted = deps.reception.vault, DocumentId(document_id)
    if subject.kind is SubjectKind.STAFF:
        return download(await preview_as_staff(wanted, _reader(subject), deps.uow(), vault))
    return download(await preview_as_owner(wanted, owner_of(subject), deps.uow(), vault))


async def _open(document_id: DocumentId, subject: Subject, deps: Deps) -> OpenedDocument:
    vault, storage = deps.reception.vault, deps.reception.storage
    if subject.kind is SubjectKind.STAFF:
        return await read_as_staff(document_id, _reader(subject), deps.uow(), vault, storage)
    return await read_as_owner(document_id, owner_of(subject), deps.uow(), vault, storage)


def _reader(subject: Subject) -> Reader:
    """Raises Forbidden for an agent who may open no file at all."""
    given = subject.permissions
    if not given & {Permission.DOCUMENTS_READ, Permission.MESSAGES_ANSWER}:
        raise Forbidden
    return Reader(
        subject.id,
        subject.reference,
        papers=Permission.DOCUMENTS_READ in given,
        health=Permission.HOUSEHOLD_HEALTH in given,
        messages=Permission.MESSAGES_ANSWER in given,
    )


def _decoded(file_name: str) -> str:
    """The header is percent-encoded UTF-8. Raises InvalidFileName."""
    try:
        return unquote(file_name.encode("ascii").decode(), errors="strict")
    except UnicodeError:
        raise InvalidFileName from None


def _once(subject: Subject, key: str, slot: Slot, body: UploadBody, replaced: DocumentId | None) -> Once:
    """As `libs.chassis.idempotency` does, without a second copy of the body."""
    asked = f"POST /documents\n{slot.record}\n{slot.piece}\n{body.sha256}\n{replaced or ''}"
    return Once(subject.reference, key, hashlib.sha256(asked.encode()).hexdigest())
