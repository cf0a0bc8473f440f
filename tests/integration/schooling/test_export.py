"""All that schooling knows of a family, for the family itself, and what it tells of what happened."""

from tests.support.schooling_driver import Home, SchoolingDriver


async def test_a_family_takes_its_requests_and_its_childrens_schooling_along(schooling: SchoolingDriver) -> None:
    home = await schooling.family(Home())
    child = await schooling.child(home, born="2023-05-02")
    request = await schooling.asked(home, child, level_objection="Léa a déjà fait cette classe")
    told = await schooling.get(f"/families/{home.id}/export", home.subject)
    (asked,) = told["data"]["pre_registrations"]
    assert (asked["id"], asked["state"], asked["level_objection"]) == (
        str(request),
        "open",
        "Léa a déjà fait cette classe",
    )
    assert asked["decisions"] is None
    await schooling.puts(request, "level", {"level": "PS", "reason": "Vérifié"})
    await schooling.accepts(request)
    answer = await schooling.call("GET", f"/families/{home.id}/export", by=home.subject)
    (asked,) = answer.json()["data"]["pre_registrations"]
    assert asked["decisions"]["pre_registration"]["choice"] == "accept"
    (enrolment,) = answer.json()["data"]["enrolments"]
    assert enrolment["child_id"] == str(child)
    assert str(schooling.agent.id) not in answer.text


async def test_the_history_tells_the_answer_and_not_the_way_to_it(schooling: SchoolingDriver) -> None:
    home = await schooling.family(Home())
    child = await schooling.child(home, born="2023-05-02")
    request = await schooling.asked(home, child)
    await schooling.file(request)
    await schooling.puts(request, "decision", {"decision": "accept"})
    path = f"/families/{home.id}/history"
    before = await schooling.get(path, home.subject)
    assert [entry["what"] for entry in before] == ["pre_registration.read", "pre_registration.submitted"]
    await schooling.concludes(request)
    *newest, _, _ = await schooling.get(path, home.subject)
    assert {(entry["what"], entry["by"]) for entry in newest} == {
        ("pre_registration.concluded", "town"),
        ("certificate.issued", "town"),
    }
