"""Keeps an instance's processes running: starts them in order, restarts what dies, stops them in reverse.

It waits for signals and nothing else: no thread, no event loop, no secret, so that its forks are clean.
"""

import argparse
import gc
import importlib
import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path

from deploy.local import ports
from deploy.local.child import spawn
from deploy.local.folder import Folder, write_private
from deploy.local.plan import Process, Wanted, plan_from_file, wanted_from_file
from deploy.local.proc import Identity, die_with_parent, identify, name_process

_SIGNALS = {signal.SIGCHLD, signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGUSR1}
_FIRST_PAUSE, _LONGEST_PAUSE = 0.2, 5.0
_STABLE_AFTER = 10.0
_PORT_PAUSE = 0.1
_LEASE_CHECK = 2.0


@dataclass
class Child:
    """A process of the plan and what became of it."""

    process: Process
    identity: Identity | None = None
    starts: int = 0
    started_at: float = 0.0
    due_at: float = 0.0
    pause: float = _FIRST_PAUSE


@dataclass
class Supervisor:
    """Brings what runs into agreement with what is wanted, whenever a signal says that either has changed."""

    folder: Folder
    children: dict[str, Child] = field(default_factory=dict)
    wanted: Wanted = field(default_factory=Wanted)
    leased: bool = False
    stopping: bool = False
    orders_changed: bool = True
    _preloaded: set[str] = field(default_factory=set)

    def run(self) -> None:
        """Supervise until SIGTERM, SIGINT or SIGHUP; then stop everything."""
        while not self.stopping:
            if self.orders_changed:
                self._read_orders()
            self._stop_the_unwanted()
            pause = self._start_the_wanted()
            self._record()
            self._wait(pause)
            self.stopping |= self.leased and self._nobody_needs_it()
        self._record()
        self._stop(self.children.values())
        self._record()

    def _wait(self, seconds: float | None) -> None:
        """Sleep until a signal comes, or for so many seconds."""
        if self.leased:
            seconds = _LEASE_CHECK if seconds is None else min(seconds, _LEASE_CHECK)
        received = signal.sigwaitinfo(_SIGNALS) if seconds is None else signal.sigtimedwait(_SIGNALS, seconds)
        if received is not None:
            self.stopping |= received.si_signo in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
            self.orders_changed |= received.si_signo == signal.SIGUSR1
        self._reap()

    def _nobody_needs_it(self) -> bool:
        """Whether the last lease has ended: they are shared locks, so they end with their processes."""
        with self.folder.users.open("w") as users:
            try:
                flock(users, LOCK_EX | LOCK_NB)
            except BlockingIOError:
                return False
        return not self.folder.kept.exists()

    def _read_orders(self) -> None:
        self.orders_changed = False
        self.wanted = wanted_from_file(self.folder.wanted)
        plan = {process.name: process for process in plan_from_file(self.folder.plan)}
        for name, process in plan.items():
            self.children.setdefault(name, Child(process)).process = process

    def _stop_the_unwanted(self) -> None:
        self._stop(child for child in self.children.values() if not self.wanted.has(child.process))

    def _start_the_wanted(self) -> float | None:
        """Start what is due. Returns the seconds until the next one is, None when all run."""
        missing = [c for c in self.children.values() if c.identity is None and self.wanted.has(c.process)]
        missing.sort(key=lambda child: child.process.stage)
        pauses = [self._start(child) for child in missing if child.process.program]
        if any(pauses) and self._not_yet_imported():
            return min(filter(None, pauses))  # a program that waits for another one need not wait for our imports too
        self._preload()
        pauses += [self._start(child) for child in missing if child.process.function]
        return min(filter(None, pauses), default=None)

    def _start(self, child: Child) -> float:
        """Start one process. Returns the seconds to wait first, 0 when it runs."""
        if (early := child.due_at - time.monotonic()) > 0:
            return early
        if child.process.after_port and not ports.answers(child.process.after_port):
            return _PORT_PAUSE
        pid = spawn(child.process)
        child.identity = identify(pid)
        child.starts += 1
        child.started_at = time.monotonic()
        self._say(f"{child.process.name} runs as {pid}")
        if child.identity is None:  # it is gone already: it will be reaped, so its number still is its own
            child.identity = Identity(pid, 0)
        return 0

    def _not_yet_imported(self) -> list[str]:
        preloading = (child.process for child in self.children.values() if child.process.group in self.wanted.preload)
        modules = dict.fromkeys(module for process in preloading for module in process.preload)
        return [module for module in modules if module not in self._preloaded]

    def _preload(self) -> None:
        """Import once what several children need; their forks share the pages."""
        new = self._not_yet_imported()
        for module in new:
            self._preloaded.add(module)
            try:
                importlib.import_module(module)
            except Exception:  # noqa: BLE001 - the child that needs it will fail too, in its own log; the others must live
                self._say(f"cannot import {module} beforehand:\n{traceback.format_exc()}")
        if new:
            gc.collect()
            gc.freeze()  # no collection may ever write to the pages that the children share

    def _reap(self) -> None:
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            for child in self.children.values():
                if child.identity is not None and child.identity.pid == pid:
                    self._note_end(child, status)

    def _note_end(self, child: Child, status: int) -> None:
        child.identity = None
        code = os.waitstatus_to_exitcode(status)
        how = signal.Signals(-code).name if code < 0 else f"exit status {code}"
        lived = time.monotonic() - child.started_at
        child.pause = _FIRST_PAUSE if lived > _STABLE_AFTER else min(child.pause * 2, _LONGEST_PAUSE)
        child.due_at = time.monotonic() + child.pause
        self._say(f"{child.process.name} ended after {lived:.1f} s: {how}")

    def _stop(self, children: Iterable[Child]) -> None:
        """Stop children stage by stage, the highest first; a stage ends together."""
        running = [child for child in children if child.identity is not None]
        for stage in sorted({child.process.stage for child in running}, reverse=True):
            self._stop_stage([child for child in running if child.process.stage == stage])

    def _stop_stage(self, children: list[Child]) -> None:
        for child in children:
            self._signal(child, child.process.stop_signal)
        deadline = time.monotonic() + max(child.process.grace for child in children)
        while any(child.identity for child in children):
            left = deadline - time.monotonic()
            if left <= 0:
                for child in children:
                    self._signal(child, signal.SIGKILL)
                left = 5.0
            self._wait(left)
        for child in children:
            child.due_at, child.pause = 0.0, _FIRST_PAUSE

    @staticmethod
    def _signal(child: Child, signum: int) -> None:
        if child.identity is not None:
            os.kill(child.identity.pid, signum)  # our own child, not yet reaped: the number is still its own

    def _record(self) -> None:
        running = {name: child.identity for name, child in self.children.items() if child.identity is not None}
        myself = identify(os.getpid())
        assert myself is not None  # noqa: S101 - we run
        state = {
            "supervisor": asdict(myself),
            "stopping": self.stopping,
            "preloaded": sorted(self._preloaded),
            "starts": {name: child.starts for name, child in self.children.items()},
            "processes": {name: asdict(identity) for name, identity in running.items()},
        }
        pids = {name: identity.pid for name, identity in running.items()}
        write_private(self.folder.pids, json.dumps(pids, indent=1))
        write_private(self.folder.state, json.dumps(state, indent=1))

    @staticmethod
    def _say(line: str) -> None:
        print(time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), line, flush=True)


def main(arguments: list[str]) -> None:
    """Supervise the instance whose folder is named."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--parent", type=int, help="stop everything when this process, which started us, ends")
    parser.add_argument("--leased", action="store_true", help="stop everything when nobody holds a lease any more")
    asked = parser.parse_args(arguments)
    signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    if asked.parent:
        die_with_parent(signal.SIGTERM, asked.parent)
    os.umask(0o077)
    name_process("kiosque-local")
    Supervisor(Folder(asked.folder.name, asked.folder.parent), leased=asked.leased).run()


if __name__ == "__main__":
    main(sys.argv[1:])
