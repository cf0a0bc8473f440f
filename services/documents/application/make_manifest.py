"""A family is about to hand in: say, signed, which files stand for which piece at this moment."""

from collections.abc import Sequence
from dataclasses import dataclass

from libs.domain.errors import NotFound
from services.documents.application.ports import Clock, Signer, UnitOfWork
from services.documents.domain.ids import Owner, RecordKey
from services.documents.domain.manifest import FilledSlot, fill_slots


@dataclass(frozen=True)
class SignedManifest:
    token: str
    slots: tuple[FilledSlot, ...]


async def make_manifest(
    owner: Owner, records: Sequence[RecordKey], uow: UnitOfWork, signer: Signer, clock: Clock
) -> SignedManifest:
    """Every file in it is promised: household may pin it, however late the news comes.

    Raises:
        NotFound: a record is another family's.
    """
    if any(record.kind == "family" and record.id != owner.id for record in records):
        raise NotFound
    async with uow:
        await uow.registrations.lock(owner)
        catalogue = await uow.catalogues.current()
        slots = fill_slots(catalogue, dict.fromkeys(records), await uow.documents.of_owner(owner))
        for slot in slots:
            for document in slot.documents:
                document.promise()
        await uow.commit()
    return SignedManifest(signer.sign(owner, slots, clock.now()), slots)
