"""The files of an owner: hand in, list, take back, open."""

import hashlib
from typing import Annotated
from urllib.parse import unquote
from uuid import UUID, uuid4

from fastapi import APIRouter, Header, Query, Request, Response

from libs.chassis.auth import AnySubject, OwnerSubject, Permission, Subject, SubjectKind
from libs.chassis.idempotency import Answer, Once, answer_once
from libs.chassis.problems import problems
from libs.domain.errors import Invalid, NotFound
from services.documents.adapters.queries_documents import documents_of
from services.documents.adapters.tables import CHASSIS
from services.documents.api.dependencies import Deps, owner_of
from services.documents.api.download import HeldForDownload, download
from services.documents.api.schemas import DocumentOut, RecordKey, UploadedOut
from services.documents.api.upload_body import UploadBody, announced_size, read_body
from services.documents.application.admit_upload import admit_upload
from services.documents.application.read_document import OpenedDocument, read_as_owner, read_as_staff
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
    subject: OwnerSubject,
    deps: Deps,
    idempotency_key: IdempotencyKey,
    x_file_name: Annotated[str, Header()] = "",
) -> UploadedOut:
    """The body is the file itself. What can be refused without it is refused before it is read."""
    owner, slot = owner_of(subject), _slot(record, piece)
    name = FileName.of(_decoded(x_file_name))
    size = announced_size(request)
    await admit_upload(owner, slot, deps.uow())
    async with deps.uploads.share(size):
        body = await read_body(request)
        document_id = DocumentId(uuid4())
        command = ReceiveDocument(document_id, owner, slot, name, body.content, body.sha256)
        answer = await answer_once(
            _once(subject, idempotency_key, slot, body),
            Answer(201, f"/documents/{document_id}"),
            database=deps.database,
            tables=CHASSIS,
            uow=deps.uow(),
            act=lambda uow: receive_document(command, uow, deps.reception),
        )
    response.headers["Location"] = answer.location
    only = DocumentId(UUID(answer.location.rpartition("/")[2]))
    async with deps.database.reading() as connection:
        found = await documents_of(connection, deps.reception.vault, owner, only=only)
    if not found:
        raise NotFound
    return UploadedOut.model_validate(found[0], from_attributes=True)


@router.get("/documents", responses=problems(422))
async def list_own(
    subject: OwnerSubject, deps: Deps, record: Annotated[RecordKey | None, Query()] = None
) -> list[DocumentOut]:
    key = ids.RecordKey.parse(record) if record else None
    async with deps.database.reading() as connection:
        found = await documents_of(connection, deps.reception.vault, owner_of(subject), record=key)
    return [DocumentOut.model_validate(view, from_attributes=True) for view in found]


@router.delete("/documents/{document_id}", status_code=204, responses=problems(404, 409))
async def remove(document_id: UUID, subject: OwnerSubject, deps: Deps) -> None:
    await remove_document(
        DocumentId(document_id), owner_of(subject), subject.reference, deps.uow(), deps.reception.clock
    )


@router.get(
    "/documents/{document_id}/content",
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}}}, **problems(403, 404, 409, 503)},
)
async def content(document_id: UUID, subject: AnySubject, deps: Deps, _held: HeldForDownload) -> Response:
    return download(await _open(DocumentId(document_id), subject, deps))


async def _open(document_id: DocumentId, subject: Subject, deps: Deps) -> OpenedDocument:
    vault, storage = deps.reception.vault, deps.reception.storage
    if subject.kind is SubjectKind.STAFF:
        subject.require(Permission.DOCUMENTS_READ)
        return await read_as_staff(document_id, subject.reference, deps.uow(), vault, storage)
    return await read_as_owner(document_id, owner_of(subject), deps.uow(), vault, storage)


def _slot(record: str, piece: str) -> Slot:
    key = ids.RecordKey.parse(record)
    if key is None:
        raise Invalid
    return Slot(key, piece)


def _decoded(file_name: str) -> str:
    """The header is percent-encoded UTF-8. Raises InvalidFileName."""
    try:
        return unquote(file_name.encode("ascii").decode(), errors="strict")
    except UnicodeError:
        raise InvalidFileName from None


def _once(subject: Subject, key: str, slot: Slot, body: UploadBody) -> Once:
    """As `libs.chassis.idempotency` does, without a second copy of the body."""
    asked = f"POST /documents\n{slot.record}\n{slot.piece}\n{body.sha256}"
    return Once(subject.reference, key, hashlib.sha256(asked.encode()).hexdigest())
