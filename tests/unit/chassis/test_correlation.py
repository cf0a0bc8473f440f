"""A chain of work keeps its id; what would end up in logs is a UUID or replaced."""

from uuid import UUID

from libs.chassis.correlation import current_correlation, new_correlation, set_correlation

GIVEN = "7d0e7d3e-3f2a-4c1e-9b58-0d8c1f6f2a11"


def test_an_id_that_is_a_uuid_is_kept() -> None:
    assert new_correlation(GIVEN).id == GIVEN


def test_anything_else_is_replaced() -> None:
    for given in (None, "", "me@example.org", "x" * 500):
        found = new_correlation(given).id
        assert str(UUID(found)) == found != given


def test_a_trace_is_joined_or_begun() -> None:
    assert new_correlation(GIVEN, "00-a-b-01").traceparent == "00-a-b-01"
    assert len(new_correlation().traceparent) == 55


def test_work_that_nobody_named_gets_one_id_and_keeps_it() -> None:
    set_correlation(None)
    assert current_correlation() is current_correlation()
    set_correlation(None)
