"""What household tells the others of a family: whole, once for each difference, whatever changed it."""

import asyncio
import os
import shutil
from pathlib import Path

from libs.contracts.household.v1 import FamilyChanged
from services.household import commands
from tests.support.household_driver import HouseholdDriver, Registered
from tests.support.household_families import a_family


async def told(household: HouseholdDriver, family: Registered) -> list[tuple[int, bool, str | None]]:
    """Version, completeness and street of each state that was told."""
    events = [event for event in await household.events(FamilyChanged.type) if event.subject == str(family.family_id)]
    return [
        (event.aggregate_version, event.data["complete"], (event.data["address"] or {}).get("street_name"))
        for event in events
    ]


STREET = "Avenue de la Libération"


async def complete(household: HouseholdDriver) -> Registered:
    """A family all of whose records are green."""
    family = await household.confirmed(a_family().with_child())
    await household.accepts_everything(await household.open_submission(family))
    await household.completes(family)
    await household.accepts_everything(await household.submitted(family))
    assert {light for light, _ in (await household.lights(family)).values()} == {"green"}
    return family


async def test_a_new_family_is_told_without_an_address(household: HouseholdDriver) -> None:
    family = await household.registered()
    assert await told(household, family) == [(1, False, None)]


async def test_each_difference_is_told_once(household: HouseholdDriver) -> None:
    family = await complete(household)
    states = await told(household, family)
    assert states[0] == (1, False, None)
    version, whole, street = states[-1]
    assert (whole, street) == (True, STREET)
    assert [version for version, _, _ in states] == list(range(1, version + 1))

    await household.saves(family, family.record, family_situation="divorce")
    await household.saves(family, family.record, family_situation="veuf")
    assert await told(household, family) == [*states, (version + 1, False, STREET)]


async def test_two_records_that_turn_green_at_once_are_both_seen(household: HouseholdDriver) -> None:
    family = await complete(household)
    await household.saves(family, family.record, family_situation="veuf")
    await household.saves(family, family.child, birth_place="Menton")
    assert (await told(household, family))[-1][1] is False
    await asyncio.gather(
        household.saves(family, family.record, family_situation="marie"),
        household.saves(family, family.child, birth_place="Nice"),
    )
    assert (await told(household, family))[-1][1] is True


async def test_a_resync_tells_every_family_and_what_changed_unseen(household: HouseholdDriver) -> None:
    family, other = await complete(household), await household.registered()
    before = await told(household, family)
    assert await commands.resync(household.database.url, FamilyChanged.type) == 2
    assert await told(household, family) == [*before, before[-1]]
    await household.fetch("UPDATE pieces SET required = true WHERE kind = 'child'")
    await commands.resync(household.database.url, FamilyChanged.type)
    assert (await told(household, family))[-1] == (before[-1][0] + 1, False, STREET)
    assert len(await told(household, other)) == 3


async def test_a_catalogue_that_asks_for_more_is_told_of_whom_it_concerns(
    household: HouseholdDriver, tmp_path: Path
) -> None:
    family, other = await complete(household), await household.registered()
    before, untold = await told(household, family), await told(household, other)
    folder = shutil.copytree(Path(os.environ.get("KIOSQUE_COMMUNE_DIR", "communes/carros")), tmp_path / "commune")
    await commands.load(household.database.url, folder)
    assert await told(household, family) == before
    pieces = (folder / "pieces.yaml").read_text(encoding="utf-8")
    (folder / "pieces.yaml").write_text(pieces.replace("required: false", "required: true"), encoding="utf-8")
    await commands.load(household.database.url, folder)
    assert (await told(household, family))[-1] == (before[-1][0] + 1, False, STREET)
    assert await told(household, other) == untold
