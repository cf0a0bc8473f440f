"""Members of a household come and go: a birth, a second guardian, a departure; and a move asks for a new proof."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx

from libs.contracts.household.v1 import ChildChanged, FamilyChanged, RecordRemoved
from services.household.application.close_of_age import close_of_age
from tests.fakes.household import FakeClock
from tests.integration.household.test_withdrawing import withdraws
from tests.support.household_driver import HouseholdDriver, Registered, errors, problem
from tests.support.household_families import ADDRESS_ELSEWHERE, a_family

BABY = {
    "sex": "masculin",
    "last_name": "Martin",
    "first_name": "Noé",
    "birth_date": "12/08/2026",
    "birth_place": "Nice",
}
PAUL_IS_REACHED: dict[str, Any] = {"civility": "monsieur", "mobile": "06 12 34 56 78"}
PAUL = {"sex": "masculin", "last_name": "Martin", "first_name": "Paul", "birth_date": "01/02/1985"}


async def adds(
    household: HouseholdDriver, family: Registered, noun: str, form: dict[str, Any], keep: str = "checked"
) -> httpx.Response:
    path = f"/families/{family.family_id}/{noun}?keep={keep}"
    return await household.call("POST", path, form, by=family.subject, Idempotency_Key=str(uuid4()))


async def added(household: HouseholdDriver, family: Registered, noun: str, form: dict[str, Any]) -> str:
    answer = await adds(household, family, noun, form)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["key"])


async def removes(household: HouseholdDriver, family: Registered, key: str) -> httpx.Response:
    return await household.call("DELETE", f"/families/{family.family_id}/records/{key}", by=family.subject)


def guarded_by(*adults: str) -> dict[str, Any]:
    ids = [adult.removeprefix("adult-") for adult in adults]
    return {"guardians": ids, "second_guardian": None if len(ids) == 2 else "none"}


def identity_of(adult: str) -> str:
    """The slot of an adult's own paper."""
    return f"pieces-identite-{adult.removeprefix('adult-')}"


async def hands_in(household: HouseholdDriver, family: Registered, *more: str) -> Any:
    """TERMINER with the records that came later."""
    manifest = household.papers.manifest(f"family:{family.family_id}", *family.records, *more)
    answer = await household.call(
        "POST",
        f"/families/{family.family_id}/submissions",
        {"manifest": manifest},
        by=family.subject,
        Idempotency_Key=str(uuid4()),
    )
    assert answer.status_code == 201, answer.text
    household.papers.pin()
    return answer.json()["submission_id"]


async def settled(household: HouseholdDriver, **adult: Any) -> Registered:
    """A family whose every record is green, living outside the commune."""
    family = await household.confirmed(a_family(**adult).with_child())
    await household.accepts_everything(await household.open_submission(family))
    await household.completes(family)
    await household.accepts_everything(await household.submitted(family))
    assert {light for light, _ in (await household.lights(family)).values()} == {"green"}
    return family


async def test_a_birth_is_added_handed_in_and_reaches_the_others_once_accepted(household: HouseholdDriver) -> None:
    family = await settled(household)
    told = len(await household.events(ChildChanged.type))
    baby = await added(household, family, "children", BABY)
    assert (await household.lights(family))[baby] == ("red", "incomplete")
    assert (await household.saves(family, baby, guardians=guarded_by(family.adult))).status_code == 204
    household.papers.join_required(baby)
    submission = await hands_in(household, family, baby)
    assert len(await household.events(ChildChanged.type)) == told

    await household.accepts_everything(submission)

    assert (await household.lights(family))[baby] == ("green", "valid")
    last = (await household.events(ChildChanged.type))[-1]
    assert (last.data["first_name"], last.data["validated"]) == ("Noé", True)


async def test_a_refused_new_child_comes_back_with_reasons_is_valid_nowhere_and_can_be_removed(
    household: HouseholdDriver,
) -> None:
    family = await settled(household)
    baby = await added(household, family, "children", BABY)
    await household.saves(family, baby, guardians=guarded_by(family.adult))
    household.papers.join_required(baby)
    submission = await hands_in(household, family, baby)
    for item in [item for record in (await household.file(submission))["records"] for item in record["items"]]:
        reason = "illisible" if item["piece"] else "ne-correspond-pas"
        answer = await household.decides(submission, item["key"], "refuse", reason_code=reason)
        assert answer.status_code == 204, answer.text
    await household.concludes(submission)

    record = await household.record(family, baby)
    assert record["status"] == "refused"
    assert record["removable"]
    assert not [event for event in await household.events(ChildChanged.type) if event.data["first_name"] == "Noé"]
    assert (await removes(household, family, baby)).status_code == 204
    assert baby not in await household.lights(family)
    assert [event.data["record"] for event in await household.events(RecordRemoved.type)] == [baby]


async def test_nobody_removes_whom_the_town_knows_or_decides_on(household: HouseholdDriver) -> None:
    family = await settled(household)
    assert problem(await removes(household, family, family.child)) == "member-known"
    baby = await added(household, family, "children", BABY)
    await household.saves(family, baby, guardians=guarded_by(family.adult))
    household.papers.join_required(baby)
    await hands_in(household, family, baby)
    assert problem(await removes(household, family, baby)) == "record-locked"
    assert (await removes(household, family, family.record)).status_code == 409


async def test_the_same_child_is_not_added_twice(household: HouseholdDriver) -> None:
    family = await settled(household)
    await added(household, family, "children", BABY)
    assert problem(await adds(household, family, "children", BABY | {"first_name": "noé"})) == "child-known"
    assert (await adds(household, family, "children", BABY | {"first_name": "Tom"})).status_code == 201


async def test_somebody_who_is_being_typed_has_a_record_as_it_was_typed(household: HouseholdDriver) -> None:
    family = await settled(household)
    await added(household, family, "children", BABY)
    begun = (await adds(household, family, "children", {"birth_date": "12/8"}, keep="typed")).json()["key"]
    record = await household.record(family, begun)
    assert record["name"] == "Nouvel enfant"
    assert {field["name"]: field["value"] for field in record["fields"]}["birth_date"] == "12/8"
    assert (record["light"], record["removable"]) == ("red", True)
    baby: dict[str, Any] = dict(BABY)
    assert problem(await household.saves(family, begun, **baby)) == "child-known"
    assert (await household.saves(family, begun, **baby | {"first_name": "Tom"})).status_code == 204
    assert (await household.record(family, begun))["name"] == "Tom MARTIN"


async def test_what_breaks_a_rule_adds_nobody(household: HouseholdDriver) -> None:
    family = await settled(household)
    answer = await adds(household, family, "children", BABY | {"birth_date": "31/02/2026", "sex": None})
    assert errors(answer) == {("birth_date", "date-impossible"), ("sex", "required")}
    assert len(await household.lights(family)) == 4


async def test_a_second_adult_joins_and_there_is_no_third(household: HouseholdDriver) -> None:
    family = await settled(household)
    paul = await added(household, family, "adults", PAUL)
    assert problem(await adds(household, family, "adults", PAUL)) == "two-adults-at-most"
    assert (await household.saves(family, family.child, guardians=guarded_by(family.adult, paul))).status_code == 204
    assert (await household.saves(family, paul, **PAUL_IS_REACHED)).status_code == 204

    await household.accepts_everything(await hands_in(household, family, paul))

    lights = await household.lights(family)
    assert (lights[paul], lights[family.record]) == (("green", "valid"), ("red", "incomplete"))
    papers = [piece for piece in (await household.record(family, family.record))["pieces"] if piece["required"]]
    assert [(piece["code"], piece["state"]) for piece in papers] == [
        ("justificatif-domicile", "accepted"),
        (identity_of(paul), "missing"),
    ]
    household.papers.join(family.record, identity_of(paul))
    await household.accepts_everything(await hands_in(household, family, paul))
    assert {light for light, _ in (await household.lights(family)).values()} == {"green"}
    assert list(await household.lights(family)) == [family.record, family.adult, paul, family.child, family.health]


async def test_who_was_there_first_stays_the_first_whoever_writes(household: HouseholdDriver) -> None:
    family, paul = await with_two_adults(household)
    await household.saves(family, family.adult, mobile="06 12 34 56 79")
    await household.accepts_everything(await hands_in(household, family, paul))
    assert {light for light, _ in (await household.lights(family)).values()} == {"green"}
    assert (await household.events(FamilyChanged.type))[-1].data["complete"] is True


async def test_agents_find_a_household_under_the_names_of_its_adults_in_their_order(household: HouseholdDriver) -> None:
    family = await settled(household)
    paul = await added(household, family, "adults", PAUL | {"last_name": "Abel"})
    await household.saves(family, paul, **PAUL_IS_REACHED)
    await hands_in(household, family, paul)
    (listed,) = (await household.work_list())["items"]
    assert listed["family_name"] == "Martin / Abel"


async def test_an_adult_whom_the_town_never_knew_is_taken_out_of_what_was_typed(household: HouseholdDriver) -> None:
    family = await settled(household)
    paul = await added(household, family, "adults", PAUL)
    await household.saves(family, family.child, guardians=guarded_by(family.adult, paul))
    assert (await removes(household, family, paul)).status_code == 204
    guardians = next(f for f in (await household.record(family, family.child))["fields"] if f["name"] == "guardians")
    assert guardians["value"]["guardians"] == [family.adult.removeprefix("adult-")]


async def with_two_adults(household: HouseholdDriver) -> tuple[Registered, str]:
    family = await settled(household)
    paul = await added(household, family, "adults", PAUL)
    await household.saves(family, family.child, guardians=guarded_by(family.adult, paul))
    await household.saves(family, paul, **PAUL_IS_REACHED)
    household.papers.join(family.record, identity_of(paul))
    await household.accepts_everything(await hands_in(household, family, paul))
    return family, paul


async def test_an_accepted_departure_takes_the_adult_away_and_asks_for_the_guardians_anew(
    household: HouseholdDriver,
) -> None:
    family, paul = await with_two_adults(household)
    left = {"on": "01/09/2026", "word": "Nous sommes séparés."}
    assert (await household.saves(family, paul, departure=left)).status_code == 204
    await household.accepts_everything(await hands_in(household, family, paul))

    assert list(await household.lights(family)) == [family.record, family.adult, family.child, family.health]
    child = await household.record(family, family.child)
    guardians = next(field for field in child["fields"] if field["name"] == "guardians")
    assert (child["light"], child["status"], guardians["asked_again"]) == ("red", "incomplete", "guardian-left")
    assert guardians["value"]["guardians"] == [family.adult.removeprefix("adult-")]
    assert (await household.fetch("SELECT count(*) AS held FROM guardianships WHERE adult_id IS NOT NULL"))[0][
        "held"
    ] == 1

    assert await told_valid(household) is False, "the town accepted nobody as responsible any more"
    assert (await household.events(FamilyChanged.type))[-1].data["complete"] is False

    assert (await household.saves(family, family.child, guardians=guarded_by(family.adult))).status_code == 204
    await household.accepts_everything(await household.submitted(family))
    assert (await household.lights(family))[family.child] == ("green", "valid")
    assert await told_valid(household) is True


async def test_a_guardian_who_left_while_the_childs_record_lay_with_the_town_is_asked_about_when_it_is_taken_back(
    household: HouseholdDriver,
) -> None:
    family, paul = await with_two_adults(household)
    await household.saves(family, family.child, guardians=guarded_by(family.adult, paul), telephone="04 93 00 00 02")
    pending = await hands_in(household, family, family.child)
    await household.saves(family, paul, departure={"on": "01/09/2026", "word": "Nous sommes séparés."})
    await household.accepts_everything(await hands_in(household, family, paul))
    assert (await household.lights(family))[family.child] == ("orange", "pending")
    assert await withdraws(household, family, pending) == 204

    child = await household.record(family, family.child)
    guardians = next(field for field in child["fields"] if field["name"] == "guardians")
    assert (child["light"], guardians["asked_again"]) == ("red", "guardian-left")
    assert await told_valid(household) is False


async def told_valid(household: HouseholdDriver) -> bool:
    """Whether the other services last heard of the child as of one of whom everything required was accepted."""
    told: bool = (await household.events(ChildChanged.type))[-1].data["validated"]
    return told


async def test_a_refused_departure_changes_nobody(household: HouseholdDriver) -> None:
    family, paul = await with_two_adults(household)
    await household.saves(family, paul, departure={"on": "01/09/2026", "word": "Séparation."})
    submission = await hands_in(household, family, paul)
    await household.decides(submission, f"{paul}.departure", "refuse", reason_code="ne-correspond-pas")
    await household.concludes(submission)
    assert (await household.lights(family))[paul] == ("red", "refused")
    assert (await household.lights(family))[family.child] == ("green", "valid")


async def test_the_only_adult_does_not_leave(household: HouseholdDriver) -> None:
    family = await settled(household)
    answer = await household.saves(family, family.adult, departure={"on": "01/09/2026", "word": "Adieu."})
    assert errors(answer) == {("departure.on", "last-adult")}


async def test_a_move_asks_for_the_proof_of_domicile_again(household: HouseholdDriver) -> None:
    family = await settled(household)
    moved = ADDRESS_ELSEWHERE | {"street_number": "12"}
    await household.saves(family, family.record, address=moved)

    pieces = {piece["code"]: piece["state"] for piece in (await household.record(family, family.record))["pieces"]}
    assert pieces["justificatif-domicile"] == "outdated"
    assert "outdated" not in {state for code, state in pieces.items() if code.startswith("pieces-identite")}
    answer = await household.submits(family)
    assert (answer.status_code, problem(answer)) == (409, "record-incomplete")
    assert answer.json()["errors"][0]["code"] == "piece-outdated"

    household.papers.join(family.record, "justificatif-domicile")
    await household.accepts_everything(await household.submitted(family))
    assert (await household.lights(family))[family.record] == ("green", "valid")


HOSTED = ("attestation-hebergement", "domicile-hebergeur", "identite-hebergeur")


async def test_who_moves_in_with_somebody_brings_the_three_papers_of_a_host(household: HouseholdDriver) -> None:
    """The others hear of the new address once it is accepted, and not before: schooling looks at its sector then."""
    family = await settled(household)
    before = (await household.events(FamilyChanged.type))[-1].data
    moved = ADDRESS_ELSEWHERE | {"street_number": "12"}
    await household.saves(family, family.record, address=moved)
    for paper in HOSTED[:2]:
        household.papers.join(family.record, paper)
    assert problem(await household.submits(family)) == "record-incomplete"

    household.papers.join(family.record, HOSTED[2])
    submission = await household.submitted(family)
    pending = (await household.events(FamilyChanged.type))[-1].data
    assert (pending["address"], pending["complete"]) == (before["address"], False)

    await household.accepts_everything(submission)
    assert (await household.lights(family))[family.record] == ("green", "valid")
    told = (await household.events(FamilyChanged.type))[-1].data
    assert (told["address"]["street_number"], told["complete"]) == ("12", True)


async def test_moving_back_asks_for_nothing(household: HouseholdDriver) -> None:
    family = await settled(household)
    await household.saves(family, family.record, address=ADDRESS_ELSEWHERE | {"street_number": "12"})
    await household.saves(family, family.record, address=ADDRESS_ELSEWHERE)
    assert (await household.lights(family))[family.record] == ("green", "valid")


async def test_foreign_households_are_not_there(household: HouseholdDriver) -> None:
    family, other = await settled(household), await settled(household)
    path = f"/families/{other.family_id}/children"
    answer = await household.call("POST", path, BABY, by=family.subject, Idempotency_Key=str(uuid4()))
    assert answer.status_code == 404
    assert (await removes(household, family, other.child)).status_code == 404


async def test_a_child_of_age_is_read_and_counts_for_nothing(household: HouseholdDriver) -> None:
    family = await settled(household)
    deps = household.app.state.deps
    eve = datetime(2039, 5, 1, 12, tzinfo=UTC)
    assert await close_of_age(deps.uow, replace(deps.locality, clock=FakeClock(eve))) == 0

    birthday = replace(deps.locality, clock=FakeClock(eve + timedelta(days=1)))
    assert [await close_of_age(deps.uow, birthday) for _ in range(2)] == [2, 0]

    lights = await household.lights(family)
    assert lights[family.child] == lights[family.health] == ("grey", "of-age")
    assert (await household.record(family, family.child))["closed"]
    assert problem(await household.saves(family, family.child, first_name="Léna")) == "record-closed"
    assert (await household.events(FamilyChanged.type))[-1].data["complete"]
    assert problem(await household.submits(family)) == "nothing-to-submit"
