"""The dates that owners write beside the files of a record."""

from typing import Annotated

from fastapi import APIRouter, Query

from libs.chassis.auth import OwnerSubject
from libs.chassis.problems import problems
from libs.domain.errors import Invalid
from services.documents.adapters.queries_paper_dates import paper_dates_of
from services.documents.api.dependencies import Deps, owner_of
from services.documents.api.schemas import PaperDateOut, PaperDatesIn, RecordKey
from services.documents.application.date_papers import HERE, date_papers
from services.documents.domain import ids

router = APIRouter(prefix="/paper-dates")


@router.get("", responses=problems(422))
async def list_dates(
    subject: OwnerSubject, deps: Deps, record: Annotated[RecordKey | None, Query()] = None
) -> list[PaperDateOut]:
    today = deps.reception.clock.now().astimezone(HERE).date()
    async with deps.database.reading() as connection:
        found = await paper_dates_of(connection, owner_of(subject), _key(record) if record else None, today)
    return [PaperDateOut.model_validate(view, from_attributes=True) for view in found]


@router.put("", status_code=204, responses=problems(404, 409, 422))
async def keep_dates(
    body: PaperDatesIn, record: Annotated[RecordKey, Query()], subject: OwnerSubject, deps: Deps
) -> None:
    """Each named piece takes its date; the others stay."""
    await date_papers(
        owner_of(subject), _key(record), body.dates, deps.uow(), deps.reception.clock, checked=body.checked
    )


def _key(record: str) -> ids.RecordKey:
    """Raises Invalid."""
    key = ids.RecordKey.parse(record)
    if key is None:
        raise Invalid
    return key
