"""The checker lets additions pass and nothing else."""

from typing import Literal
from uuid import UUID

import pytest
from pydantic import BaseModel

from libs.contracts.compatibility import breaking_changes


class Place(BaseModel):
    city: str


class Before(BaseModel):
    """As it was published."""

    id: UUID
    name: str
    nickname: str | None
    kind: Literal["family", "adult"]
    places: list[Place]
    note: str = ""


class Unchanged(Before):
    """With another description."""


class WithAnOptionalMember(Before):
    colour: str | None = None


class RequiredMadeOptional(Before):
    name: str = "nobody"


class WithARequiredMember(Before):
    colour: str


class OptionalMadeRequired(Before):
    note: str


class WithAnotherType(Before):
    name: int  # type: ignore[assignment]


class WithAnotherFormat(Before):
    id: str  # type: ignore[assignment]


class MayBeNull(Before):
    name: str | None  # type: ignore[assignment]


class MayNotBeNull(Before):
    nickname: str


class KnowsMoreValues(Before):
    kind: Literal["family", "adult", "child"]  # type: ignore[assignment]


class KnowsFewerValues(Before):
    kind: Literal["family"]


class Elsewhere(BaseModel):
    city: int


class ListsAnotherThing(Before):
    places: list[Elsewhere]  # type: ignore[assignment]


class ListsNoMore(Before):
    places: Place  # type: ignore[assignment]


class WithoutAMember(BaseModel):
    id: UUID
    nickname: str | None
    kind: Literal["family", "adult"]
    places: list[Place]
    note: str = ""


class Tree(BaseModel):
    name: str
    branches: list["Tree"]


def changes(now: type[BaseModel], before: type[BaseModel] = Before) -> list[str]:
    return breaking_changes(before.model_json_schema(), now.model_json_schema())


@pytest.mark.parametrize("now", [Before, Unchanged, WithAnOptionalMember, RequiredMadeOptional])
def test_an_addition_passes(now: type[BaseModel]) -> None:
    assert changes(now) == []


@pytest.mark.parametrize(
    ("now", "place"),
    [
        (WithARequiredMember, "colour"),
        (OptionalMadeRequired, "note"),
        (WithAnotherType, "name"),
        (WithAnotherFormat, "id"),
        (MayBeNull, "name"),
        (MayNotBeNull, "nickname"),
        (KnowsMoreValues, "kind"),
        (KnowsFewerValues, "kind"),
        (ListsAnotherThing, "places[].city"),
        (ListsNoMore, "places"),
        (WithoutAMember, "name is gone"),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_anything_else_is_refused_and_named(now: type[BaseModel], place: str) -> None:
    found = changes(now)
    assert found
    assert any(place in sentence for sentence in found)


def test_a_model_that_contains_itself_is_compared() -> None:
    assert changes(Tree, Tree) == []
