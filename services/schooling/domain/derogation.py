"""A dérogation: another school is wanted, for one to three reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from libs.domain.errors import FieldError, Invalid
from services.schooling.domain.decisions import Advice, Decision
from services.schooling.domain.level import Level
from services.schooling.domain.school import School

REASONS_MOST = 3


@dataclass(frozen=True)
class DerogationReason:
    """Of the town's catalogue.

    Attributes:
        between_communes: it binds the commune of residence (L212-8, R212-21).
        proof: what may show it; never required.
    """

    code: str
    label: str
    legal_basis: str | None
    between_communes: bool
    proof: str | None = None


@dataclass(frozen=True)
class CommissionSession:
    """A day on which the commission looks at the dérogations of a school year."""

    code: str
    school_year: int
    on: date


@dataclass
class Derogation:
    """What is asked, frozen, and what was decided."""

    wanted_uai: str
    reasons: tuple[DerogationReason, ...]
    comment: str | None
    commission: CommissionSession | None = None
    advice: Advice | None = None
    decision: Decision | None = None


@dataclass(frozen=True)
class Wish:
    """What a family writes in the form: a school, codes of reasons in its order, and its words."""

    wanted_uai: str
    reasons: tuple[str, ...]
    comment: str | None


def check_wish(
    wish: Wish,
    *,
    level: Level,
    sector_uai: str | None,
    schools: Mapping[str, School],
    known: Sequence[DerogationReason],
) -> tuple[DerogationReason, ...]:
    """The reasons that the codes name. Raises Invalid naming every wrong field."""
    errors = []
    school = schools.get(wish.wanted_uai)
    if school is None:
        errors.append(FieldError("wanted_school", "not-a-choice"))
    elif level not in school.levels:
        errors.append(FieldError("wanted_school", "level-not-taught"))
    elif wish.wanted_uai == sector_uai:
        errors.append(FieldError("wanted_school", "is-sector-school"))
    codes = tuple(dict.fromkeys(wish.reasons))
    by_code = {reason.code: reason for reason in known}
    if not codes:
        errors.append(FieldError("reasons", "required"))
    elif len(codes) > REASONS_MOST:
        errors.append(FieldError("reasons", "too-many", {"max": REASONS_MOST}))
    elif any(code not in by_code for code in codes):
        errors.append(FieldError("reasons", "not-a-choice"))
    if errors:
        raise Invalid(errors=errors)
    return tuple(by_code[code] for code in codes)
