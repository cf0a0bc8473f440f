"""What a large town costs: 250,000 addresses and 50,000 rules of sectors, loaded, checked and looked up."""

import asyncio
import random
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from cli.progress import working
from deploy.local.console import table
from deploy.local.instance import Instance
from libs.chassis.db import Database
from libs.commune.sectors import read_sectors_at
from libs.commune.streets import BanFile, read_ban
from services.household import commands as household
from services.schooling import commands as schooling
from services.schooling.adapters.queries_town_map import read_town
from services.schooling.application.find_sector import Question, find_sector
from services.schooling.domain.house_number import HouseNumber
from services.schooling.domain.level import Cycle, Level
from tests.support.databases import Databases
from tests.support.large_town import STREETS, street_name, write_addresses, write_sectors

ADDRESSES, RULES, LOOKUPS = 250_000, 50_000, 5_000
INSEE, YEAR = "06033", 2026
SCHOOLS = ["0069902B", "0069903C", "0069904D"]
COMMUNE = Path(__file__).parents[2] / "communes" / "carros"


@dataclass
class Stopwatch:
    """Wall seconds by what was done, in order."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def measure(self, what: str) -> Iterator[None]:
        started = time.monotonic()
        yield
        self.seconds[what] = time.monotonic() - started


async def measure(databases: Databases, folder: Path) -> tuple[Stopwatch, float]:
    """Load a large town as an operator would.

    Returns:
        Seconds by step, and milliseconds of processor for one answer, from the name of the street to the sentence.
    """
    towns, register = await databases.fresh("schooling"), await databases.fresh("household")
    await schooling.load(towns.url, COMMUNE)
    addresses, sectors = folder / "ban.csv", folder / "carte.csv"
    write_addresses(addresses, ADDRESSES, INSEE)
    write_sectors(sectors, RULES, INSEE, SCHOOLS)
    watch = Stopwatch()
    with watch.measure("250,000 addresses and their streets, into both services"):
        changes = await _import(addresses, towns.url, register.url)
        assert changes.addresses.loaded == ADDRESSES, changes
    with watch.measure("the same file again"):
        changes = await _import(addresses, towns.url, register.url)
        assert changes.addresses.unchanged == ADDRESSES, changes
    with watch.measure("50,000 rules of sectors"):
        read = read_sectors_at(sectors, INSEE)
        done = await schooling.load_sectors(towns.url, read, cycle=Cycle.ELEMENTAIRE, school_year=YEAR)
        assert done.loaded == RULES, done
    with watch.measure("every address checked against them"):
        await schooling.check_sectors(towns.url, [Cycle.ELEMENTAIRE], YEAR)
    return watch, await _lookup(towns.url, watch)


async def _import(path: Path, schooling_url: str, household_url: str) -> schooling.RegisterChanges:
    with path.open("rb") as lines:
        ban: BanFile = read_ban(lines, path.name, INSEE)
    changes = await schooling.load_streets(schooling_url, ban)
    await household.load_register(household_url, ban.street_list())
    return changes


async def _lookup(url: str, watch: Stopwatch) -> float:
    database = Database(url, application="bench", pool_size=1)
    with watch.measure("the town's map into memory"):
        async with database.reading() as connection:
            town = (await read_town(connection)).understood()
    await database.close()
    chance, on = random.Random(7), town.rentrees[YEAR]
    questions = [
        Question(street_name(chance.randrange(STREETS)), HouseNumber(chance.randrange(1, 99)), Level.CP, on)
        for _ in range(LOOKUPS)
    ]
    started = time.process_time()
    for question in questions:
        find_sector(question, town)
    return (time.process_time() - started) * 1000 / LOOKUPS


def rows(watch: Stopwatch, lookup: float) -> Sequence[tuple[str, str, str]]:
    """As a table shows them: figure, measured, budget."""
    budgets = ["60 s"]
    return [
        *((what, f"{seconds:.1f} s", budgets.pop() if budgets else "") for what, seconds in watch.seconds.items()),
        ("one sector school among 50,000 rules, processor", f"{lookup:.3f} ms", "1 ms"),
    ]


def main() -> None:
    instance = Instance("bench", durable=False)
    with instance.leased():
        instance.start_infrastructure(leased=True)
        databases = Databases(instance, "bench")
        with TemporaryDirectory() as folder, working("Loading a large town"):
            watch, lookup = asyncio.run(measure(databases, Path(folder)))
        databases.drop_all()
    print(table([("figure", "measured", "budget"), *rows(watch, lookup)]))  # noqa: T201


if __name__ == "__main__":
    main()
