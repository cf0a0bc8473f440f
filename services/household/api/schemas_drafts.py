"""A draft family over HTTP."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from services.household.api.schemas import Input, Output
from services.household.api.typed_text import Manifest, Typed


class AddressIn(Input):
    """Inside the commune `street_id` names a street of the register, or is `autre` with `street_other`."""

    country: Typed | None = None
    postal_code: Typed | None = None
    city: Typed | None = None
    street_number: Typed | None = None
    repetition: Typed | None = None
    street_id: Typed | None = None
    street_other: Typed | None = None
    complement: Typed | None = None


class AdultIn(AddressIn):
    family_situation: Typed | None = None
    last_name: Typed | None = None
    birth_name: Typed | None = None
    first_name: Typed | None = None
    birth_date: Typed | None = None
    sex: Typed | None = None
    mobile: Typed | None = None


class GuardiansIn(Input):
    """`guardians`: adults of the household who are responsible; `second_guardian`: `declared_elsewhere`|`none`.

    `elsewhere_*` describe a mother or father who lives elsewhere (`elsewhere_link`: `mere`|`pere`|`autre`).
    `states`: `<adult id>:<state>` or `elsewhere:<state>`, state one of `exclusive_authority`, `delegated`, `placed`,
    `protected_address`, of a person who is chosen.
    """

    guardians: list[Typed] = Field(default_factory=list, max_length=10)
    second_guardian: Typed | None = None
    elsewhere_last_name: Typed | None = None
    elsewhere_first_name: Typed | None = None
    elsewhere_link: Typed | None = None
    elsewhere_telephone: Typed | None = None
    elsewhere_email: Typed | None = None
    elsewhere_address: Typed | None = None
    states: list[Typed] = Field(default_factory=list, max_length=20)


class ChildIn(GuardiansIn):
    sex: Typed | None = None
    last_name: Typed | None = None
    first_name: Typed | None = None
    birth_date: Typed | None = None
    birth_place: Typed | None = None


class MemberOut(Output):
    """An adult or child of a draft: what was typed (the members of AdultIn, ChildIn), whether it passes every check."""

    id: UUID
    typed: dict[str, str | list[str] | None]
    complete: bool


class DraftOut(Output):
    """A draft, and what became of it.

    `missing`: `adult`, `child`, `adult-incomplete`, `child-incomplete`; empty once only pieces may be missing.
    `to_complete`: once handed in, how many records of the family wait for its completing them (red).
    """

    version: int
    state: Literal["open", "submitted"]
    family_code: str | None
    family_id: UUID | None
    adults: list[MemberOut]
    children: list[MemberOut]
    missing: list[str]
    expires_at: datetime | None
    to_complete: int | None


class HandIn(Input):
    """documents' signed manifest (compact JWS) for the records that are handed in."""

    manifest: Manifest


class FamilyOut(Output):
    family_id: UUID
    family_code: str
