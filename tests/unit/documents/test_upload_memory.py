"""The bound on what is held at a time."""

import asyncio

import pytest

from services.documents.api.memory import Busy, Memory


async def test_who_finds_no_room_waits_for_it() -> None:
    memory, order = Memory(10), list[str]()

    async def hold(name: str, size: int) -> None:
        async with memory.share(size):
            order.append(f"{name} in")
            await asyncio.sleep(0.01)
            order.append(f"{name} out")

    await asyncio.gather(hold("first", 8), hold("second", 8))
    assert order == ["first in", "first out", "second in", "second out"]


async def test_who_waits_too_long_is_told() -> None:
    memory = Memory(10, patience_seconds=0.01)
    async with memory.share(10):
        with pytest.raises(Busy):
            async with memory.share(1):
                pytest.fail("there was no room")
    async with memory.share(10):
        pass


async def test_a_failed_upload_gives_its_share_back() -> None:
    memory = Memory(10, patience_seconds=0.01)
    with pytest.raises(ValueError, match="upload"):
        async with memory.share(10):
            raise ValueError("upload")
    async with memory.share(10):
        pass
