"""How the supervisor makes a child: a program by exec, a Python function by fork."""

import contextlib
import importlib
import logging
import os
import pwd
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from deploy.local.environment import from_lines
from deploy.local.plan import Process
from deploy.local.proc import die_with_parent, name_process

_LOG_LIMIT = 10 * 1024 * 1024


def spawn(process: Process) -> int:
    """Start it and return its pid. It has its own log and its own environment, and dies with the supervisor."""
    _turn_log(Path(process.log))
    supervisor = os.getpid()
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        _become_child(process, supervisor)
        if process.program:
            os.execve(process.program[0], process.program, dict(os.environ))
        status = _call(_function(process.function))
    except BaseException:  # noqa: BLE001 - the last frame of a child: nothing above could report it
        traceback.print_exc()
    finally:
        with contextlib.suppress(OSError, ValueError):
            logging.shutdown()
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)


def _become_child(process: Process, supervisor: int) -> None:
    log = os.open(process.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for standard, descriptor in ((0, nothing), (1, log), (2, log)):
        os.dup2(descriptor, standard)
    os.closerange(3, 256)
    os.setsid()
    variables = from_lines(Path(process.environment).read_text())
    os.environ.clear()
    os.environ.update(variables)
    if process.user:
        os.chdir("/")  # that user may not enter the folder we are in
        _change_user(process.user)
    for signum in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGUSR1, signal.SIGCHLD):
        signal.signal(signum, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, set())
    die_with_parent(process.orphan_signal, supervisor)  # last: a change of user would clear it
    name_process(process.name)


def _change_user(name: str) -> None:
    account = pwd.getpwnam(name)
    os.initgroups(name, account.pw_gid)
    os.setgid(account.pw_gid)
    os.setuid(account.pw_uid)


def _function(path: str) -> Callable[[], object]:
    module, _, name = path.partition(":")
    function: Callable[[], object] = getattr(importlib.import_module(module), name)
    return function


def _call(function: Callable[[], object]) -> int:
    try:
        function()
    except SystemExit as exit_:
        if isinstance(exit_.code, str):
            print(exit_.code, file=sys.stderr)
            return 1
        return exit_.code or 0
    return 0


def _turn_log(log: Path) -> None:
    """Keep one older log, so that a long-lived demo does not fill the disk."""
    if log.exists() and log.stat().st_size > _LOG_LIMIT:
        log.replace(log.with_suffix(".log.1"))
