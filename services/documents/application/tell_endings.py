"""Papers that end soon, and papers that ended, are told to the others, once each."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from services.documents.application.ports import Clock, UnitOfWork
from services.documents.domain.catalogue import Catalogue, Piece
from services.documents.domain.document import Document
from services.documents.domain.errors import UnknownPiece
from services.documents.domain.events import PaperEnds
from services.documents.domain.ids import Owner, Slot
from services.documents.domain.manifest import handed_in_last

_BATCH = 50
_Paper = tuple[Owner, Slot, date]


async def tell_expiring(new_uow: Callable[[], UnitOfWork], days: int, clock: Clock) -> int:
    """How many papers end within so many days. One in whose place another was handed in is passed over in silence."""
    told = 0
    while True:
        async with new_uow() as uow:
            catalogue = await uow.catalogues.current()
            documents = await uow.documents.expiring(days, _BATCH)
            for (owner, slot, ends), files in _papers(documents).items():
                for file in files:
                    file.expiring_told_at = clock.now()
                standing = handed_in_last(await uow.documents.in_slot(owner, slot))
                if files[0] in standing:
                    told += _tell(files, catalogue, ends, over=False)
            await uow.commit()
        if len(documents) < _BATCH:
            return told


async def tell_expired(new_uow: Callable[[], UnitOfWork], clock: Clock) -> int:
    """How many papers ended. Whoever decided on them knows which of them still count."""
    told = 0
    while True:
        async with new_uow() as uow:
            catalogue = await uow.catalogues.current()
            documents = await uow.documents.expired(_BATCH)
            for (_owner, _slot, ends), files in _papers(documents).items():
                for file in files:
                    file.expired_told_at = clock.now()
                told += _tell(files, catalogue, ends, over=True)
            await uow.commit()
        if len(documents) < _BATCH:
            return told


def _papers(documents: Iterable[Document]) -> dict[_Paper, list[Document]]:
    """The files of one slot that end on the same day are one paper."""
    papers: dict[_Paper, list[Document]] = {}
    for document in documents:
        if document.expires_on is not None:
            papers.setdefault((document.owner, document.slot, document.expires_on), []).append(document)
    return papers


def _tell(files: Sequence[Document], catalogue: Catalogue, ends: date, *, over: bool) -> bool:
    """False where the commune asks for no such piece any more, or does nothing when it ends."""
    first = files[0]
    piece = _piece(catalogue, first.slot)
    if piece is None or piece.date is None or piece.date.on_expiry is None:
        return False
    ids = tuple(file.id for file in files)
    label = "" if piece.health else piece.label
    first.record(PaperEnds(ids, first.owner.id, first.slot, label, ends, piece.date.on_expiry, over))
    return True


def _piece(catalogue: Catalogue, slot: Slot) -> Piece | None:
    try:
        return catalogue.piece_for(slot)
    except UnknownPiece:
        return None
