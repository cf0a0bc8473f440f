"""Runs one of our programs that read what strangers sent: no environment, a time limit, and then it is gone."""

import asyncio
import contextlib
import os
import signal
import sys
from pathlib import Path


class ProcessFailed(Exception):
    """It died, said nothing, said too much, or had to be killed: it was given too much."""


async def run_limited(program: Path, *arguments: str, given: bytes, seconds: float, longest: int) -> bytes:
    """What the program wrote.

    Args:
        given: for its standard input.
        seconds: after which it is killed, whatever it is doing.
        longest: answer, in bytes.

    Raises:
        ProcessFailed.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",
        str(program),
        *arguments,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={},
        cwd="/",
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(seconds):
            said = await _ask(process, given, longest)
    except TimeoutError:
        raise ProcessFailed from None
    finally:
        _kill(process)
        await process.wait()
    if process.returncode != 0 or not said:
        raise ProcessFailed
    return said


async def _ask(process: asyncio.subprocess.Process, given: bytes, longest: int) -> bytes:
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("started without pipes")
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        process.stdin.write(given)
        await process.stdin.drain()
    process.stdin.close()
    said = bytearray()
    while chunk := await process.stdout.read(64 * 1024):
        said += chunk
        if len(said) > longest:
            raise ProcessFailed
    await process.wait()
    return bytes(said)


def _kill(process: asyncio.subprocess.Process) -> None:
    """The whole group: a reader that was taken over could have started others."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
