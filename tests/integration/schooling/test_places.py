"""Places are never given twice; who finds none waits, or is proposed another school."""

import asyncio
import json
from datetime import datetime
from importlib import import_module
from types import SimpleNamespace
from uuid import UUID

import pytest

from tests.support.schooling_driver import FIORI, MATERNELLE, VILLAGE, Home, SchoolingDriver, problem

PS = "2023-05-02"


async def asked(schooling: SchoolingDriver, number: int = 0) -> tuple[Home, UUID, UUID]:
    home = await schooling.family(Home(code=f"2{number:04d}"))
    child = await schooling.child(home, born=PS)
    return home, child, await schooling.asked(home, child)


@pytest.mark.timeout(300)
async def test_two_hundred_claims_for_the_last_place_have_one_winner(schooling: SchoolingDriver) -> None:
    await schooling.places(MATERNELLE, "PS", 1)
    requests = []
    for number in range(200):
        _home, _child, request = await asked(schooling, number)
        await schooling.puts(request, "decision", {"decision": "accept"})
        requests.append(request)
    answers = await asyncio.gather(*(schooling.concludes(request) for request in requests))
    codes = [answer.status_code for answer in answers]
    assert codes.count(204) == 1
    assert {problem(answer) for answer in answers if answer.status_code != 204} == {"school-full"}
    assert await schooling.psql.fetchval("SELECT count(*) FROM seats") == 1
    assert await schooling.psql.fetchval("SELECT count(*) FROM enrolments") == 1
    assert await schooling.psql.fetchval("SELECT count(*) FROM pre_registrations WHERE state = 'concluded'") == 1


async def test_the_rank_on_the_list_is_its_familys_alone(schooling: SchoolingDriver) -> None:
    await schooling.places(MATERNELLE, "PS", 0)
    files = [await asked(schooling, number) for number in range(3)]
    for _home, _child, request in files:
        assert (await schooling.puts(request, "waiting")).status_code == 204
    ranks = [(await schooling.follows(home, request))["waiting"]["rank"] for home, _child, request in files]
    assert ranks == [1, 2, 3]
    await schooling.puts(files[1][2], "waiting")
    assert (await schooling.follows(files[1][0], files[1][2]))["waiting"]["rank"] == 2, "asked again, the place is kept"
    await schooling.drops(files[0][2], "waiting")
    assert (await schooling.follows(files[2][0], files[2][2]))["waiting"]["rank"] == 2
    [places] = [
        found
        for found in await schooling.get("/places?school_year=2026", schooling.agent)
        if (found["school"]["uai"], found["level"]) == (MATERNELLE, "PS")
    ]
    assert (places["places"], places["taken"], places["waiting"], places["free"]) == (0, 0, 2, 0)
    assert [item["stage"] for item in (await schooling.listed("stage=waiting"))["items"]] == ["waiting", "waiting"]


async def test_a_proposal_holds_a_place_until_it_is_answered(schooling: SchoolingDriver) -> None:
    await schooling.places(MATERNELLE, "PS", 0)
    await schooling.places(VILLAGE, "PS", 1)
    (home, child, request), (_other, _, second) = await asked(schooling, 1), await asked(schooling, 2)
    assert (await schooling.puts(request, "reassignment", {"school": VILLAGE})).status_code == 204
    full = await schooling.puts(second, "reassignment", {"school": VILLAGE})
    assert (full.status_code, problem(full)) == (409, "school-full")
    assert problem(await schooling.puts(request, "reassignment", {"school": FIORI})) == "proposal-pending"
    assert problem(await schooling.puts(request, "decision", {"decision": "accept"})) == "proposal-pending"
    proposal = (await schooling.follows(home, request))["proposal"]
    assert (proposal["state"], proposal["school"]["uai"]) == ("pending", VILLAGE)
    assert (await schooling.answers(home, request, "accept")).status_code == 204
    assert problem(await schooling.answers(home, request, "accept")) == "no-proposal"
    shown = await schooling.schooling(home, child)
    assert (shown["this_year"]["label"], shown["this_year"]["school"]["uai"]) == ("Inscrit", VILLAGE)
    assert await schooling.psql.fetchval("SELECT held FROM seats WHERE child_id = $1", child) is False


async def test_a_refused_proposal_frees_the_place_and_keeps_the_rank(schooling: SchoolingDriver) -> None:
    await schooling.places(MATERNELLE, "PS", 0)
    home, child, request = await asked(schooling)
    await schooling.puts(request, "waiting")
    await schooling.puts(request, "reassignment", {"school": VILLAGE, "days": 3})
    proposal = (await schooling.follows(home, request))["proposal"]
    assert "(rang 1 aujourd'hui)" in proposal["consequences"]["refused"]
    [line] = (await schooling.schooling(home, child))["requests"]
    assert datetime.fromisoformat(line["answer_before"]) == datetime.fromisoformat(proposal["until"])
    assert (await schooling.answers(home, request, "refuse")).status_code == 204
    found = await schooling.follows(home, request)
    assert (found["stage"], found["proposal"]["state"], found["waiting"]["rank"]) == ("waiting", "refused", 1)
    assert (found["proposal"]["consequences"], found["answer_before"]) == (None, None)
    assert await schooling.psql.fetch("SELECT 1 FROM seats") == []


async def test_a_proposal_lapses_by_the_databases_clock(schooling: SchoolingDriver) -> None:
    await schooling.places(MATERNELLE, "PS", 0)
    home, _child, request = await asked(schooling)
    await schooling.puts(request, "reassignment", {"school": VILLAGE})
    await schooling.psql.execute(
        "UPDATE pre_registrations SET proposal_until = now(),"
        " proposal = jsonb_set(proposal, '{until}', to_jsonb(now()::text))"
    )
    late = await schooling.answers(home, request, "accept")
    assert (late.status_code, problem(late)) == (409, "no-proposal")
    assert await schooling.lapse() == 1
    assert await schooling.lapse() == 0
    found = await schooling.follows(home, request)
    assert found["proposal"]["state"] == "lapsed"
    assert found["steps"][-1]["sentence"].startswith("Le délai est passé")
    assert await schooling.psql.fetch("SELECT 1 FROM seats") == []


async def test_an_agent_goes_on_after_the_time_of_a_proposal_without_the_worker(schooling: SchoolingDriver) -> None:
    await schooling.places(MATERNELLE, "PS", 0)
    _home, _child, request = await asked(schooling)
    await schooling.puts(request, "reassignment", {"school": VILLAGE})
    assert (await schooling.drops(request, "reassignment")).status_code == 204
    await schooling.puts(request, "reassignment", {"school": VILLAGE})
    await schooling.psql.execute(
        "UPDATE pre_registrations SET proposal_until = now(),"
        " proposal = jsonb_set(proposal, '{until}', to_jsonb(now()::text))"
    )
    assert (await schooling.puts(request, "reassignment", {"school": FIORI})).status_code == 204
    assert await schooling.psql.fetchval("SELECT uai FROM seats") == FIORI


async def test_a_proposal_is_reminded_of_once_by_the_databases_clock_and_not_after_an_answer(
    schooling: SchoolingDriver,
) -> None:
    files = [await asked(schooling, number) for number in range(3)]
    for _home, _child, request in files:
        assert (await schooling.puts(request, "reassignment", {"school": VILLAGE})).status_code == 204
    days = await schooling.psql.fetch("SELECT proposal_until - proposal_remind_at AS before FROM pre_registrations")
    assert {row["before"].days for row in days} == {3}, "what the town set"
    assert await schooling.reminds() == 0
    assert (await schooling.answers(files[0][0], files[0][2], "refuse")).status_code == 204
    await schooling.psql.execute(
        "UPDATE pre_registrations SET proposal_remind_at = now() WHERE proposal IS NOT NULL"
        " AND proposal_until IS NOT NULL"
    )
    assert await schooling.reminds(workers=4) == 2, "each that waits, whatever the number of workers"
    assert await schooling.reminds() == 2, "once"
    told = await schooling.events("schooling.reassignment.expiring.v1")
    assert {event.data["pre_registration_id"] for event in told} == {str(request) for _, _, request in files[1:]}
    assert (await schooling.follows(files[1][0], files[1][2]))["stage"] == "proposed"


async def test_when_to_remind_stands_in_one_place_for_older_rows_too(
    schooling: SchoolingDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    _home, _child, request = await asked(schooling)
    await schooling.puts(request, "reassignment", {"school": VILLAGE})
    rows = "SELECT proposal, proposal_remind_at FROM pre_registrations"
    after = await schooling.psql.fetchrow(rows)
    assert after["proposal_remind_at"] is not None
    assert "remind_at" not in json.loads(after["proposal"])

    await schooling.psql.execute(
        "UPDATE pre_registrations SET proposal = proposal || jsonb_build_object('remind_at', proposal_remind_at)"
    )
    assert "remind_at" in await schooling.psql.fetchval("SELECT proposal::text FROM pre_registrations")
    statements: list[str] = []
    migration = import_module("services.schooling.migrations.versions.0013_reminder_in_one_place")
    monkeypatch.setattr(migration, "op", SimpleNamespace(execute=statements.append))
    migration.upgrade()
    for statement in statements:
        await schooling.psql.execute(statement)
    migrated = await schooling.psql.fetchrow(rows)
    assert (migrated["proposal"], migrated["proposal_remind_at"]) == (after["proposal"], after["proposal_remind_at"])


async def test_nobody_is_reminded_once_the_time_is_over(schooling: SchoolingDriver) -> None:
    _home, _child, request = await asked(schooling)
    await schooling.puts(request, "reassignment", {"school": VILLAGE, "days": 1})
    await schooling.psql.execute(
        "UPDATE pre_registrations SET proposal_remind_at = now(), proposal_until = now(),"
        " proposal = jsonb_set(proposal, '{until}', to_jsonb(now()::text))"
    )
    assert await schooling.reminds() == 0
    assert await schooling.lapse() == 1
    assert await schooling.psql.fetchval("SELECT proposal_remind_at FROM pre_registrations") is None
