"""What a family typed and has not handed in: its own alone, until the town decides."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from libs.commune.profile import read_profile
from libs.contracts.household.v1 import FamilyErased
from services.schooling.adapters.abandoned_answers import forget_abandoned_answers
from services.schooling.adapters.queries_retention import kept
from tests.support.schooling_driver import FIORI, YEAR, Home, SchoolingDriver

CARROS = Path(__file__).parents[3] / "communes" / "carros"
TYPED: dict[str, Any] = {
    "enrolled_before": False,
    "level_objection": "Maintien.",
    "former_school": "École Jean Moulin, Nice",
    "wanted_school": FIORI,
    "reasons": ["fratrie", "", "autre"],
    "comment": "Sa sœur y est.",
}
NOTHING: dict[str, Any] = dict.fromkeys(TYPED, "") | {"enrolled_before": None, "reasons": []}


def path_of(home: Home, child: object) -> str:
    return f"/families/{home.id}/children/{child}/answers/{YEAR}"


async def test_they_come_back_as_they_were_typed(schooling: SchoolingDriver) -> None:
    home = await schooling.family(Home())
    child = await schooling.child(home)
    assert await schooling.get(path_of(home, child), home.subject) == NOTHING
    assert (await schooling.call("PUT", path_of(home, child), TYPED, by=home.subject)).status_code == 204
    assert await schooling.get(path_of(home, child), home.subject) == TYPED


async def test_the_familys_archive_has_them(schooling: SchoolingDriver) -> None:
    home = await schooling.family(Home())
    child = await schooling.child(home)
    await schooling.call("PUT", path_of(home, child), TYPED, by=home.subject)
    [kept] = (await schooling.get(f"/families/{home.id}/export", home.subject))["data"]["answers"]
    assert (kept["child_id"], kept["school_year"], kept["answers"]) == (str(child), YEAR, TYPED)


async def test_the_childs_other_home_has_its_own(schooling: SchoolingDriver) -> None:
    home, other = await schooling.family(Home()), await schooling.family(Home(code="10002"))
    child = await schooling.child(home, other)
    await schooling.call("PUT", path_of(home, child), TYPED, by=home.subject)
    assert await schooling.get(path_of(other, child), other.subject) == NOTHING
    assert (await schooling.call("GET", path_of(home, child), by=other.subject)).status_code == 404
    assert (await schooling.call("PUT", path_of(home, child), TYPED, by=other.subject)).status_code == 404


async def test_none_are_kept_for_somebody_elses_child(schooling: SchoolingDriver) -> None:
    home, stranger = await schooling.family(Home()), await schooling.family(Home(code="10002"))
    child = await schooling.child(home)
    assert (await schooling.call("PUT", path_of(stranger, child), TYPED, by=stranger.subject)).status_code == 404
    assert (await schooling.call("PUT", path_of(stranger, uuid4()), TYPED, by=stranger.subject)).status_code == 404


async def test_they_stay_while_the_request_can_be_taken_back_and_go_with_the_decision(
    schooling: SchoolingDriver,
) -> None:
    home = await schooling.family(Home())
    child = await schooling.child(home)
    await schooling.call("PUT", path_of(home, child), TYPED, by=home.subject)
    request = await schooling.asked(home, child)
    assert await schooling.get(path_of(home, child), home.subject) == TYPED
    await schooling.accepts(request)
    assert await schooling.get(path_of(home, child), home.subject) == NOTHING


async def test_what_was_abandoned_is_purged_and_an_open_requests_is_not(schooling: SchoolingDriver) -> None:
    home, other = await schooling.family(Home()), await schooling.family(Home(code="10002"))
    left, asked = await schooling.child(home, born="2023-05-02"), await schooling.child(other, born="2023-05-02")
    for family, child in ((home, left), (other, asked)):
        await schooling.call("PUT", path_of(family, child), TYPED, by=family.subject)
    await schooling.asked(other, asked)
    await schooling.psql.execute("UPDATE kept_answers SET kept_at = now() - interval '89 days'")
    assert await purge(schooling) == (0, 0)
    await schooling.psql.execute("UPDATE kept_answers SET kept_at = now() - interval '91 days'")
    assert await purge(schooling) == (1, 1)
    assert await schooling.get(path_of(home, left), home.subject) == NOTHING
    assert await schooling.get(path_of(other, asked), other.subject) == TYPED, "the request may be taken back"
    runs = await schooling.psql.fetch("SELECT details FROM audit WHERE object = 'answers:abandoned' ORDER BY id")
    assert [json.loads(run["details"])["deleted"] for run in runs] == [0, 1]


async def test_an_erased_family_leaves_none(schooling: SchoolingDriver) -> None:
    home, other = await schooling.family(Home()), await schooling.family(Home(code="10002"))
    child = await schooling.child(home, other)
    for family in (home, other):
        await schooling.call("PUT", path_of(family, child), TYPED, by=family.subject)
    await schooling.hears(
        FamilyErased(family_id=home.id, registration_id=None, child_ids=[], erased_at=datetime.now(UTC))
    )
    left = await schooling.psql.fetch("SELECT family_id FROM kept_answers")
    assert [row["family_id"] for row in left] == [other.id]


async def purge(schooling: SchoolingDriver) -> tuple[int, int]:
    """What `kiosque retention` says that the purge would take, and what it took."""
    delays = read_profile(CARROS).delays
    async with schooling.database.reading() as connection:
        [shown] = await kept(connection, delays)
    return shown.due, await forget_abandoned_answers(schooling.database, delays.kept_answers_days)
