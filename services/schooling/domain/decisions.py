"""What the town decides on a request: always with an author and a date, a refusal always with reasons."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from libs.domain.errors import FieldError, Invalid
from services.schooling.domain.level import Level


class Choice(StrEnum):
    ACCEPT = "accept"
    REFUSE = "refuse"


@dataclass(frozen=True)
class RefusalReason:
    """Of the town's catalogue. `label` is the fact, in plain French; `legal_basis` the law (L211-5 CRPA)."""

    code: str
    label: str
    legal_basis: str
    applies_to: frozenset[str]


@dataclass(frozen=True)
class Decision:
    """Accepted, or refused for a reason in law and in fact, with the agent's own words."""

    choice: Choice
    by: UUID
    at: datetime
    reason_code: str | None = None
    label: str | None = None
    legal_basis: str | None = None
    comment: str | None = None

    @property
    def accepted(self) -> bool:
        return self.choice is Choice.ACCEPT

    @classmethod
    def made(
        cls,
        choice: Choice,
        reason: RefusalReason | None,
        comment: str | None,
        *,
        on: str,
        by: UUID,
        at: datetime,
    ) -> Self:
        """Raises Invalid: a refusal without a reason that applies to what it is `on`."""
        if choice is Choice.ACCEPT:
            return cls(choice, by, at, comment=comment)
        if reason is None:
            raise Invalid(errors=[FieldError("reason_code", "reason-required")])
        if on not in reason.applies_to:
            raise Invalid(errors=[FieldError("reason_code", "reason-not-applicable")])
        if not comment:
            raise Invalid(errors=[FieldError("comment", "comment-required")])
        return cls(choice, by, at, reason.code, reason.label, reason.legal_basis, comment)


class Opinion(StrEnum):
    """What the commission advises."""

    FAVOURABLE = "favourable"
    UNFAVOURABLE = "unfavourable"


@dataclass(frozen=True)
class Advice:
    """The commission's, in one of its sessions."""

    opinion: Opinion
    held_on: date
    comment: str | None
    by: UUID
    at: datetime


@dataclass(frozen=True)
class SettledLevel:
    level: Level
    reason: str
    by: UUID
    at: datetime


@dataclass(frozen=True)
class DeterminedSchool:
    uai: str
    reason: str
    by: UUID
    at: datetime


def require_teaches(levels: Collection[Level], level: Level, field: str) -> None:
    """Raises Invalid naming the field: the school does not teach the level."""
    if level not in levels:
        raise Invalid(errors=[FieldError(field, "level-not-taught")])
