"""Processes as Linux shows them: who a pid is, what it weighs, whom it started."""

import ctypes
import os
import signal
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

PR_SET_PDEATHSIG = 1
PR_SET_NAME = 15
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Identity:
    """A process beyond doubt: a pid is given again, a pid with its start time is not.

    Attributes:
        started: clock ticks since boot, field 22 of /proc/<pid>/stat.
    """

    pid: int
    started: int

    def alive(self) -> bool:
        """Whether this very process still runs (a zombie does not)."""
        return identify(self.pid) == self

    def send(self, signum: int) -> bool:
        """Send a signal to this process, never to a successor of its number. False when it is gone."""
        if not self.alive():
            return False
        try:
            os.kill(self.pid, signum)
        except ProcessLookupError:
            return False
        return True


def identify(pid: int) -> Identity | None:
    """Who the pid is now; None when nobody, or when only its exit status is left."""
    fields = _stat(pid)
    if fields is None or fields[0] in "ZX":
        return None
    return Identity(pid, int(fields[19]))


def die_with_parent(signum: int, parent: int) -> None:
    """In a child: ask the kernel for `signum` when the parent ends, however it ends.

    To be called after a change of user, which clears the wish.
    """
    if _libc.prctl(PR_SET_PDEATHSIG, signum, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG)")
    if os.getppid() != parent:  # it ended before the kernel knew
        os.kill(os.getpid(), signum)


def name_process(name: str) -> None:
    """Show the name (15 letters of it) in `ps` and `top`."""
    _libc.prctl(PR_SET_NAME, name.encode()[:15], 0, 0, 0)


def wait_gone(processes: Iterable[Identity], seconds: float) -> list[Identity]:
    """Wait for processes that need not be our children. Returns those that are still there."""
    deadline = time.monotonic() + seconds
    left = [process for process in processes if process.alive()]
    while left and time.monotonic() < deadline:
        time.sleep(0.05)
        left = [process for process in left if process.alive()]
    return left


def end(processes: Iterable[Identity], seconds: float, signum: int = signal.SIGTERM) -> None:
    """Ask processes to end; those that do not within the time are killed."""
    asked = [process for process in processes if process.send(signum)]
    for process in wait_gone(asked, seconds):
        process.send(signal.SIGKILL)
    wait_gone(asked, 5)


def with_descendants(pids: Iterable[int]) -> set[int]:
    """The pids and everything they started, directly or not."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found: set[int] = set()
    open_ends = list(pids)
    while open_ends:
        pid = open_ends.pop()
        if pid not in found:
            found.add(pid)
            open_ends += children.get(pid, [])
    return found


def proportional_kib(pid: int) -> int:
    """Memory of a process where a page shared by n processes counts 1/n (PSS), in KiB; 0 when it is gone."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")), 0)


def cpu_seconds(pid: int) -> float:
    """User and system time of a process so far; 0 when it is gone."""
    fields = _stat(pid)
    return 0.0 if fields is None else (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _stat(pid: int) -> list[str] | None:
    """The fields of /proc/<pid>/stat from the third on: the name before them may hold spaces."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return text.rpartition(")")[2].split()
