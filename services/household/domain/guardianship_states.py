"""What stands beside the ordinary case, in which both parents exercise parental authority together (art. 372 C. civ.).

A family writes states as `<adult id>:<state>` or `elsewhere:<state>`: each belongs to one of the persons chosen as
responsible. Why each is a fact about a person and not about the child alone: a school needs to know *who* signs, *to
whom* the child is handed, *whose* address is kept silent.
"""

from collections.abc import Collection, Iterable
from enum import StrEnum

from services.household.domain.checking import Refused, Scalar, Typed

ELSEWHERE = "elsewhere"
MEMBER = "states"


class GuardianshipState(StrEnum):
    """A state of one person's guardianship; the proof lies among the child's pieces, and the town decides on it.

    Attributes:
        EXCLUSIVE_AUTHORITY: exercises parental authority alone, by law or by decision of the judge (art. 372 al. 2,
            373-1, 373-2-1 C. civ.). One person at most. The other parent may be named as well: they keep their bond,
            and the right to watch over the child's education.
        DELEGATED: a judgement delegated the exercise of parental authority *to* this person (art. 377, 377-1 C. civ.),
            a grandparent for instance; to a couple as well. What somebody was delegated is not theirs alone by law:
            it excludes EXCLUSIVE_AUTHORITY of the same person, not of the other: a parent who is alone may share.
        PLACED: the juge des enfants entrusted the child *to* this person (art. 375-3 C. civ.); the parents keep
            parental authority (art. 375-7), so this may stand beside any other state.
        PROTECTED_ADDRESS: this person's address is kept silent, by an ordonnance de protection for instance
            (art. 515-11 C. civ.). It may stand beside any other state. Of somebody who lives elsewhere the address is
            then not kept at all.
    """

    EXCLUSIVE_AUTHORITY = "exclusive_authority"
    DELEGATED = "delegated"
    PLACED = "placed"
    PROTECTED_ADDRESS = "protected_address"


def check_states(typed: Scalar, persons: Collection[str]) -> list[str]:
    """The states in the order of the persons, each once.

    Args:
        persons: those who were chosen: ids of adults, and `elsewhere`.

    Raises:
        Refused: `state-unknown`, `state-person-unknown`, `exclusive-authority-one-person`, `states-contradict`.
    """
    held = {person: set[GuardianshipState]() for person in persons}
    for text in typed if isinstance(typed, list) else []:
        person, _, state = text.partition(":")
        if state not in set(GuardianshipState):
            raise Refused("state-unknown")
        if person not in held:
            raise Refused("state-person-unknown")
        held[person].add(GuardianshipState(state))
    alone = [states for states in held.values() if GuardianshipState.EXCLUSIVE_AUTHORITY in states]
    if len(alone) > 1:
        raise Refused("exclusive-authority-one-person")
    if any(GuardianshipState.DELEGATED in states for states in alone):
        raise Refused("states-contradict")
    return [f"{person}:{state}" for person in persons for state in GuardianshipState if state in held[person]]


def states_of(person: str, states: Iterable[str]) -> frozenset[GuardianshipState]:
    """One person's among checked states."""
    texts = (text.partition(":") for text in states)
    return frozenset(GuardianshipState(state) for whose, _, state in texts if whose == person)


def address_is_protected(typed: Typed) -> bool:
    """Whether the address of the person who lives elsewhere must not be kept, whatever else was typed."""
    states = typed.get(MEMBER)
    return isinstance(states, list) and f"{ELSEWHERE}:{GuardianshipState.PROTECTED_ADDRESS}" in states
