"""One child, two homes: one request, and nothing of one home shows in the other."""

import asyncio

from tests.support.schooling_driver import FIORI, SELVES, Home, SchoolingDriver, problem

PS = "2023-05-02"
VILLAGE_STREET = SELVES.model_copy(update={"street_name": "Place du Château", "street_number": "2"})


async def test_each_home_sees_its_own_sector(schooling: SchoolingDriver) -> None:
    first = await schooling.family(Home())
    second = await schooling.family(Home(code="10002"), address=VILLAGE_STREET)
    child = await schooling.child(first, second, born=PS)
    seen = [(await schooling.target(home, child))["sector"] for home in (first, second)]
    assert seen[0]["address"] != seen[1]["address"]
    assert seen[0]["school"] != seen[1]["school"]


async def test_the_second_home_learns_that_a_request_exists_and_nothing_else(schooling: SchoolingDriver) -> None:
    first = await schooling.family(Home())
    second = await schooling.family(Home(code="10002"), address=VILLAGE_STREET)
    child = await schooling.child(first, second, born=PS)
    words = "CANARI de la première maison"
    request = await schooling.asked(
        first,
        child,
        level_objection=words,
        derogation={"wanted_school": FIORI, "reasons": ["sante"], "comment": words},
    )
    shown = await schooling.schooling(second, child)
    assert shown["this_year"]["label"] == "Préinscrit", "whatever was asked"
    assert shown["requests"] == []
    assert [found["code"] for found in shown["targets"][0]["obstacles"]] == ["requested-by-other-home"]
    answer = await schooling.asks(second, child)
    assert (answer.status_code, problem(answer)) == (409, "already-requested")
    await schooling.puts(request, "level", {"level": "PS", "reason": words})
    await schooling.puts(request, "derogation/advice", {"opinion": "favourable", "held_on": "2026-05-21"})
    await schooling.puts(request, "derogation/decision", {"decision": "accept", "comment": words})
    await schooling.concludes(request)
    paths = [
        f"/families/{second.id}/schooling",
        f"/families/{second.id}/children/{child}/schooling",
        f"/families/{second.id}/pre-registrations",
        f"/families/{second.id}/export",
        f"/families/{second.id}/history",
    ]
    for path in paths:
        text = (await schooling.call("GET", path, by=second.subject)).text
        for secret in ("CANARI", "25 Rue des Selves", str(request), str(first.id), first.code):
            assert secret not in text, f"{secret} in {path}"
    assert (await schooling.schooling(second, child))["this_year"]["school"]["uai"] == FIORI


async def test_of_two_homes_that_ask_at_once_one_is_told(schooling: SchoolingDriver) -> None:
    first = await schooling.family(Home())
    second = await schooling.family(Home(code="10002"), address=VILLAGE_STREET)
    child = await schooling.child(first, second, born=PS)
    forms = [await schooling.target(home, child) for home in (first, second)]
    answers = await asyncio.gather(
        *(
            schooling.asks(home, child, target=form)
            for _ in range(10)
            for home, form in zip((first, second), forms, strict=True)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 19
    assert {problem(answer) for answer in answers if answer.status_code == 409} == {"already-requested"}
