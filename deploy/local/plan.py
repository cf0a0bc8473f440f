"""What an instance is made of: the processes that its supervisor may run, as data."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

INFRASTRUCTURE = "infrastructure"
PRODUCT = "product"


@dataclass(frozen=True)
class Process:
    """One process.

    Attributes:
        name: also the name of its log and of its environment file.
        group: `infrastructure` or `product`; a group is started and stopped as one.
        program: a command line to execute; empty for a Python function.
        function: `module:function` to call in a fork of the supervisor; empty for a program.
        preload: modules to import before forking, shared by every child.
        environment: file of `NAME=value` lines, the whole environment of the process.
        user: the account that runs it, when the supervisor is root; empty for the supervisor's own.
        stop_signal: what asks it to end nicely.
        orphan_signal: what the kernel sends it when the supervisor ends without stopping it.
        grace: seconds to end nicely before it is killed.
        stage: a lower stage starts earlier and stops later.
        after_port: not started before somebody listens on this loopback port.
    """

    name: str
    group: str
    environment: str
    log: str
    program: list[str] = field(default_factory=list)
    function: str = ""
    preload: list[str] = field(default_factory=list)
    user: str = ""
    stop_signal: int = 15
    orphan_signal: int = 9
    grace: float = 10.0
    stage: int = 1
    after_port: int = 0


@dataclass(frozen=True)
class Wanted:
    """What shall run now.

    Attributes:
        groups: whose processes run.
        preload: whose modules are imported already, so that what is forked shares them.
        held: names of processes that stay stopped although their group runs.
    """

    groups: list[str] = field(default_factory=list)
    preload: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)

    def has(self, process: Process) -> bool:
        return process.group in self.groups and process.name not in self.held


def plan_to_json(processes: Iterable[Process]) -> str:
    return json.dumps([asdict(process) for process in processes], indent=1)


def plan_from_file(path: Path) -> list[Process]:
    entries: list[dict[str, Any]] = json.loads(path.read_text())
    return [Process(**entry) for entry in entries]


def wanted_to_json(wanted: Wanted) -> str:
    return json.dumps(asdict(wanted))


def wanted_from_file(path: Path) -> Wanted:
    return Wanted(**json.loads(path.read_text()))
