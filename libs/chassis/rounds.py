"""Work done in rounds: woken by a notification, at the latest after a pause; the pause is what it can rely on."""

import asyncio
from collections.abc import Awaitable, Callable

from libs.chassis.logging import get_logger

Round = Callable[[], Awaitable[bool]]


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
    """Go round after round until cancelled; a round that fails is logged and tried again after the pause.

    Args:
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
            await asyncio.sleep(pause_seconds)
            continue
        if not more:
            await wait_for_wake(wake, pause_seconds)
