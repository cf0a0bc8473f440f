"""What a family typed and has not handed in yet."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from libs.chassis.auth import FamilySubject
from libs.chassis.problems import problems
from libs.chassis.typed_text import FreeText, Typed
from services.schooling.adapters.answers import SqlAnswers
from services.schooling.api.dependencies import Deps
from services.schooling.application.keep_answers import keep_answers
from services.schooling.domain.answers import Answers

router = APIRouter(
    prefix="/families/{family_id}/children/{child_id}/answers/{school_year}",
    tags=["families"],
    responses=problems(401, 403, 404, 422),
)


class AnswersShape(BaseModel):
    """As typed, in and out: TERMINER is what checks them.

    Attributes:
        enrolled_before: null: not answered.
        reasons: up to three, in the order of the lists; an empty text for one that was not chosen.
    """

    model_config = ConfigDict(extra="forbid")

    enrolled_before: bool | None = None
    level_objection: FreeText = ""
    former_school: Typed = ""
    wanted_school: Typed = ""
    reasons: Annotated[list[Typed], Field(max_length=3)] = []
    comment: FreeText = ""


@router.get("", operation_id="get_kept_answers")
async def kept(subject: FamilySubject, family_id: UUID, child_id: UUID, school_year: int, deps: Deps) -> AnswersShape:
    """Empty ones where nothing was kept; another home's are never shown."""
    subject.require_family(family_id)
    async with deps.database.reading() as connection:
        found = await SqlAnswers(connection).get(family_id, child_id, school_year)
    return AnswersShape.model_validate(vars(found) | {"reasons": list(found.reasons)})


@router.put("", status_code=204, operation_id="keep_answers")
async def keep(
    *, subject: FamilySubject, family_id: UUID, child_id: UUID, school_year: int, body: AnswersShape, deps: Deps
) -> None:
    """In the place of those kept before; the last window that writes wins."""
    subject.require_family(family_id)
    answers = Answers(**body.model_dump() | {"reasons": tuple(body.reasons)})
    await keep_answers(family_id, child_id, school_year, answers, deps.uow())
