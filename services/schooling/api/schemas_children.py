"""A child's schooling over HTTP, as one of its homes reads it and asks for more."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from libs.chassis.typed_text import Code, FreeText, Manifest, Typed
from services.schooling.api.schemas import Input, Level, Output, SchoolNameOut, Uai
from services.schooling.api.schemas_family_requests import RequestLineOut
from services.schooling.api.schemas_targets import TargetOut

EnrolmentStatusName = Literal["non-inscrit", "preinscrit", "derogation-en-cours", "inscrit", "admis", "radie"]


class EnrolmentOut(Output):
    """État inscription of a child in a school year.

    Attributes:
        label: the status in words: `Non inscrit`, `Préinscrit`, ...
        school, level: once the town decided; shared by both homes.
        since: when it took this status; null for the first three.
        provisional: « à titre provisoire »; it says no more to any home.
    """

    school_year: int
    school_year_label: str
    status: EnrolmentStatusName
    label: str
    school: SchoolNameOut | None
    level: Level | None
    since: datetime | None
    provisional: bool


class ChildSchoolingOut(Output):
    """A child's schooling as one of its homes reads it.

    Attributes:
        this_year, next_year: état inscription.
        targets: the school years that the town takes requests for, or will.
        requests: this family's own, newest first.
    """

    child_id: UUID
    first_name: str
    last_name: str
    birth_date: date
    this_year: EnrolmentOut
    next_year: EnrolmentOut
    targets: list[TargetOut]
    requests: list[RequestLineOut]


class WishIn(Input):
    """Demande de dérogation: École désirée, one to three reasons in the family's order, its comment."""

    wanted_school: Uai
    reasons: list[Code] = Field(min_length=1, max_length=3)
    comment: FreeText | None = None


class PreRegistrationIn(Input):
    """TERMINER.

    Attributes:
        school_year, request_id, offer: from the target that the form was filled from.
        enrolled_before: the family's answer, where `newcomer` was null: in a school of the commune the year before?
        level_objection: « Ce niveau n'est pas le bon », in the family's words; staff settle it.
        former_school: a newcomer's, with its town.
        derogation: needed where `kind_without_wish` is `outside`.
        manifest: documents' signature over `derogation-<request_id>`; null without files.
    """

    school_year: int
    request_id: UUID
    offer: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
    enrolled_before: bool | None = None
    level_objection: FreeText | None = None
    former_school: Typed | None = None
    derogation: WishIn | None = None
    manifest: Manifest | None = None


class PreRegistrationMadeOut(Output):
    pre_registration_id: UUID
