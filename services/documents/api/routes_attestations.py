"""Sworn statements: what a model asks for, and writing one into a slot."""

import hashlib
from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, Header, Query, Request, Response

from libs.chassis.auth import AnySubject, OwnerSubject
from libs.chassis.idempotency import Answer, Once, answer_once
from libs.chassis.problems import problems
from libs.domain.errors import NotFound
from services.documents.adapters.tables import CHASSIS
from services.documents.api.attestation_schemas import AttestationIn, AttestationOut
from services.documents.api.dependencies import Dependencies, Deps, owner_of
from services.documents.api.schemas import RecordKey, UploadedOut
from services.documents.api.slot import slot_of, uploaded
from services.documents.application.admit_upload import admit_upload
from services.documents.application.write_attestation import WriteAttestation, check_offer, write_attestation
from services.documents.domain.attestation import Model, Signature
from services.documents.domain.ids import DocumentId

router = APIRouter(prefix="/attestations")


@router.get("/{code}", responses=problems(404))
async def model(code: str, _subject: AnySubject, deps: Deps) -> AttestationOut:
    return AttestationOut.of(_known(code, deps))


@router.post("/{code}", status_code=201, responses=problems(404, 409, 422, 503))
async def write(
    *,
    code: str,
    request: Request,
    response: Response,
    body: AttestationIn,
    record: Annotated[RecordKey, Query()],
    piece: Annotated[str, Query(max_length=60)],
    subject: OwnerSubject,
    deps: Deps,
    idempotency_key: Annotated[str, Header(min_length=8, max_length=200)],
    replaces: Annotated[UUID | None, Query()] = None,
) -> UploadedOut:
    """The statement becomes a PDF of the slot, as if it had been uploaded."""
    owner, slot, known = owner_of(subject), slot_of(record, piece), _known(code, deps)
    await check_offer(known, slot, deps.uow())
    replaced = DocumentId(replaces) if replaces else None
    await admit_upload(owner, slot, deps.uow(), replaces=replaced)
    document_id = DocumentId(uuid4())
    command = WriteAttestation(
        document_id=document_id,
        owner=owner,
        slot=slot,
        model=known,
        values=body.values,
        signatures=[Signature(signed.name, signed.png()) for signed in body.signatures],
        declared=body.declared,
        replaces=replaced,
    )
    asked = f"POST {request.url.path}?{request.url.query}\n".encode() + await request.body()
    answer = await answer_once(
        Once(subject.reference, idempotency_key, hashlib.sha256(asked).hexdigest()),
        Answer(201, f"/documents/{document_id}"),
        database=deps.database,
        tables=CHASSIS,
        uow=deps.uow(),
        act=lambda uow: write_attestation(command, uow, deps.reception, deps.desk),
    )
    response.headers["Location"] = answer.location
    return await uploaded(answer, owner, deps)


def _known(code: str, deps: Dependencies) -> Model:
    """Raises NotFound."""
    if found := deps.attestations.get(code):
        return found
    raise NotFound
