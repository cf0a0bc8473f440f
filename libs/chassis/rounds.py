"""Work without end: in rounds, woken by a notification or at the latest after a pause, and beside other work."""

import asyncio
from collections.abc import Awaitable, Callable

from libs.chassis.logging import get_logger

Round = Callable[[], Awaitable[bool]]
_FAILURE_SECONDS = 1.0


async def wait_for_wake(wake: asyncio.Event, seconds: float) -> None:
    """Until `wake` is set, `seconds` at most; clears it."""
    try:
        async with asyncio.timeout(seconds):
            await wake.wait()
    except TimeoutError:
        return
    finally:
        wake.clear()


async def rounds(
    name: str,
    one_round: Round,
    *,
    wake: asyncio.Event,
    pause_seconds: float,
    ending: tuple[type[Exception], ...] = (),
) -> None:
    """Go round after round until cancelled; a round that fails is logged and tried again soon.

    Args:
        pause_seconds: how long to wait for `wake` at most.
        one_round: returns whether there is more to do now.
        ending: failures that end the work instead.
    """
    while True:
        try:
            more = await one_round()
        except ending:
            raise
        except Exception as error:  # noqa: BLE001 - a round never ends the work: the next one finds the same rows
            get_logger().warning("round failed", work=name, exc_info=error)
            await asyncio.sleep(min(pause_seconds, _FAILURE_SECONDS))
            continue
        if not more:
            await wait_for_wake(wake, pause_seconds)


async def first_to_end(*works: Awaitable[None]) -> None:
    """Run all, and when one ends or fails cancel the others; raises what the first one raised."""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        ended = [task for task in tasks if task.done()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in ended:
        task.result()
