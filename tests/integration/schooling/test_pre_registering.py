"""A family pre-registers its child: what it is shown, TERMINER, and what becomes of the request."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from libs.contracts.household.v1 import FamilyErased
from tests.support.schooling_driver import (
    ELSEWHERE,
    FIORI,
    MATERNELLE,
    SELVES,
    VILLAGE,
    Home,
    SchoolingDriver,
    errors,
    problem,
)

PS, CE1 = "2023-05-02", "2019-05-02"


async def obstacles(schooling: SchoolingDriver, home: Home, child: UUID, **asked: bool) -> list[str]:
    return [found["code"] for found in (await schooling.target(home, child, **asked))["obstacles"]]


async def test_the_sector_school_suits(schooling: SchoolingDriver) -> None:
    home = await schooling.family(Home())
    child = await schooling.child(home, born=PS)
    target = await schooling.target(home, child)
    assert (target["may_pre_register"], target["may_derogate"], target["obstacles"]) == (True, True, [])
    assert (target["level"]["level"], target["sector"]["school"]["uai"]) == ("PS", MATERNELLE)
    assert target["sector"]["explanation"].startswith("L'école de secteur pour « 25 Rue des Selves »")
    assert target["next_step"]["appointment"] is True
    request = await schooling.asked(home, child)
    found = await schooling.follows(home, request)
    assert (found["stage"], found["kind"], found["level"], found["may_withdraw"]) == ("submitted", "sector", "PS", True)
    assert found["receipt"]["sentence"].startswith(f"Votre demande n° {found['number']} a été reçue le ")
    shown = await schooling.schooling(home, child)
    assert (shown["this_year"]["label"], shown["next_year"]["label"]) == ("Préinscrit", "Non inscrit")
    [obstacle] = shown["targets"][0]["obstacles"]
    assert (obstacle["code"], obstacle["pre_registration_id"]) == ("already-requested", str(request))

    assert (await schooling.file(request))["places"][0]["taken"] == 0
    await schooling.accepts(request)
    done = await schooling.follows(home, request)
    assert (done["stage"], done["school"]["uai"]) == ("accepted", MATERNELLE)
    shown = await schooling.schooling(home, child)
    assert (shown["this_year"]["label"], shown["this_year"]["school"]["uai"]) == ("Inscrit", MATERNELLE)
    assert [found["code"] for found in shown["targets"][0]["obstacles"]] == ["already-enrolled"]
    assert (await schooling.file(request))["places"][0]["taken"] == 1


async def test_another_school_is_refused_so_the_sectors_stands(schooling: SchoolingDriver) -> None:
    home = await schooling.family(Home())
    child = await schooling.child(home, born=PS)
    target = await schooling.target(home, child)
    record = f"derogation-{target['request_id']}"
    proof = schooling.papers.join(record, "justificatif-derogation")
    schooling.papers.join(record, "justificatif-derogation", scan="infected")
    manifest = schooling.papers.manifest(f"family:{home.id}", record)
    wish = {"wanted_school": FIORI, "reasons": ["fratrie", "autre"], "comment": "Sa sœur y est en CE1."}
    request = await schooling.asked(home, child, derogation=wish, manifest=manifest)
    assert (await schooling.schooling(home, child))["this_year"]["status"] == "derogation-en-cours"
    file = await schooling.file(request)
    assert (file["derogation"]["wanted_school"]["uai"], file["school"]["uai"]) == (FIORI, MATERNELLE)
    assert [document["id"] for document in file["documents"]] == [str(proof)]
    assert "advice-missing" in file["flags"]

    refusal = {"decision": "refuse", "reason_code": "hors-secteur-complet", "comment": "26 enfants du secteur."}
    early = await schooling.puts(request, "derogation/decision", refusal)
    assert (early.status_code, problem(early)) == (409, "advice-missing")
    nobody = await schooling.puts(request, "derogation/advice", {"opinion": "favourable", "held_on": "2026-05-20"})
    assert errors(nobody) == {("held_on", "no-session")}
    advice = {"opinion": "unfavourable", "held_on": "2026-05-21", "comment": "École complète."}
    assert (await schooling.puts(request, "derogation/advice", advice)).status_code == 204
    assert problem(await schooling.concludes(request)) == "undecided"
    wordless = await schooling.puts(request, "derogation/decision", {**refusal, "comment": None})
    assert errors(wordless) == {("comment", "comment-required")}
    other = await schooling.puts(request, "derogation/decision", {**refusal, "reason_code": "age"})
    assert errors(other) == {("reason_code", "reason-not-applicable")}
    assert (await schooling.puts(request, "derogation/decision", refusal)).status_code == 204
    told = await schooling.follows(home, request)
    assert (told["derogation"]["advised"], told["derogation"]["accepted"], told["derogation"]["refusal"]) == (
        True,
        None,
        None,
    ), "a decision shows once it is final"
    assert (await schooling.concludes(request)).status_code == 204
    told = await schooling.follows(home, request)
    assert (told["stage"], told["school"]["uai"], told["derogation"]["accepted"]) == ("accepted", MATERNELLE, False)
    assert told["derogation"]["refusal"]["legal_basis"].startswith("Code de l'éducation")
    late = await schooling.puts(request, "derogation/decision", {"decision": "accept"})
    assert (late.status_code, problem(late)) == (409, "already-closed")


async def test_the_file_lists_the_sittings_of_its_school_year_that_were_held_today_in_paris_included(
    schooling: SchoolingDriver,
) -> None:
    home = await schooling.family(Home())
    child = await schooling.child(home, born=PS)
    request = await schooling.asked(
        home, child, derogation={"wanted_school": FIORI, "reasons": ["fratrie"], "comment": None}
    )
    paris = "(now() AT TIME ZONE 'Europe/Paris')::date"
    today = await schooling.psql.fetchval(f"SELECT {paris}")
    await schooling.psql.execute("DELETE FROM commission_sessions")
    assert (await schooling.file(request))["derogation"]["sittings"] == {"held": [], "next": None}
    await schooling.psql.execute(
        "INSERT INTO commission_sessions (code, school_year, held_on, listed) VALUES"
        f" ('past', 2026, {paris} - 9, true), ('today', 2026, {paris}, true), ('soon', 2026, {paris} + 1, true),"
        f" ('late', 2026, {paris} + 9, true), ('gone', 2026, {paris} - 2, false), ('other', 2027, {paris} - 1, true)"
    )
    found = (await schooling.file(request))["derogation"]["sittings"]
    assert found == {
        "held": [today.isoformat(), (today - timedelta(days=9)).isoformat()],
        "next": (today + timedelta(days=1)).isoformat(),
    }
    for held in found["held"]:
        advice = {"opinion": "favourable", "held_on": held}
        assert (await schooling.puts(request, "derogation/advice", advice)).status_code == 204
    nobody = await schooling.puts(request, "derogation/advice", {"opinion": "favourable", "held_on": found["next"]})
    assert errors(nobody) == {("held_on", "no-session")}


async def test_another_school_is_accepted(schooling: SchoolingDriver) -> None:
    home = await schooling.family(Home())
    child = await schooling.child(home, born=PS)
    request = await schooling.asked(home, child, derogation={"wanted_school": FIORI, "reasons": ["sante"]})
    await schooling.puts(request, "derogation/advice", {"opinion": "favourable", "held_on": "2026-05-21"})
    assert (await schooling.puts(request, "derogation/decision", {"decision": "accept"})).status_code == 204
    assert (await schooling.concludes(request)).status_code == 204
    assert (await schooling.follows(home, request))["school"]["uai"] == FIORI


@pytest.mark.parametrize(
    ("wish", "wrong"),
    [
        ({"wanted_school": MATERNELLE, "reasons": ["sante"]}, {("wanted_school", "is-sector-school")}),
        ({"wanted_school": "0069903C", "reasons": ["sante"]}, {("wanted_school", "level-not-taught")}),
        (
            {"wanted_school": "0000000X", "reasons": ["nul"]},
            {("wanted_school", "not-a-choice"), ("reasons", "not-a-choice")},
        ),
    ],
)
async def test_a_wrong_wish_is_named(schooling: SchoolingDriver, wish: object, wrong: set[tuple[str, str]]) -> None:
    home = await schooling.family(Home())
    child = await schooling.child(home, born=PS)
    answer = await schooling.asks(home, child, derogation=wish)
    assert (answer.status_code, errors(answer)) == (422, wrong)


async def test_nothing_is_asked_before_everything_is_green(schooling: SchoolingDriver) -> None:
    home = await schooling.family(Home(), complete=False)
    child = await schooling.child(home, born=PS)
    assert await obstacles(schooling, home, child) == ["not-all-green"]
    answer = await schooling.asks(home, child)
    assert (answer.status_code, problem(answer), answer.json()["obstacle"]) == (
        409,
        "pre-registration-closed",
        "not-all-green",
    )
    await schooling.family(home)
    assert await obstacles(schooling, home, child) == []


async def test_age_decides_before_anything_else(schooling: SchoolingDriver) -> None:
    home = await schooling.family(Home())
    assert await obstacles(schooling, home, await schooling.child(home, born="2025-02-01")) == ["too-young"]
    assert await obstacles(schooling, home, await schooling.child(home, born="2014-02-01")) == ["too-old"]


async def test_whether_a_child_is_new_is_asked_where_the_town_does_not_know(schooling: SchoolingDriver) -> None:
    home = await schooling.family(Home())
    child = await schooling.child(home, born=CE1)
    assert await obstacles(schooling, home, child) == ["say-whether-newcomer"]
    stays = await schooling.target(home, child, enrolled_before=True)
    comes = await schooling.target(home, child, enrolled_before=False)
    assert (stays["newcomer"], stays["asks_former_school"], stays["next_step"]["appointment"]) == (False, False, False)
    assert (comes["newcomer"], comes["asks_former_school"], comes["next_step"]["appointment"]) == (True, True, True)
    request = await schooling.asked(home, child, enrolled_before=False, former_school="École des Pins, Nice")
    assert (await schooling.file(request))["former_school"] == "École des Pins, Nice"


async def test_whoever_the_town_enrolled_the_year_before_is_asked_nothing(schooling: SchoolingDriver) -> None:
    home = await schooling.family(Home())
    child = await schooling.child(home, born=CE1)
    await schooling.psql.execute(
        "INSERT INTO enrolments (child_id, school_year, version, uai, level, status, since)"
        " VALUES ($1, 2025, 1, $2, 'CP', 'admis', now())",
        child,
        FIORI,
    )
    assert (await schooling.target(home, child))["newcomer"] is False


async def test_a_level_that_is_not_right_is_settled_by_an_agent(schooling: SchoolingDriver) -> None:
    home = await schooling.family(Home())
    child = await schooling.child(home, born=PS)
    request = await schooling.asked(home, child, level_objection="Il fera sa petite section une seconde fois.")
    await schooling.puts(request, "decision", {"decision": "accept"})
    assert problem(await schooling.concludes(request)) == "level-unsettled"
    assert "level-objection" in (await schooling.file(request))["flags"]
    settled = await schooling.puts(request, "level", {"level": "MS", "reason": "Conseil des maîtres du 3 juin."})
    assert settled.status_code == 204
    assert (await schooling.concludes(request)).status_code == 204
    found = await schooling.follows(home, request)
    assert (found["level"], found["level_settled"]) == ("MS", "Conseil des maîtres du 3 juin.")


async def test_without_a_sector_the_town_determines_the_school(schooling: SchoolingDriver) -> None:
    home = await schooling.family(Home(), address=SELVES.model_copy(update={"street_name": "Rue de l'Oubli"}))
    child = await schooling.child(home, born=PS)
    target = await schooling.target(home, child)
    assert (target["may_pre_register"], target["sector"]["school"], target["sector"]["reason"]) == (
        True,
        None,
        "unknown-street",
    )
    request = await schooling.asked(home, child)
    await schooling.puts(request, "decision", {"decision": "accept"})
    assert problem(await schooling.concludes(request)) == "school-undetermined"
    wrong = await schooling.puts(request, "school", {"school": "0069903C", "reason": "La plus proche."})
    assert errors(wrong) == {("school", "level-not-taught")}
    assert (
        await schooling.puts(request, "school", {"school": VILLAGE, "reason": "La plus proche."})
    ).status_code == 204
    assert (await schooling.concludes(request)).status_code == 204
    found = await schooling.follows(home, request)
    assert (found["school"]["uai"], found["school_determined"]) == (VILLAGE, "La plus proche.")


async def test_a_child_of_another_commune_asks_for_a_school_of_its_own_kind(schooling: SchoolingDriver) -> None:
    home = await schooling.family(Home(), address=ELSEWHERE)
    child = await schooling.child(home, born=PS)
    target = await schooling.target(home, child)
    assert (target["kind_without_wish"], target["sector"]["reason"]) == ("outside", "outside")
    assert errors(await schooling.asks(home, child)) == {("derogation", "required")}
    request = await schooling.asked(home, child, derogation={"wanted_school": MATERNELLE, "reasons": ["travail-garde"]})
    sector = await schooling.puts(request, "decision", {"decision": "accept"})
    assert errors(sector) == {("decision", "outside-has-no-sector")}
    await schooling.puts(request, "derogation/advice", {"opinion": "unfavourable", "held_on": "2026-05-21"})
    refusal = {"decision": "refuse", "reason_code": "accord-commune-residence", "comment": "Refus du 2 juin."}
    assert (await schooling.puts(request, "derogation/decision", refusal)).status_code == 204
    assert (await schooling.concludes(request)).status_code == 204
    found = await schooling.follows(home, request)
    assert (found["kind"], found["stage"], found["refusal"]["comment"]) == ("outside", "refused", "Refus du 2 juin.")


async def test_a_request_is_taken_back_until_an_agent_opens_it(schooling: SchoolingDriver) -> None:
    home = await schooling.family(Home())
    child = await schooling.child(home, born=PS)
    first = await schooling.asked(home, child)
    assert (await schooling.withdraws(home, first)).status_code == 204
    assert problem(await schooling.withdraws(home, first)) == "already-closed"
    second = await schooling.asked(home, child)
    assert second != first
    await schooling.file(second)
    answer = await schooling.withdraws(home, second)
    assert (answer.status_code, problem(answer)) == (409, "already-opened")
    assert [line["stage"] for line in (await schooling.schooling(home, child))["requests"]] == ["opened", "withdrawn"]


async def test_an_address_that_changes_flags_the_request_and_moves_nothing(schooling: SchoolingDriver) -> None:
    home = await schooling.family(Home())
    child = await schooling.child(home, born=PS)
    request = await schooling.asked(home, child)
    moved = SELVES.model_copy(update={"street_name": "Place du Château", "street_number": "2"})
    await schooling.family(home, address=moved)
    file = await schooling.file(request)
    assert (file["school"]["uai"], file["address"]) == (MATERNELLE, "25 Rue des Selves, 06510 Carros")
    assert file["address_now"] == "2 Place du Château, 06510 Carros"
    assert "address-changed" in file["flags"]
    assert (await schooling.follows(home, request))["address_changed"] is True
    await schooling.family(home, address=SELVES)
    assert (await schooling.file(request))["address_changed_at"] is None


async def test_a_form_that_shows_what_is_no_longer_so_is_refused(schooling: SchoolingDriver) -> None:
    home = await schooling.family(Home())
    child = await schooling.child(home, born=PS)
    target = await schooling.target(home, child)
    await schooling.family(home, address=SELVES.model_copy(update={"street_number": "27"}))
    answer = await schooling.asks(home, child, target=target)
    assert (answer.status_code, problem(answer)) == (409, "offer-changed")


async def test_one_form_makes_one_request(schooling: SchoolingDriver) -> None:
    home = await schooling.family(Home())
    child = await schooling.child(home, born=PS)
    target = await schooling.target(home, child)
    answers = await asyncio.gather(
        *(schooling.asks(home, child, target=target, key="the-one-form") for _ in range(20)),
        *(schooling.asks(home, child, target=target) for _ in range(20)),
    )
    made = {answer.text for answer in answers if answer.status_code == 201}
    assert len(made) == 1
    assert {problem(answer) for answer in answers if answer.status_code != 201} <= {"already-requested"}
    assert await schooling.psql.fetchval("SELECT count(*) FROM pre_registrations") == 1


async def test_an_erased_family_leaves_nothing_but_the_place_of_a_child_who_stays(schooling: SchoolingDriver) -> None:
    home, other = await schooling.family(Home()), await schooling.family(Home(code="10002"))
    gone, stays = await schooling.child(home, born=PS), await schooling.child(home, other, born=PS)
    for child in (gone, stays):
        await schooling.accepts(await schooling.asked(home, child))
    await schooling.hears(
        FamilyErased(family_id=home.id, registration_id=None, child_ids=[gone], erased_at="2026-11-01T08:00:00Z"), 1
    )
    assert await schooling.psql.fetch("SELECT 1 FROM pre_registrations") == []
    [left] = await schooling.psql.fetch("SELECT child_id, family_id, pre_registration_id FROM enrolments")
    assert tuple(left) == (stays, None, None)
    assert [row["child_id"] for row in await schooling.psql.fetch("SELECT child_id FROM seats")] == [stays]
    assert (await schooling.schooling(other, stays))["this_year"]["label"] == "Inscrit"


async def test_a_radiation_frees_the_place_and_the_way_to_a_new_request(schooling: SchoolingDriver) -> None:
    home = await schooling.family(Home())
    child = await schooling.child(home, born=PS)
    await schooling.accepts(await schooling.asked(home, child))
    path = f"/children/{child}/enrolments/2026"
    assert (await schooling.call("PUT", path, {"status": "admis"}, by=schooling.agent)).status_code == 204
    assert (await schooling.schooling(home, child))["this_year"]["label"] == "Admis"
    wordless = await schooling.call("PUT", path, {"status": "radie"}, by=schooling.agent)
    assert errors(wordless) == {("reason", "required")}
    left = {"status": "radie", "reason": "Déménagement."}
    assert (await schooling.call("PUT", path, left, by=schooling.agent)).status_code == 204
    again = await schooling.call("PUT", path, left, by=schooling.agent)
    assert (again.status_code, problem(again)) == (409, "enrolment-unmoved")
    assert (await schooling.schooling(home, child))["this_year"]["label"] == "Radié"
    await schooling.accepts(await schooling.asked(home, child))
    assert (await schooling.schooling(home, child))["this_year"]["label"] == "Inscrit"


async def test_strangers_find_nothing(schooling: SchoolingDriver) -> None:
    home, stranger = await schooling.family(Home()), await schooling.family(Home(code="10002"))
    child = await schooling.child(home, born=PS)
    request = await schooling.asked(home, child)
    for path in (
        f"/families/{home.id}/schooling",
        f"/families/{home.id}/children/{child}/schooling",
        f"/families/{stranger.id}/children/{child}/schooling",
        f"/families/{stranger.id}/pre-registrations/{request}",
        f"/families/{home.id}/pre-registrations/{request}",
    ):
        assert (await schooling.call("GET", path, by=stranger.subject)).status_code == 404
    assert (await schooling.withdraws(Home(stranger.id), request)).status_code == 404
    assert (await schooling.answers(Home(stranger.id), request, "accept")).status_code == 404
    body = {"school_year": 2026, "request_id": str(uuid4()), "offer": "0" * 32}
    path = f"/families/{stranger.id}/children/{child}/pre-registrations"
    asked = await schooling.call("POST", path, body, by=stranger.subject, Idempotency_Key=str(uuid4()))
    assert asked.status_code == 404


async def test_a_newcomers_certificate_comes_with_the_request_or_follows_it(schooling: SchoolingDriver) -> None:
    home, other = await schooling.family(Home()), await schooling.family(Home(code="10002"))
    child = await schooling.child(home, born=CE1)
    target = await schooling.target(home, child, enrolled_before=False)
    assert target["asks_former_school"]
    record = f"derogation-{target['request_id']}"
    first = schooling.papers.join(record, "certificat-radiation")
    schooling.papers.join(record, "justificatif-derogation")  # left from a dérogation that is not asked for in the end
    manifest = schooling.papers.manifest(f"family:{home.id}", record)
    request = await schooling.asked(home, child, enrolled_before=False, manifest=manifest)
    told = await schooling.follows(home, request)
    assert [(file["id"], file["piece"], file["added_at"]) for file in told["documents"]] == [
        (str(first), "certificat-radiation", None)
    ]
    assert told["may_add_documents"]

    again = await schooling.adds(home, request, manifest)
    assert (again.status_code, problem(again)) == (409, "nothing-added")
    schooling.papers.pin()
    second = schooling.papers.join(record, "certificat-radiation")
    later = schooling.papers.manifest(f"family:{home.id}", record)
    stranger = schooling.papers.manifest(f"family:{other.id}", record)
    assert (await schooling.adds(other, request, stranger)).status_code == 404
    assert problem(await schooling.adds(other, request, later)) == "manifest-invalid"
    assert (await schooling.file(request))["flags"] == ["newcomer"]
    assert (await schooling.adds(home, request, later)).status_code == 204
    [added] = await schooling.events("schooling.pre_registration.documents_added.v1")
    assert added.data["document_ids"] == [str(second)]
    file = await schooling.file(request)
    assert [document["id"] for document in file["documents"]] == [str(first), str(second)]
    assert "files-added" in file["flags"]
    assert "Vous avez ajouté un fichier." in [
        step["sentence"] for step in (await schooling.follows(home, request))["steps"]
    ]

    await schooling.accepts(request)
    third = schooling.papers.join(record, "certificat-radiation")
    late = await schooling.adds(home, request, schooling.papers.manifest(f"family:{home.id}", record))
    assert (late.status_code, problem(late)) == (409, "already-closed")
    assert str(third) not in str(await schooling.file(request))


async def test_documents_learn_which_files_stay_and_which_are_the_familys_again(schooling: SchoolingDriver) -> None:
    home = await schooling.family(Home())
    child = await schooling.child(home, born=PS, first_name="Léa")
    record = f"derogation-{(await schooling.target(home, child))['request_id']}"
    proof = schooling.papers.join(record, "justificatif-derogation")
    request = await schooling.asked(
        home,
        child,
        derogation={"wanted_school": FIORI, "reasons": ["sante"]},
        manifest=schooling.papers.manifest(f"family:{home.id}", record),
    )
    [submitted] = await schooling.events("schooling.pre_registration.submitted.v1")
    assert (submitted.subject, submitted.data["document_ids"]) == (str(request), [str(proof)])
    assert (submitted.data["child_first_name"], submitted.data["sector_school"]["uai"]) == ("Léa", MATERNELLE)
    await schooling.withdraws(home, request)
    [withdrawn] = await schooling.events("schooling.pre_registration.withdrawn.v1")
    assert withdrawn.data["document_ids"] == [str(proof)]
