"""Quelle est mon école de secteur?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from libs.chassis.auth import AnySubject
from libs.chassis.problems import problems
from libs.domain.errors import FieldError, Invalid
from services.schooling.api.dependencies import Deps
from services.schooling.api.schemas import Level as LevelName
from services.schooling.api.schemas import SectorOut
from services.schooling.api.sector_answers import sector_out
from services.schooling.application.find_sector import Question, find_sector
from services.schooling.domain.house_number import NUMBER_MAX, HouseNumber, repetition
from services.schooling.domain.level import Level
from services.schooling.domain.town_map import TownMap

router = APIRouter(tags=["sectors"], responses=problems(401, 422))


class SectorQuery(BaseModel):
    """An address of the commune and a level.

    Attributes:
        street_id: of the street register; or `street`, a name in any spelling, which postal code and city make clear.
        number: 0 for a house without one.
        school_year: whose rentrée is meant.
    """

    model_config = ConfigDict(extra="forbid")

    street_id: UUID | None = None
    street: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    number: int = Field(ge=0, le=NUMBER_MAX)
    repetition: str = Field(default="", max_length=20)
    level: LevelName
    school_year: int
    postal_code: str | None = Field(default=None, max_length=12)
    city: str | None = Field(default=None, max_length=200)

    def to_question(self, town: TownMap) -> Question:
        """Raises Invalid."""
        index, rentree = repetition(self.repetition), town.rentrees.get(self.school_year)
        street = self.street_id or self.street
        errors = []
        if street is None or (self.street_id and self.street):
            errors.append(FieldError("street", "required" if street is None else "not-a-choice"))
        if index is None:
            errors.append(FieldError("repetition", "repetition-format"))
        if rentree is None:
            errors.append(FieldError("school_year", "not-a-choice"))
        if errors or street is None or index is None or rentree is None:
            raise Invalid(errors=errors)
        house = HouseNumber(self.number, index) if self.number else None
        return Question(street, house, Level(self.level), rentree, self.postal_code, self.city)


@router.get("/sector", operation_id="find_sector")
async def sector(_subject: AnySubject, deps: Deps, asked: Annotated[SectorQuery, Query()]) -> SectorOut:
    """The sector school at the rentrée of a school year, or the reason why there is none; public facts."""
    town = await deps.town_map.current()
    return sector_out(find_sector(asked.to_question(town), town))
