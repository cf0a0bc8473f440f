"""Kills processes while others work: who and when comes from a seed."""

import asyncio
import random
import time
from dataclasses import dataclass, field

from deploy.local.environment import PRODUCT
from deploy.local.instance import Instance, NotRunning

VICTIMS = (*PRODUCT, "rabbitmq")
_PAUSE = 0.05


@dataclass(frozen=True)
class Kill:
    """One kill of the plan: who, and after how many families have been started."""

    victim: str
    after: int
    delay: float


@dataclass
class Killer:
    """Kills every victim once, somewhere in the middle of the load; what happened is in `history`."""

    instance: Instance
    plan: list[Kill]
    tasks: asyncio.TaskGroup
    history: list[str] = field(default_factory=list)
    _started: int = 0

    def family_started(self) -> None:
        """Carry out what the plan has for this moment."""
        self._started += 1
        for kill in self.plan:
            if kill.after == self._started:
                self.tasks.create_task(self._kill(kill))

    async def _kill(self, kill: Kill) -> None:
        await asyncio.sleep(kill.delay)
        while True:
            try:
                pid = self.instance.kill(kill.victim)
            except NotRunning:  # between two lives
                await asyncio.sleep(_PAUSE)
            else:
                self.history.append(f"{time.strftime('%H:%M:%S')} family {self._started}: {kill.victim} ({pid})")
                return


def plan_kills(chance: random.Random, families: int) -> list[Kill]:
    """Every victim once, in a random order, spread over the load."""
    order = chance.sample(VICTIMS, len(VICTIMS))
    moments = sorted(chance.sample(range(2, families - families // 10), len(order)))
    return [Kill(victim, after, chance.uniform(0, 1)) for victim, after in zip(order, moments, strict=True)]
