"""Who is responsible for a child: two persons at most, at least one of them an adult of the household."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from libs.domain.errors import FieldError
from services.household.domain.checking import (
    Circumstances,
    Composite,
    Field,
    Refused,
    Scalar,
    Typed,
    blank_or_text,
    check_fields,
    name,
)
from services.household.domain.ids import AdultId, FamilyId

MEMBERS = ("guardians", "second_guardian", "elsewhere_last_name", "elsewhere_first_name")
DECLARED_ELSEWHERE = "declared_elsewhere"
NO_SECOND_GUARDIAN = "none"
AT_MOST = 2


class GuardianshipState(StrEnum):
    """What the town knows besides the ordinary case (shared parental authority), each with a proof in the file."""

    EXCLUSIVE_AUTHORITY = "exclusive_authority"
    DELEGATED = "delegated"
    PLACED = "placed"
    PROTECTED_ADDRESS = "protected_address"


@dataclass(frozen=True)
class Guardianship:
    """One person's responsibility for a child, as one of the child's families declares it.

    Attributes:
        adult_id: an adult of that family; None for a mother or father who lives elsewhere, known by name alone.
    """

    family_id: FamilyId
    adult_id: AdultId | None
    elsewhere_last_name: str | None = None
    elsewhere_first_name: str | None = None
    elsewhere_link: str | None = None
    elsewhere_telephone: str | None = None
    elsewhere_email: str | None = None
    elsewhere_address: str | None = None
    states: frozenset[GuardianshipState] = frozenset()


_ELSEWHERE = (Field("elsewhere_last_name", name), Field("elsewhere_first_name", name))


def check_guardians(typed: Typed, circumstances: Circumstances) -> tuple[Composite, list[FieldError]]:
    """The choice, or every refusal, named as the members are."""
    try:
        chosen = _chosen(typed.get("guardians"), circumstances.adults)
        second = _second(typed.get("second_guardian"), len(chosen))
    except _GuardianRefused as refused:
        return {}, [refused.at(refused.member)]
    value: Composite = {"guardians": [str(adult) for adult in chosen], "second_guardian": second}
    elsewhere: dict[str, str | None] = {"elsewhere_last_name": None, "elsewhere_first_name": None}
    errors: list[FieldError] = []
    if second == DECLARED_ELSEWHERE:
        elsewhere, errors = check_fields(_ELSEWHERE, typed, circumstances)
    return {**value, **elsewhere}, errors


def guardianships(family_id: FamilyId, choice: Composite) -> list[Guardianship]:
    """What a checked choice declares."""
    declared = [Guardianship(family_id, AdultId(UUID(adult))) for adult in choice["guardians"] or ()]
    if choice["second_guardian"] == DECLARED_ELSEWHERE:
        last_name, first_name = choice["elsewhere_last_name"], choice["elsewhere_first_name"]
        declared.append(Guardianship(family_id, None, str(last_name), str(first_name)))
    return declared


def without_adult(typed: Typed, adult_id: AdultId) -> dict[str, Scalar]:
    """A child's typed choice once an adult left the household; it may well be incomplete then."""
    chosen = typed.get("guardians")
    if not isinstance(chosen, list):
        return dict(typed)
    return {**typed, "guardians": [guardian for guardian in chosen if guardian != str(adult_id)]}


class _GuardianRefused(Refused):
    def __init__(self, member: str, code: str) -> None:
        super().__init__(code)
        self.member = member


def _chosen(typed: Scalar, adults: Collection[AdultId]) -> list[AdultId]:
    """In the household's order, each once."""
    named = typed if isinstance(typed, list) else []
    known = {str(adult): adult for adult in adults}
    if any(guardian not in known for guardian in named):
        raise _GuardianRefused("guardians", "guardian-unknown")
    if not named:
        raise _GuardianRefused("guardians", "guardian-required")
    chosen = [adult for text, adult in known.items() if text in named]
    if len(chosen) > AT_MOST:
        raise _GuardianRefused("guardians", "two-guardians-at-most")
    return chosen


def _second(typed: Scalar, chosen: int) -> str | None:
    second = blank_or_text(typed)
    if second not in (None, DECLARED_ELSEWHERE, NO_SECOND_GUARDIAN):
        raise _GuardianRefused("second_guardian", "not-a-choice")
    if chosen == AT_MOST and second is not None:
        raise _GuardianRefused("second_guardian", "second-guardian-excluded")
    if chosen < AT_MOST and second is None:
        raise _GuardianRefused("second_guardian", "second-guardian-required")
    return second
