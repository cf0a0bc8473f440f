"""What travels when a family that the town knows opens its account."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from services.identity.api.schemas import Input
from services.identity.api.typed_text import Line


class ClaimIn(Input):
    """As typed: case, spaces and hyphens of `claim_code` make no difference."""

    family_code: Line
    claim_code: Line


class ClaimCodeIn(Input):
    """`gives_back`: the family has an account, and its holder, whose identity was checked, no way into it."""

    family_id: UUID
    gives_back: bool = False


class ClaimCodeOut(BaseModel):
    """`claim_code`: `XXXX-XXXX-XXXX`, told this once; `expires_at`: the end of its last day in the town."""

    family_code: str
    claim_code: str
    expires_at: datetime


class FamilyAccountOut(BaseModel):
    """`closed_at`: when the last one was closed; `erased_from`: when the family goes, unless somebody comes back."""

    state: Literal["none", "awaiting_activation", "active", "closed"]
    closed_at: datetime | None
    erased_from: datetime | None
