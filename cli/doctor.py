"""`kiosque doctor`: is this installation what it should be?"""

import asyncio
from collections.abc import Awaitable, Callable

from cli.examinations import broker_rights, databases, processes, topology
from cli.failure import Failure
from cli.output import console, errors, say

_EXAMINATIONS: tuple[tuple[str, Callable[[], Awaitable[list[str]]]], ...] = (
    ("bindings are what the contracts say", topology.problems),
    ("broker accounts may do no more than they must", broker_rights.problems),
    ("databases are migrated, and their roles may do no more than they must", databases.problems),
    ("processes are ready", processes.problems),
)


def doctor() -> None:
    """Examine the installation; each problem in a sentence, exit status 1 if there is one."""
    if problems := asyncio.run(_examine()):
        raise Failure(f"{problems} problem(s).")
    say("All is well.")


async def _examine() -> int:
    total = 0
    for sentence, examine in _EXAMINATIONS:
        try:
            problems = await examine()
        except Failure as failure:
            problems = [str(failure)]
        total += len(problems)
        (errors if problems else console).print(f"{'✗' if problems else '✓'} {sentence}")
        for problem in problems:
            errors.print(f"  {problem}", style="red", markup=False)
    return total
