"""The load and the kills: families that are created at a steady pace by people who reload and press again."""

import asyncio
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from tests.faults.killing import Killer, plan_kills
from tests.support.invented_families import InventedFamily, invent_family
from tests.support.papers import Paper
from tests.support.procedures import Registering
from tests.support.running_product import Product
from tests.support.visitor import Visitor, an_address

FAMILIES = 100
AT_ONCE = 4
POISONED = "Perpétue"
POISONED_FAMILY = 10
# Stopped while the last families come, so that several events of one subject wait for it together.
READER = "notifications-worker"
WITHOUT_READER = 6


@dataclass(frozen=True)
class Shown:
    """A code famille that somebody read on the screen, and what they had handed in by then."""

    code: str
    family: InventedFamily
    papers: Mapping[str, Paper]


@dataclass
class Campaign:
    """What was done to the product, and what it answered."""

    product: Product
    seed: int
    shown: list[Shown] = field(default_factory=list)
    kills: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def report(self) -> str:
        """The history, for whoever has to replay it."""
        done = f"{len(self.shown)} families in {self.seconds:.0f} s, {len(self.kills)} kills"
        return "\n  ".join([f"KIOSQUE_SEED={self.seed} replays this: {done}", *self.kills])


def carry_out(campaign: Campaign) -> None:
    """Create the families and kill meanwhile. Returns when every family has its code and every victim was killed."""
    started = time.monotonic()
    try:
        asyncio.run(_carry_out(campaign, random.Random(campaign.seed)))
    finally:
        campaign.seconds = time.monotonic() - started
        print(f"\n{campaign.report()}")  # noqa: T201 - whoever has to replay it needs the seed


async def _carry_out(campaign: Campaign, chance: random.Random) -> None:
    gate = asyncio.Semaphore(AT_ONCE)
    instance = campaign.product.instance
    arrivals: list[asyncio.Task[None]] = []
    async with asyncio.TaskGroup() as tasks:
        killer = Killer(instance, plan_kills(chance, FAMILIES), tasks, campaign.kills)
        for number in range(FAMILIES):
            if number == FAMILIES - WITHOUT_READER:
                await asyncio.to_thread(instance.hold, READER)
            await gate.acquire()
            killer.family_started()
            arrivals.append(tasks.create_task(_arrive(campaign, number)))
            arrivals[-1].add_done_callback(lambda _task: gate.release())
        await asyncio.gather(*arrivals)
        instance.release(READER)


async def _arrive(campaign: Campaign, number: int) -> None:
    family = invent_family(f"{campaign.seed}.{number}")
    if number == POISONED_FAMILY:
        family = replace(family, child=replace(family.child, first_name=POISONED))
    async with Visitor(campaign.product.site, source=an_address(number)) as visitor:
        registering = Registering(visitor, family)
        code = await registering.create()
        campaign.shown.append(Shown(code, family, registering.papers))
        campaign.broken += [f"{status} for {what}" for what, status in visitor.statuses if status in (500, 501)]
