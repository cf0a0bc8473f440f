"""At the counter: an agent writes a family that has no mail address, and prints what it takes home."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

from libs.chassis.auth import Subject, SubjectKind
from services.household.application.abandon_drafts import abandon_drafts
from tests.support.household_driver import AGENT, HouseholdDriver, errors, problem, records_of
from tests.support.household_families import a_child, a_family, an_adult

COLLEAGUE = replace(AGENT, id=UUID(int=78))


async def test_an_agent_writes_a_family_from_the_first_adult_to_its_code(household: HouseholdDriver) -> None:
    writer = await household.at_counter()
    forms = a_family().with_child()
    family = await household.registered(forms, writer)
    [told] = await household.events("household.family.registered.v1")
    assert (told.data["origin"], told.data["registration_id"]) == ("counter", str(writer.id))
    assert told.data["family_code"] == family.code
    [row] = await household.fetch("SELECT origin, registered_by, activated_at FROM families")
    assert tuple(row) == ("counter", AGENT.id, None)
    draft = await household.draft(writer)
    assert (draft["state"], draft["family_code"], draft["to_complete"]) == ("submitted", family.code, 2)


async def test_every_step_at_the_counter_is_audited_under_the_agents_name(household: HouseholdDriver) -> None:
    writer = await household.at_counter()
    await household.registered(a_family().with_child(), writer)
    [submission] = await household.fetch("SELECT id FROM submissions")
    assert await household.audited() == [
        (AGENT.reference, "registration.opened", f"registration:{writer.id}"),
        (AGENT.reference, "submission.made", f"submission:{submission['id']}"),
    ]


async def test_an_online_draft_is_the_familys_alone_and_one_of_the_counter_the_agents(
    household: HouseholdDriver,
) -> None:
    online = await household.drafted(a_family().with_child())
    counter = await household.drafted(a_family().with_child(), await household.at_counter())
    for wrong in (replace(online, agent_id=AGENT.id), replace(counter, agent_id=None)):
        draft = f"/drafts/{wrong.id}"
        manifest = {"manifest": household.papers.manifest(f"registration:{wrong.id}")}
        for method, path, body in (
            ("GET", draft, None),
            ("DELETE", draft, None),
            ("PUT", f"{draft}/adults/{uuid4()}", an_adult()),
            ("PUT", f"{draft}/children/{uuid4()}", a_child(uuid4())),
            ("DELETE", f"{draft}/adults/{uuid4()}", None),
            ("DELETE", f"{draft}/children/{uuid4()}", None),
            ("POST", f"{draft}/submission", manifest),
        ):
            headers = {"If_Match": '"3"', "Idempotency_Key": str(uuid4())}
            answer = await household.call(method, path, body, by=wrong, **headers)
            assert answer.status_code == 404, f"{method} {path}"


async def test_an_agent_begins_no_draft_but_at_the_counter(household: HouseholdDriver) -> None:
    invented = Subject(SubjectKind.REGISTRATION, uuid4(), agent_id=AGENT.id)
    path = f"/drafts/{invented.id}/adults/{uuid4()}"
    answer = await household.call("PUT", path, an_adult(), by=invented, If_Match='"0"')
    assert answer.status_code == 404
    assert await household.fetch("SELECT 1 FROM drafts") == []


async def test_what_was_handed_in_at_the_counter_stays_the_agents_to_see(household: HouseholdDriver) -> None:
    family = await household.registered(registration=await household.at_counter())
    await household.fetch("DELETE FROM drafts")
    agent = replace(family.registration, agent_id=AGENT.id)
    assert (await household.draft(agent))["family_code"] == family.code
    assert (await household.call("GET", f"/drafts/{agent.id}", by=family.registration)).status_code == 404


async def test_colleagues_see_what_was_begun_and_go_on_with_it(household: HouseholdDriver) -> None:
    first, second = await household.at_counter(), await household.at_counter(COLLEAGUE)
    forms = a_family(first_name="Inès", last_name="Durand").with_adult(first_name="Paul", last_name="Roux").with_child()
    await household.drafted(a_family().with_child())
    await household.drafted(forms, replace(first, agent_id=COLLEAGUE.id))
    await household.registered(registration=await household.at_counter())
    listed = await household.get("/counter-drafts", COLLEAGUE)
    assert [(draft["registration_id"], draft["opened_by"], draft["names"]) for draft in listed] == [
        (str(first.id), str(AGENT.id), ["Inès DURAND", "Paul ROUX"]),
        (str(second.id), str(COLLEAGUE.id), []),
    ]
    assert datetime.fromisoformat(listed[0]["opened_at"]) < datetime.now(UTC)
    assert (COLLEAGUE.reference, "counter_drafts.listed", "registrations:counter") in await household.audited()
    family = await household.registered(forms, replace(first, agent_id=COLLEAGUE.id))
    [row] = await household.fetch("SELECT registered_by FROM families WHERE id = $1", family.family_id)
    assert row["registered_by"] == COLLEAGUE.id


async def test_giving_up_erases_at_once(household: HouseholdDriver) -> None:
    writer = await household.drafted(a_family(), await household.at_counter())
    path = f"/counter-drafts/{writer.id}"
    assert (await household.call("DELETE", path, by=COLLEAGUE)).status_code == 204
    assert (await household.call("DELETE", path, by=COLLEAGUE)).status_code == 404
    assert await household.get("/counter-drafts", AGENT) == []
    [told] = await household.events()
    assert (told.type, told.subject) == ("household.registration.abandoned.v1", str(writer.id))


async def test_an_agent_gives_up_neither_a_familys_draft_nor_what_was_handed_in(household: HouseholdDriver) -> None:
    online = await household.drafted(a_family())
    assert (await household.call("DELETE", f"/counter-drafts/{online.id}", by=AGENT)).status_code == 404
    family = await household.registered(registration=await household.at_counter())
    late = await household.call("DELETE", f"/counter-drafts/{family.registration_id}", by=AGENT)
    assert (late.status_code, problem(late)) == (409, "draft-submitted")


async def test_a_draft_of_the_counter_lapses_as_any_other(household: HouseholdDriver) -> None:
    writer = await household.at_counter()
    await household.fetch("UPDATE drafts SET written_at = now() - interval '49 hours'")
    assert await abandon_drafts(household.app.state.deps.uow) == 1
    assert (await household.call("GET", f"/drafts/{writer.id}", by=writer)).status_code == 404


async def test_the_counter_needs_its_own_permission(household: HouseholdDriver) -> None:
    family = await household.registered()
    decider = replace(AGENT, permissions=frozenset({"household.read", "household.decide"}))
    for method, path in (
        ("POST", "/counter-drafts"),
        ("GET", "/counter-drafts"),
        ("DELETE", f"/counter-drafts/{uuid4()}"),
        ("GET", f"/families/{family.family_id}/receipt"),
        ("GET", f"/families?code={family.code}"),
    ):
        answer = await household.call(method, path, by=decider, Idempotency_Key="the-counter-1")
        assert answer.status_code == 403, f"{method} {path}"


async def test_a_family_is_looked_up_by_its_whole_code(household: HouseholdDriver) -> None:
    family = await household.registered(registration=await household.at_counter())
    found = await household.get(f"/families?code={family.code}", AGENT)
    assert found == {"family_id": str(family.family_id), "family_code": family.code, "origin": "counter"}
    assert (await household.audited())[-1] == (AGENT.reference, "family.looked_up", f"family:{family.family_id}")
    for unknown in ("99999", f"0{family.code}", family.code[:-1], ""):
        assert (await household.call("GET", f"/families?code={unknown}", by=AGENT)).status_code == 404


async def test_fifty_clicks_begin_one_draft(household: HouseholdDriver) -> None:
    answers = await asyncio.gather(
        *(household.call("POST", "/counter-drafts", by=AGENT, Idempotency_Key="the-form-1") for _ in range(50))
    )
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert len(await household.fetch("SELECT 1 FROM drafts")) == 1


async def test_adults_at_the_counter_lack_nothing_that_they_need_online(household: HouseholdDriver) -> None:
    writer = await household.at_counter()
    answer = await household.keeps(writer, "adults", uuid4(), an_adult(birth_date="", street_number=""))
    assert errors(answer) == {("birth_date", "required"), ("street_number", "required")}


async def test_the_receipt_says_what_was_handed_in_and_what_is_missing(household: HouseholdDriver) -> None:
    forms = a_family().with_adult(first_name="Paul").with_child()
    [child] = [record for record in records_of(forms) if record.startswith("child")]
    household.papers.join(child, "livret-famille")
    family = await household.registered(forms, await household.at_counter())
    receipt = await household.get(f"/families/{family.family_id}/receipt", AGENT)
    assert receipt.pop("registered_at")
    assert receipt == {
        "family_code": family.code,
        "registered_by": str(AGENT.id),
        "adults": [{"name": "Claire MARTIN"}, {"name": "Paul MARTIN"}],
        "children": [{"name": "Lina MARTIN", "birth_date": "2021-05-02"}],
        "address_lines": ["3 bis Avenue de la Libération", "06700 SAINT-LAURENT-DU-VAR"],
        "pieces": [
            {"record_name": "Lina MARTIN", "label": receipt["pieces"][0]["label"], "files": 1},
            {"record_name": "Lina MARTIN", "label": receipt["pieces"][1]["label"], "files": 2},
        ],
        "missing": receipt["missing"],
    }
    assert {piece["label"].split(" ")[0] for piece in receipt["pieces"]} == {"Carnet", "Livret"}
    assert receipt["missing"] == [
        "Fiche famille : Justificatif de domicile",
        "Fiche famille : Pièces d'identité des responsables : Claire MARTIN",
        "Fiche famille : Pièces d'identité des responsables : Paul MARTIN",
        "Fiche sanitaire de Lina MARTIN",
    ]
    assert (await household.audited())[-1] == (AGENT.reference, "receipt.read", f"family:{family.family_id}")
    assert (await household.call("GET", f"/families/{uuid4()}/receipt", by=AGENT)).status_code == 404


async def test_a_date_that_is_none_yet_does_not_stop_the_receipt(household: HouseholdDriver) -> None:
    family = await household.registered()
    await household.accepts_everything(await household.open_submission(family))
    await household.saves(family, family.child, keep="typed", birth_date="5/2021")
    receipt = await household.get(f"/families/{family.family_id}/receipt", AGENT)
    assert [child["birth_date"] for child in receipt["children"]] == [None]
