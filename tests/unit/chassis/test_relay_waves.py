"""A wave never holds two rows of one subject, and each result is sorted where it belongs."""

from collections.abc import Sequence
from typing import Any, cast

from aio_pika.exceptions import DeliveryError, PublishError
from aiormq.abc import DeliveredMessage
from aiormq.exceptions import ChannelAccessRefused
from hypothesis import given
from hypothesis import strategies as st
from pamqp.commands import Basic
from pamqp.header import ContentHeader

from libs.chassis.relay import Unsent, cut_wave, sort_out


def row(number: int, subject: str = "one") -> Unsent:
    return Unsent(number, f"event-{number}", "identity.account.activated.v1", subject, "{}")


@given(st.lists(st.sampled_from("abcd")), st.integers(min_value=1, max_value=5))
def test_waves_keep_order_and_never_repeat_a_subject(subjects: list[str], limit: int) -> None:
    rows: Sequence[Unsent] = [row(number, subject) for number, subject in enumerate(subjects)]
    rest, sent = list(rows), list[Unsent]()
    while rest:
        wave, rest = cut_wave(rest, limit)
        assert 0 < len(wave) <= limit
        assert len({one.subject for one in wave}) == len(wave)
        sent += wave
    assert sent == rows


def test_a_confirmed_row_is_sent_and_a_returned_or_rejected_one_refused() -> None:
    first, second, third = row(1), row(2, "two"), row(3, "three")
    unroutable = DeliveredMessage(Basic.Return(312, "NO_ROUTE"), ContentHeader(), b"", cast(Any, None))
    returned, rejected = PublishError(unroutable, Basic.Return(312, "NO_ROUTE")), DeliveryError(None, Basic.Nack())
    outcome = sort_out([first, second, third], [None, returned, rejected])
    assert outcome.sent == [first]
    assert outcome.refused == [(second, "PublishError"), (third, "DeliveryError")]
    assert outcome.broken is None


def test_a_broken_channel_refuses_nobody_while_it_could_be_anybody() -> None:
    closed = ChannelAccessRefused("no")
    outcome = sort_out([row(1), row(2, "two")], [None, closed])
    assert [one.id for one in outcome.sent] == [1]
    assert outcome.refused == []
    assert outcome.broken is closed


def test_alone_in_its_wave_it_is_the_row_that_was_refused() -> None:
    closed = ChannelAccessRefused("no")
    outcome = sort_out([row(1)], [closed])
    assert outcome.refused == [(row(1), "ChannelAccessRefused")]
    assert outcome.broken is closed


def test_a_lost_connection_is_nobodys_fault() -> None:
    outcome = sort_out([row(1)], [ConnectionError()])
    assert (outcome.sent, outcome.refused) == ([], [])
    assert isinstance(outcome.broken, ConnectionError)
