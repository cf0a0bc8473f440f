"""An owner writes beside the files of a record which date the papers bear."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from libs.domain.errors import FieldError, Invalid
from services.documents.application.admit_upload import check_owner
from services.documents.application.ports import Clock, UnitOfWork
from services.documents.domain.errors import UnknownPiece
from services.documents.domain.ids import Owner, RecordKey, Slot
from services.documents.domain.paper_date import LONGEST, RefusedDate

HERE = ZoneInfo("Europe/Paris")


async def date_papers(
    owner: Owner, record: RecordKey, typed: Mapping[str, str], uow: UnitOfWork, clock: Clock, *, checked: bool
) -> None:
    """Keep what was typed, by piece; the others stay. TERMINER looks at it once more.

    Args:
        checked: refuse what will not do instead of keeping it as typed.

    Raises:
        NotFound: the record is another family's.
        UnknownPiece: no date is asked of such a piece.
        RegistrationClosed
        Invalid: naming each piece of which the date will not do.
    """
    async with uow:
        await uow.registrations.lock(owner)
        await check_owner(owner, record, uow)
        catalogue = await uow.catalogues.current()
        today = clock.now().astimezone(HERE).date()
        errors = []
        for code, text in typed.items():
            slot = Slot(record, code)
            rule = catalogue.piece_for(slot).date
            if rule is None:
                raise UnknownPiece
            kept = " ".join(text.split())[:LONGEST]
            try:
                kept = rule.check(kept, today).strftime("%d/%m/%Y") if kept else ""
            except RefusedDate as refused:
                errors.append(FieldError(code, refused.code, refused.params))
            await uow.paper_dates.keep(owner, slot, kept)
        if checked and errors:
            raise Invalid(errors=errors)
        await uow.commit()
