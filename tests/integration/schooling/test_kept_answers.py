"""What a family typed and has not handed in: its own alone, until the town decides."""

from typing import Any
from uuid import uuid4

from tests.support.schooling_driver import FIORI, YEAR, Home, SchoolingDriver

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
