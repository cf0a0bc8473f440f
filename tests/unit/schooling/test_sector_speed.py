"""A lookup among 50,000 rules costs far less than a millisecond of processor, wherever they stand."""

import random
import time
from uuid import UUID

import pytest

from services.schooling.domain.house_number import HouseNumber
from services.schooling.domain.level import Cycle
from services.schooling.domain.sector import Rule, Side
from services.schooling.domain.sector_map import SectorMap
from tests.unit.schooling.sectors import RENTREE, sectors

RULES, LOOKUPS = 50_000, 2_000


@pytest.mark.parametrize("streets", [1, 8_000])
def test_a_lookup_costs_less_than_a_millisecond(streets: int) -> None:
    chance = random.Random(7)
    rules = [
        Rule.between(
            UUID(int=line % streets),
            HouseNumber(first := chance.randrange(1, 9_000)),
            HouseNumber(first + chance.randrange(900)),
            chance.choice(list(Side)),
            chance.choice("ABCDEFGH"),
            line,
        )
        for line in range(RULES)
    ]
    town = SectorMap([sectors(rules)])
    asked = [
        (UUID(int=chance.randrange(streets)), HouseNumber(chance.randrange(1, 9_999), "bis")) for _ in range(LOOKUPS)
    ]
    started = time.process_time()
    for street, house in asked:
        town.find(street, house, Cycle.MATERNELLE, RENTREE)
    assert (time.process_time() - started) / LOOKUPS < 0.001
