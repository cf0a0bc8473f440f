"""Papers that were given before and may serve in another slot."""

import hashlib
from typing import Annotated

from fastapi import APIRouter, Header, Query

from libs.chassis.auth import OwnerSubject
from libs.chassis.idempotency import Answer, Once, answer_once
from libs.chassis.problems import problems
from services.documents.adapters.tables import CHASSIS
from services.documents.api.dependencies import Deps, owner_of
from services.documents.api.schemas import PieceCode, RecordKey, ReusableOut, ReuseIn
from services.documents.api.slot import slot_of
from services.documents.application.reuse_documents import ReuseDocuments, reusable_files, reuse_documents
from services.documents.domain.reuse import Reusable

router = APIRouter(prefix="/reuses")


@router.get("", responses=problems(404, 409, 422))
async def list_reusable(
    record: Annotated[RecordKey, Query()], piece: Annotated[PieceCode, Query()], subject: OwnerSubject, deps: Deps
) -> list[ReusableOut]:
    """The owner's own clean files that may serve in this slot, by the slot where they lie; the latest first."""
    found = await reusable_files(owner_of(subject), slot_of(record, piece), deps.uow(), deps.reception)
    return [_out(one) for one in found]


@router.post("", status_code=204, responses=problems(404, 409, 422, 503))
async def reuse(
    *,
    body: ReuseIn,
    record: Annotated[RecordKey, Query()],
    piece: Annotated[PieceCode, Query()],
    subject: OwnerSubject,
    deps: Deps,
    idempotency_key: Annotated[str, Header(min_length=8, max_length=200)],
) -> None:
    """Copy the files of another slot into this one."""
    slot, source = slot_of(record, piece), slot_of(body.record, body.piece)
    command = ReuseDocuments(owner_of(subject), slot, source, subject.reference)
    asked = f"POST /reuses\n{slot.record}\n{slot.piece}\n{source.record}\n{source.piece}"
    await answer_once(
        Once(subject.reference, idempotency_key, hashlib.sha256(asked.encode()).hexdigest()),
        Answer(204, "/documents"),
        database=deps.database,
        tables=CHASSIS,
        uow=deps.uow(),
        act=lambda uow: reuse_documents(command, uow, deps.uow, deps.reception),
    )


def _out(found: Reusable) -> ReusableOut:
    return ReusableOut(
        record=str(found.slot.record),
        piece=found.slot.piece,
        files=len(found.documents),
        pages=sum(file.content.pages for file in found.documents),
        received_at=found.documents[-1].received_at,
        dated=found.dated,
    )
