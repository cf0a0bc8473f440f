"""What a running instance weighs: memory (PSS) and processor time, process by process."""

import time
from dataclasses import dataclass
from pathlib import Path

from deploy.local.console import table
from deploy.local.instance import Instance
from deploy.local.proc import cpu_seconds, proportional_kib, with_descendants


@dataclass(frozen=True)
class Weight:
    """One line of the footprint.

    Attributes:
        kib: PSS of the process and of what it started.
        cpu: processor seconds over the measured time, in percent of one core.
    """

    name: str
    python: bool
    kib: int
    cpu: float


def measure(instance: Instance, seconds: float) -> list[Weight]:
    """Weigh every process of the instance, the launcher in the terminal too, over some time. Raises NotRunning."""
    pids = {name: identity.pid for name, identity in instance.processes().items()}
    supervisor = instance.pid_of("supervisor")
    if (launcher := _parent(supervisor)) and _is_python(launcher):
        pids["launcher"] = launcher
    families = {
        name: {pid} if name in ("supervisor", "launcher") else with_descendants([pid]) for name, pid in pids.items()
    }
    before = {name: sum(map(cpu_seconds, family)) for name, family in families.items()}
    time.sleep(seconds)
    return [
        Weight(
            name=name,
            python=_is_python(pids[name]),
            kib=sum(map(proportional_kib, family)),
            cpu=(sum(map(cpu_seconds, family)) - before[name]) / seconds * 100,
        )
        for name, family in families.items()
    ]


def report(instance: Instance, seconds: float) -> str:
    """The footprint as a table, the Python processes first."""
    weights = sorted(measure(instance, seconds), key=lambda weight: (not weight.python, weight.name))
    rows = [("process", "PSS", "CPU")]
    rows += [(weight.name, f"{weight.kib / 1024:.1f} MiB", f"{weight.cpu:.1f} %") for weight in weights]
    for label, chosen in (("Python together", [w for w in weights if w.python]), ("everything", weights)):
        rows.append((label, f"{sum(w.kib for w in chosen) / 1024:.1f} MiB", f"{sum(w.cpu for w in chosen):.1f} %"))
    return table(rows)


def _is_python(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/exe").readlink().name.startswith("python")
    except OSError:
        return False


def _parent(pid: int) -> int:
    """The launcher that waits for the supervisor; 0 when it is detached."""
    status = Path(f"/proc/{pid}/status").read_text()
    parent = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("PPid:"))
    command = Path(f"/proc/{parent}/cmdline").read_bytes()
    return parent if b"deploy.local" in command else 0
