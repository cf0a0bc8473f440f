"""The figures of `make bench`: what the product weighs, what a dashboard costs, how long a family waits.

Run it on a machine that does nothing else.
"""

import asyncio
import random
import time
from dataclasses import dataclass

from deploy.local import footprint
from deploy.local.console import table
from deploy.local.instance import Instance
from tests.bench.processor import of_python, parts, since, spent
from tests.support.agents import AgentAtWork
from tests.support.invented_families import invent_family
from tests.support.procedures import Registering, shown_code
from tests.support.running_product import Product, running_product
from tests.support.sign_in import ACTIVATION_SUBJECT, DASHBOARD, activate, sign_in
from tests.support.visitor import Visitor, an_address

REQUESTS = 300
WARM_UP = 30
FAMILIES = 20
IDLE_SECONDS = 20.0
_GLANCE = 0.02


@dataclass(frozen=True)
class Figure:
    """One line of the table. `budget` is the design's; empty where it names none."""

    what: str
    value: str
    budget: str = ""


async def measure(product: Product) -> list[Figure]:
    """Create one family, wait for what follows from it, sign in and look at the dashboard many times."""
    family = invent_family(f"bench.{random.SystemRandom().randrange(10**9)}")
    async with Visitor(product.site) as parent, Visitor(product.site) as desk:
        agent = AgentAtWork(desk, await product.new_agent())
        await agent.sign_in()
        registering = Registering(parent, family)
        await registering.until_terminer()
        pressed = time.monotonic()
        code = shown_code(await registering.terminate())
        shown = time.monotonic() - pressed
        listed, mailed = await asyncio.gather(
            _until_listed(agent, code, pressed), _until_mailed(product, family.email, pressed)
        )
        await activate(parent, product.mails, family.email)
        await sign_in(parent, code, family.password)
        dashboard = await _cost_of_dashboard(product.instance, parent)
    creating = await _cost_of_creating(product)
    return [
        Figure("from TERMINER to the code on the screen", f"{shown:.2f} s"),
        Figure("from TERMINER to the agents' work list", f"{listed:.2f} s"),
        Figure("from TERMINER to the activation mail", f"{mailed:.2f} s"),
        *dashboard,
        *creating,
    ]


def at_rest(instance: Instance) -> list[Figure]:
    """Memory, and what the processes do when nobody asks anything."""
    weights = footprint.measure(instance, IDLE_SECONDS)
    python = [weight for weight in weights if weight.python]
    return [
        Figure("memory of the Python processes (PSS)", f"{sum(w.kib for w in python) / 1024:.0f} MiB", "600 MiB"),
        Figure("processor at rest, everything", f"{sum(w.cpu for w in weights):.1f} % of a core", "2 %"),
        Figure("processor at rest, Python processes", f"{sum(w.cpu for w in python):.1f} % of a core"),
    ]


async def _cost_of_dashboard(instance: Instance, parent: Visitor) -> list[Figure]:
    for _ in range(WARM_UP):
        await parent.open(DASHBOARD)
    before, started = spent(instance), time.monotonic()
    for _ in range(REQUESTS):
        page = await parent.open(DASHBOARD)
        assert page.path == DASHBOARD, f"at {page.path}"
    wall = time.monotonic() - started
    cost = since(before, instance, REQUESTS)
    return [
        Figure("processor per signed-in dashboard, Python processes", f"{of_python(cost):.2f} ms", "3 ms"),
        Figure("processor per signed-in dashboard, all processes", f"{sum(cost.values()):.2f} ms"),
        Figure("of which", parts(cost)),
        Figure("dashboards one after the other, client included", f"{wall * 1000 / REQUESTS:.1f} ms each"),
    ]


async def _cost_of_creating(product: Product) -> list[Figure]:
    before, mine, started = spent(product.instance), time.process_time(), time.monotonic()
    for number in range(FAMILIES):
        family = invent_family(f"bench.{random.SystemRandom().randrange(10**9)}")
        async with Visitor(product.site, source=an_address(number)) as visitor:
            await Registering(visitor, family).create()
    wall = time.monotonic() - started
    client = (time.process_time() - mine) * 1000 / FAMILIES
    await asyncio.sleep(2)  # what follows from the last one
    cost = since(before, product.instance, FAMILIES)
    return [
        Figure("processor per family created, all processes", f"{sum(cost.values()):.0f} ms"),
        Figure("of which", parts(cost)),
        Figure("processor per family created, the client's own", f"{client:.0f} ms"),
        Figure("families one after the other", f"{wall / FAMILIES:.2f} s each"),
    ]


async def _until_listed(agent: AgentAtWork, code: str, since: float) -> float:
    while True:
        if code in await agent.work_list():
            return time.monotonic() - since
        await asyncio.sleep(_GLANCE)


async def _until_mailed(product: Product, address: str, since: float) -> float:
    while True:
        if any(ACTIVATION_SUBJECT in mail.subject for mail in await product.mails.to(address)):
            return time.monotonic() - since
        await asyncio.sleep(_GLANCE)


def main() -> None:
    with running_product("bench") as product:
        figures = asyncio.run(measure(product))
        time.sleep(5)
        figures += at_rest(product.instance)
    print(table([("figure", "measured", "budget"), *((f.what, f.value, f.budget) for f in figures)]))  # noqa: T201


if __name__ == "__main__":
    main()
