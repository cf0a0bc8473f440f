"""Aggregates hand over what they recorded; errors carry codes and never what was typed."""

from dataclasses import dataclass

import pytest

from libs.domain.aggregate import Aggregate, DomainEvent
from libs.domain.errors import (
    Conflict,
    DomainError,
    FieldError,
    Forbidden,
    Invalid,
    NotFound,
    StaleVersion,
    Throttled,
    Unauthenticated,
)


@dataclass(frozen=True)
class Opened(DomainEvent):
    number: int


def test_facts_are_handed_over_once_and_in_order() -> None:
    aggregate = Aggregate()
    aggregate.record(Opened(1))
    aggregate.record(Opened(2))
    assert aggregate.collect_events() == [Opened(1), Opened(2)]
    assert aggregate.collect_events() == []


def test_two_aggregates_do_not_share_their_facts() -> None:
    one, other = Aggregate(), Aggregate(version=3)
    one.record(Opened(1))
    assert other.collect_events() == []
    assert (one.version, other.version) == (0, 3)


def test_facts_do_not_make_two_aggregates_differ() -> None:
    one, other = Aggregate(), Aggregate()
    one.record(Opened(1))
    assert one == other


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (DomainError, "refused"),
        (Unauthenticated, "unauthenticated"),
        (Forbidden, "forbidden"),
        (NotFound, "not-found"),
        (Conflict, "conflict"),
        (StaleVersion, "stale-version"),
        (Invalid, "invalid"),
    ],
)
def test_an_error_says_its_code(kind: type[DomainError], code: str) -> None:
    assert str(kind()) == kind.code == code


def test_an_error_carries_its_fields_and_details() -> None:
    refused = Invalid(errors=[FieldError("adults.0.last_name", "too-long", {"max": 80})], index=3)
    assert refused.errors[0].params == {"max": 80}
    assert refused.details == {"index": 3}


def test_a_throttled_caller_learns_how_long_to_wait() -> None:
    assert Throttled(30).retry_after == 30
    assert Throttled(30).details == {"retry_after": 30}
