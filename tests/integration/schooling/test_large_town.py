"""A town of 250,000 addresses."""

import time
from pathlib import Path

import pytest

from libs.commune.streets import read_ban
from services.household import commands as household
from services.schooling import commands as schooling
from tests.conftest import FreshDatabase
from tests.support.large_town import STREETS, write_addresses

ADDRESSES, INSEE = 250_000, "06033"


@pytest.mark.slow
async def test_a_quarter_of_a_million_addresses_take_less_than_a_minute(
    fresh_database: FreshDatabase, tmp_path: Path
) -> None:
    town, register = await fresh_database("schooling"), await fresh_database("household")
    path = tmp_path / "ban.csv"
    write_addresses(path, ADDRESSES, INSEE)
    started = time.monotonic()
    with path.open("rb") as lines:
        ban = read_ban(lines, path.name, INSEE)
    changes = await schooling.load_streets(town.url, ban)
    streets = await household.load_register(register.url, ban.street_list())
    assert time.monotonic() - started < 60
    assert (changes.addresses.loaded, changes.streets.loaded, streets.loaded) == (ADDRESSES, STREETS, STREETS)
