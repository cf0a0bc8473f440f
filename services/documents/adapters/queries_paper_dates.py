"""What pages show of the dates beside files that are not handed in yet."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncConnection

from services.documents.adapters.catalogue_repository import SqlCatalogues
from services.documents.adapters.paper_date_repository import SqlPaperDates
from services.documents.domain.errors import UnknownPiece
from services.documents.domain.ids import Owner, RecordKey
from services.documents.domain.paper_date import date_of


@dataclass(frozen=True)
class PaperDateView:
    """`typed` is shown in the form again; `day` when it will do today, else `problem` says why not."""

    record: str
    piece: str
    typed: str
    day: date | None
    expires_on: date | None
    problem: str | None


async def paper_dates_of(
    connection: AsyncConnection, owner: Owner, record: RecordKey | None, today: date
) -> list[PaperDateView]:
    """Those of one record or of all; a piece that the commune withdrew has none."""
    catalogue = await SqlCatalogues(connection).current()
    views = []
    for slot, typed in (await SqlPaperDates(connection).typed(owner)).items():
        if record is not None and slot.record != record:
            continue
        try:
            rule = catalogue.piece_for(slot).date
        except UnknownPiece:
            continue
        if rule is not None:
            found = date_of(rule, typed, today, required=False)
            views.append(
                PaperDateView(str(slot.record), slot.piece, typed, found.day, found.expires_on, found.problem or None)
            )
    return views
