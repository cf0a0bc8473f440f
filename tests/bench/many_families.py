"""What a dashboard and the agents' lists cost with a thousand families, and with a hundred thousand.

Run it on a machine that does nothing else. `python -m tests.bench.many_families 1000 20000` measures other sizes.
"""

import asyncio
import os
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass, field
from statistics import median

from cli.demo import Loaded, load
from deploy.local.console import table
from tests.bench.processor import of_python, since, spent
from tests.support.agents import WORK_LIST, AgentAtWork
from tests.support.pages import Page
from tests.support.running_product import Product, running_product
from tests.support.sign_in import DASHBOARD, sign_in
from tests.support.visitor import Visitor, an_address

SIZES = (1_000, 100_000)
SEED = 1
PARENTS = 20
ROUNDS, REQUESTS = 5, 200  # the kernel counts processor time in hundredths of a second
CODE = "D1-000042"
BUDGETS = {"dashboard": "1.3; 3 ms of processor"}


@dataclass(frozen=True)
class Cost:
    """Of one request, in milliseconds: the median of the rounds.

    Attributes:
        wall: client included.
        python: processor time of the product's Python processes.
        database: processor time of PostgreSQL.
    """

    wall: float
    python: float
    database: float


@dataclass
class Town:
    """A product of its own with so many families, and those who look at it."""

    product: Product
    families: int
    pages: dict[str, Callable[[int], Awaitable[Page]]] = field(default_factory=dict)

    async def load(self) -> tuple[Loaded, float]:
        """As `kiosque demo load` does; with the seconds that it took."""
        os.environ |= self.product.instance.environment_of_everything()
        started = time.monotonic()
        loaded = await load(families=self.families, seed=SEED)
        return loaded, time.monotonic() - started

    async def let_in(self, stack: AsyncExitStack, password: str, among: int) -> None:
        """Families spread over the first `among`, the same in each town, and one agent."""
        site, parents = self.product.site, []
        for number in range(PARENTS):
            parent = await stack.enter_async_context(Visitor(site, source=an_address(number)))
            await sign_in(parent, f"D{SEED}-{1 + number * among // PARENTS:06}", password)
            parents.append(parent)
        desk = await stack.enter_async_context(Visitor(site))
        await AgentAtWork(desk, await self.product.new_agent()).sign_in()
        self.pages = {
            "dashboard": lambda number: parents[number % PARENTS].open(DASHBOARD),
            "work list": lambda _: desk.open(WORK_LIST),
            "work list, concluded": lambda _: desk.open(f"{WORK_LIST}?demandes=conclues"),
            "work list of one code": lambda _: desk.open(f"{WORK_LIST}?code={CODE}"),
        }

    async def round(self, what: str) -> tuple[float, float, float]:
        """What one request costs on the mean: see `Cost`."""
        ask = self.pages[what]
        before, started = spent(self.product.instance), time.monotonic()
        for number in range(REQUESTS):
            page = await ask(number)
            assert page.status == 200, page.text[:500]
        wall = (time.monotonic() - started) * 1000 / REQUESTS
        cost = since(before, self.product.instance, REQUESTS)
        return wall, of_python(cost), cost["postgresql"]


async def compare(towns: Sequence[Town]) -> list[tuple[str, ...]]:
    """Rows of the table. The towns take turns, so that whatever else the machine does slows each of them alike."""
    rows: list[tuple[str, ...]] = [("families", "what", "time", "Python processes", "PostgreSQL", "budget")]
    async with AsyncExitStack() as stack:
        for town in towns:
            loaded, seconds = await town.load()
            rows.append((f"{town.families}", "loading them", f"{seconds:.0f} s", "", "", "300 s"))
            await town.let_in(stack, loaded.password, min(town.families for town in towns))
        for what in towns[0].pages:
            for town in towns:
                await town.round(what)  # to warm up
            rounds = [[await town.round(what) for town in towns] for _ in range(ROUNDS)]
            costs = [Cost(*map(median, zip(*of_town, strict=True))) for of_town in zip(*rounds, strict=True)]
            rows += [
                (
                    f"{town.families}",
                    what,
                    f"{cost.wall:.2f} ms",
                    f"{cost.python:.2f} ms",
                    f"{cost.database:.2f} ms",
                    "",
                )
                for town, cost in zip(towns, costs, strict=True)
            ]
            few, many = costs[0], costs[-1]
            ratios = (many.wall / few.wall, many.python / few.python, many.database / max(few.database, 0.01))
            rows.append(("ratio", what, *(f"{ratio:.2f}" for ratio in ratios), BUDGETS.get(what, "")))
    return rows


def main() -> None:
    sizes = [int(size) for size in sys.argv[1:]] or SIZES
    with ExitStack() as stack:
        products = [stack.enter_context(running_product(f"bench-{size}")) for size in sizes]
        rows = asyncio.run(compare([Town(product, size) for product, size in zip(products, sizes, strict=True)]))
    print(table(rows))  # noqa: T201


if __name__ == "__main__":
    main()
