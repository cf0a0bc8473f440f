"""The processor time of an instance's processes, read before and after what is measured."""

from deploy.local.environment import PRODUCT
from deploy.local.instance import Instance
from deploy.local.proc import cpu_seconds, with_descendants

Seconds = dict[str, float]


def spent(instance: Instance) -> Seconds:
    """Processor seconds so far, by process of the instance with what it started."""
    return {
        name: sum(cpu_seconds(pid) for pid in with_descendants([who.pid]))
        for name, who in instance.processes().items()
        if name != "supervisor"
    }


def since(before: Seconds, instance: Instance, times: int) -> dict[str, float]:
    """Milliseconds of processor per repetition, by process."""
    after = spent(instance)
    return {name: (after[name] - before[name]) * 1000 / times for name in after}


def of_python(cost: dict[str, float]) -> float:
    """Of the product's own processes together."""
    return sum(cost[name] for name in PRODUCT)


def parts(cost: dict[str, float]) -> str:
    """The dearest first; what is next to nothing is left out."""
    least = sum(cost.values()) / 100
    dearest = sorted(cost.items(), key=lambda item: -item[1])
    return ", ".join(f"{name} {milliseconds:.2f}" for name, milliseconds in dearest if milliseconds >= least)
