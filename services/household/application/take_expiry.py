"""A paper ended: where the commune asks for another one, its record turns red."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from libs.domain.errors import NotFound
from services.household.application.ports import UnitOfWork
from services.household.application.settle_members import held_child, judge_child
from services.household.domain.ids import DocumentId, FamilyId, RecordKey


@dataclass(frozen=True)
class TakeExpiry:
    """`expires_on`: the last day on which the paper counted."""

    family_id: FamilyId
    key: RecordKey
    piece: str
    documents: Collection[DocumentId]
    expires_on: date


async def take_expiry(command: TakeExpiry, uow: UnitOfWork) -> None:
    """Runs inside the caller's transaction. A paper that was replaced or refused since changes nothing."""
    child = await held_child(command.key, uow)
    try:
        record = await uow.records.get(command.family_id, command.key)
    except NotFound:
        return
    if record.expire(command.piece, command.documents, command.expires_on):
        await uow.records.save(record)
        if child is not None:
            await judge_child(child, await uow.town_data.catalogue(), uow)
        uow.note(
            "service:household", "piece.expired", f"record:{command.key}", family=command.family_id, piece=command.piece
        )
