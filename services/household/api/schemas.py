"""What all of household's HTTP interface shares: the bases of bodies. What people type comes as text, kept as typed."""

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict

Light = Literal["red", "orange", "green", "grey"]
Status = Literal["pending", "valid", "refused", "expired", "incomplete", "unsent", "of-age"]
RecordKind = Literal["family", "adult", "child", "health"]
FieldMembers = dict[str, str | list[str] | None]
FieldValue = str | FieldMembers | list[FieldMembers] | None
"""A text; the members of a composite field (`address`, `guardians`: as in a draft); or rows of members."""


class Keep(StrEnum):
    """`typed` stores whatever was typed; `checked` refuses (422, nothing stored) what breaks a rule."""

    TYPED = "typed"
    CHECKED = "checked"


class Input(BaseModel):
    """Base of every request body: a member we do not know is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Output(BaseModel):
    model_config = ConfigDict(frozen=True)
