"""Members of a household who come, over HTTP; and a child's second home."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import StringConstraints

from services.household.api.schemas import Input, Output
from services.household.api.typed_text import FreeText, Typed
from services.household.application.unlink_home import Motive


class NewChildIn(Input):
    """Who the child is; the rest is written in the record."""

    sex: Typed | None = None
    last_name: Typed | None = None
    first_name: Typed | None = None
    birth_date: Typed | None = None
    birth_place: Typed | None = None


class NewAdultIn(Input):
    last_name: Typed | None = None
    birth_name: Typed | None = None
    first_name: Typed | None = None
    birth_date: Typed | None = None
    sex: Typed | None = None


class MemberAdded(Output):
    """The key of the new record."""

    key: str


class LinkIn(Input):
    """The code that the town gave, and the child's birth date, JJ/MM/AAAA."""

    code: Typed
    birth_date: Typed


class LinkCodeIn(Input):
    """At which home's file the agent stands."""

    family_id: UUID


class LinkCodeOut(Output):
    """Shown once: only its hash is kept."""

    code: str
    expires_at: datetime


class DisagreementIn(Input):
    """Why; for agents alone."""

    reason: Annotated[FreeText, StringConstraints(min_length=1)]


class UnlinkingIn(Input):
    """Out of which home, and why; the motive is for agents alone."""

    family_id: UUID
    motive: Motive


class HomeChild(Output):
    """A child of a family as an agent sees it.

    Attributes:
        other_homes: codes famille.
        state: `declared` as long as the town has not accepted who it is.
    """

    child_id: UUID
    name: str
    state: Literal["declared", "known"]
    other_homes: list[str]
    disagreement: str | None
