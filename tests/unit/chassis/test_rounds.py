"""Rounds are woken, go on after a failure, and end only when they must."""

import asyncio

import pytest

from libs.chassis import rounds as module
from libs.chassis.rounds import first_to_end, rounds, wait_for_wake


class Enough(Exception):
    pass


async def test_a_round_that_has_more_is_followed_at_once() -> None:
    left = [False, True, True]

    async def one_round() -> bool:
        if not left:
            raise Enough
        return left.pop()

    async with asyncio.timeout(1):
        with pytest.raises(Enough):
            await rounds("test", one_round, wake=asyncio.Event(), pause_seconds=0.01, ending=(Enough,))


async def test_a_wake_ends_the_pause() -> None:
    wake, done = asyncio.Event(), asyncio.Event()

    async def one_round() -> bool:
        if done.is_set():
            raise Enough
        done.set()
        return False

    async def call() -> None:
        await done.wait()
        wake.set()

    async with asyncio.timeout(1):
        calling = asyncio.create_task(call())
        with pytest.raises(Enough):
            await rounds("test", one_round, wake=wake, pause_seconds=60, ending=(Enough,))
        await calling


async def test_a_failed_round_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_FAILURE_SECONDS", 0.01)
    failures = [OSError(), ValueError(), KeyError()]

    async def one_round() -> bool:
        if failures:
            raise failures.pop()
        raise Enough

    async with asyncio.timeout(1):
        with pytest.raises(Enough):
            await rounds("test", one_round, wake=asyncio.Event(), pause_seconds=60, ending=(Enough,))
    assert failures == []


async def test_waiting_ends_by_itself_and_leaves_the_event_clear() -> None:
    wake = asyncio.Event()
    await wait_for_wake(wake, 0.01)
    wake.set()
    await wait_for_wake(wake, 60)
    assert not wake.is_set()


async def test_the_first_to_end_ends_the_others_and_says_why() -> None:
    cancelled = asyncio.Event()

    async def endless() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    async def failing() -> None:
        await asyncio.sleep(0)
        raise Enough

    with pytest.raises(Enough):
        await first_to_end(endless(), failing())
    assert cancelled.is_set()
