"""Who is responsible for a child: two persons at most, at least one of them an adult of the household."""

from collections.abc import Collection
from dataclasses import dataclass
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
    one_of,
    text_of,
)
from services.household.domain.contact import email, telephone
from services.household.domain.guardianship_states import (
    ELSEWHERE,
    MEMBER,
    GuardianshipState,
    address_is_protected,
    check_states,
    states_of,
)
from services.household.domain.ids import AdultId, FamilyId

DECLARED_ELSEWHERE = "declared_elsewhere"
NO_SECOND_GUARDIAN = "none"
LINKS = ("mere", "pere", "autre")
AT_MOST = 2
WRITTEN_ADDRESS_MAX = 200


@dataclass(frozen=True)
class Guardianship:
    """One person's responsibility for a child, as one of the child's families declares it.

    Attributes:
        adult_id: an adult of that family; None for a mother or father who lives elsewhere, of whom the family says the
            name, the link, and how to reach them if it knows and may say.
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


_ELSEWHERE = (
    Field("elsewhere_link", one_of(*LINKS)),
    Field("elsewhere_last_name", name),
    Field("elsewhere_first_name", name),
    Field("elsewhere_telephone", telephone, required=False),
    Field("elsewhere_email", email, required=False),
    # In free text: it is somebody else's, known by heart or not.
    Field("elsewhere_address", text_of(WRITTEN_ADDRESS_MAX), required=False),
)
MEMBERS = ("guardians", "second_guardian", *(field.name for field in _ELSEWHERE), MEMBER)


def check_guardians(typed: Typed, circumstances: Circumstances) -> tuple[Composite, list[FieldError]]:
    """The choice, or every refusal, named as the members are."""
    try:
        chosen = _chosen(typed.get("guardians"), circumstances.adults)
        second = _second(typed.get("second_guardian"), len(chosen))
    except _GuardianRefused as refused:
        return {}, [refused.at(refused.member)]
    elsewhere: dict[str, str | None] = dict.fromkeys(field.name for field in _ELSEWHERE)
    errors: list[FieldError] = []
    persons = [str(adult) for adult in chosen]
    if second == DECLARED_ELSEWHERE:
        elsewhere, errors = check_fields(_ELSEWHERE, without_protected_address(typed), circumstances)
        persons.append(ELSEWHERE)
    value: Composite = {"guardians": [str(adult) for adult in chosen], "second_guardian": second, **elsewhere}
    try:
        value[MEMBER] = check_states(typed.get(MEMBER), persons)
    except Refused as refused:
        errors.append(refused.at(MEMBER))
    return ({}, errors) if errors else (value, [])


def guardianships(family_id: FamilyId, choice: Composite) -> list[Guardianship]:
    """What a checked choice declares."""
    chosen, states = choice["guardians"] or (), choice.get(MEMBER) or ()
    declared = [Guardianship(family_id, AdultId(UUID(adult)), states=states_of(adult, states)) for adult in chosen]
    if choice["second_guardian"] == DECLARED_ELSEWHERE:
        described = {field.name: blank_or_text(choice.get(field.name)) for field in _ELSEWHERE}
        declared.append(Guardianship(family_id, None, **described, states=states_of(ELSEWHERE, states)))
    return declared


def without_adult(typed: Typed, adult_id: AdultId) -> dict[str, Scalar]:
    """A child's typed choice once an adult left the household, with their states; it may well be incomplete then."""
    chosen, states = typed.get("guardians"), typed.get(MEMBER)
    left = dict(typed)
    if isinstance(chosen, list):
        left["guardians"] = [guardian for guardian in chosen if guardian != str(adult_id)]
    if isinstance(states, list):
        left[MEMBER] = [state for state in states if not state.startswith(f"{adult_id}:")]
    return left


def without_protected_address(typed: Typed) -> dict[str, Scalar]:
    """What may be kept of a typed choice: nobody stores where somebody lives whose address is protected."""
    return {**typed, "elsewhere_address": None} if address_is_protected(typed) else dict(typed)


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
