"""A child with two homes: what both know is one, and of everything else no home learns anything of the other."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from libs.chassis.auth import Subject, SubjectKind
from tests.integration.household.test_members import settled
from tests.support.household_driver import HouseholdDriver, Registered, errors, problem
from tests.support.household_families import ADDRESS_ELSEWHERE

CANARY = "Zanzibar"


@dataclass
class Homes:
    """Family A, family B, and the child of both."""

    first: Registered
    second: Registered
    child: str

    @property
    def health(self) -> str:
        return self.child.replace("child-", "health-")


async def a_code(household: HouseholdDriver, family: Registered) -> str:
    child = family.child.removeprefix("child-")
    body = {"family_id": str(family.family_id)}
    answer = await household.call("POST", f"/children/{child}/link-codes", body, by=household.agent)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["code"])


async def links(household: HouseholdDriver, family: Registered, code: str, born: str = "02/05/2021") -> httpx.Response:
    body = {"code": code, "birth_date": born}
    return await household.call("POST", f"/families/{family.family_id}/linked-children", body, by=family.subject)


async def two_homes(household: HouseholdDriver) -> Homes:
    first = await settled(household)
    second = await settled(household, last_name="Durand", first_name="Paul")
    answer = await links(household, second, await a_code(household, first))
    assert answer.status_code == 201, answer.text
    assert answer.json()["key"] == first.child
    return Homes(first, second, first.child)


async def value(household: HouseholdDriver, family: Registered, key: str, name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(f for f in (await household.record(family, key))["fields"] if f["name"] == name)
    return found


async def accepted(household: HouseholdDriver, family: Registered, *more: str) -> None:
    manifest = household.papers.manifest(f"family:{family.family_id}", *family.records, *more)
    path = f"/families/{family.family_id}/submissions"
    made = await household.call("POST", path, {"manifest": manifest}, by=family.subject, Idempotency_Key=str(uuid4()))
    assert made.status_code == 201, made.text
    household.papers.pin()
    await household.accepts_everything(made.json()["submission_id"])


async def test_shared_facts_come_accepted_and_nothing_else_does(household: HouseholdDriver) -> None:
    homes = await two_homes(household)
    record = await household.record(homes.second, homes.child)
    written = {field["name"]: field["value"] for field in record["fields"] if field["value"]}
    assert written == {
        "sex": "feminin",
        "last_name": "Martin",
        "first_name": "Lina",
        "birth_date": "2021-05-02",
        "birth_place": "Nice",
    }
    assert {piece["state"] for piece in record["pieces"]} == {"missing"}
    assert not record["removable"]
    health = {f["name"]: f["value"] for f in (await household.record(homes.second, homes.health))["fields"]}
    assert health["care_plan"] is not None
    assert (health["persons_to_call"], health["permissions"]) == (None, None)


async def test_a_code_serves_once_and_only_with_the_birth_date(household: HouseholdDriver) -> None:
    first, second, third = await settled(household), await settled(household), await settled(household)
    code = await a_code(household, first)
    assert problem(await links(household, second, code, born="03/05/2021")) == "wrong-link-code"
    assert problem(await links(household, second, "AAAA-AAAA-AAAA")) == "wrong-link-code"
    assert errors(await links(household, second, code, born="hier")) == {("birth_date", "date-format")}
    assert (await links(household, second, code.lower().replace("-", " "))).status_code == 201
    assert problem(await links(household, third, code)) == "wrong-link-code"


async def test_a_new_code_ends_the_one_before_and_a_lapsed_one_is_none(household: HouseholdDriver) -> None:
    first, second = await settled(household), await settled(household)
    former, code = await a_code(household, first), await a_code(household, first)
    assert problem(await links(household, second, former)) == "wrong-link-code"
    await household.fetch("UPDATE link_codes SET expires_at = $1", datetime.now(UTC) - timedelta(seconds=1))
    assert problem(await links(household, second, code)) == "wrong-link-code"


async def test_no_code_is_issued_for_a_child_whom_the_town_does_not_know_yet(household: HouseholdDriver) -> None:
    family = await household.confirmed()
    child = family.child.removeprefix("child-")
    body = {"family_id": str(family.family_id)}
    refused = await household.call("POST", f"/children/{child}/link-codes", body, by=household.agent)
    assert problem(refused) == "child-unknown"
    listed = await household.get(f"/families/{family.family_id}/children", household.agent)
    assert listed[0]["state"] == "declared"


async def test_a_child_has_two_homes_at_most_and_not_twice_the_same(household: HouseholdDriver) -> None:
    first = await settled(household)
    assert problem(await links(household, first, await a_code(household, first))) == "child-known"
    second = await settled(household)
    assert (await links(household, second, await a_code(household, first))).status_code == 201
    child = first.child.removeprefix("child-")
    body = {"family_id": str(first.family_id)}
    refused = await household.call("POST", f"/children/{child}/link-codes", body, by=household.agent)
    assert problem(refused) == "two-homes-at-most"


async def test_guessing_is_slowed(household: HouseholdDriver) -> None:
    family = await settled(household)
    answers = [(await links(household, family, f"AAAA-AAAA-AAA{sign}")).status_code for sign in "23456789"]
    assert answers[:5] == [409] * 5
    assert set(answers[5:]) == {429}


async def test_a_code_needs_the_counters_permission_and_a_child_of_that_family(household: HouseholdDriver) -> None:
    first, second = await settled(household), await settled(household)
    child = first.child.removeprefix("child-")
    reader = Subject(SubjectKind.STAFF, UUID(int=5), permissions=frozenset({"household.read"}))
    mine, other = {"family_id": str(first.family_id)}, {"family_id": str(second.family_id)}
    assert (await household.call("POST", f"/children/{child}/link-codes", mine, by=reader)).status_code == 403
    assert (await household.call("POST", f"/children/{child}/link-codes", other, by=household.agent)).status_code == 404
    listing = await household.call("GET", f"/families/{first.family_id}/children", by=reader)
    assert listing.status_code == 403


async def test_an_accepted_shared_change_shows_in_the_other_home(household: HouseholdDriver) -> None:
    homes = await two_homes(household)
    await household.saves(homes.first, homes.child, first_name="Léna")
    assert (await value(household, homes.second, homes.child, "first_name"))["value"] == "Lina"
    await accepted(household, homes.first)
    seen = await value(household, homes.second, homes.child, "first_name")
    assert (seen["value"], seen["accepted_value"], seen["asked_again"]) == ("Léna", "Léna", None)


async def test_what_the_other_home_wrote_stays_and_is_to_be_looked_at_again(household: HouseholdDriver) -> None:
    homes = await two_homes(household)
    await household.saves(homes.second, homes.child, first_name="Lena")
    await household.saves(homes.first, homes.child, first_name="Léna")
    await accepted(household, homes.first)
    seen = await value(household, homes.second, homes.child, "first_name")
    assert (seen["value"], seen["accepted_value"], seen["asked_again"]) == ("Lena", "Léna", "changed-elsewhere")
    await household.saves(homes.second, homes.child, first_name="Léna")
    assert (await value(household, homes.second, homes.child, "first_name"))["asked_again"] is None


async def test_an_urgent_fact_shows_in_the_other_home_at_once(household: HouseholdDriver) -> None:
    homes = await two_homes(household)
    allergies = [{"cause": "Arachide", "what_to_do": "Appeler le 15."}]
    assert (await household.saves(homes.first, homes.health, allergies=allergies)).status_code == 204
    assert (await value(household, homes.second, homes.health, "allergies"))["value"] == allergies


async def test_a_disagreement_freezes_what_both_know_but_what_is_urgent(household: HouseholdDriver) -> None:
    homes = await two_homes(household)
    child = homes.child.removeprefix("child-")
    reason = {"reason": f"Le père conteste, {CANARY}."}
    assert (
        await household.call("PUT", f"/children/{child}/disagreement", reason, by=household.agent)
    ).status_code == 204
    for family in (homes.first, homes.second):
        refused = await household.saves(family, homes.child, first_name="Léna")
        assert errors(refused) == {("first_name", "shared-frozen")}
        assert (await value(household, family, homes.child, "first_name"))["frozen"]
        assert CANARY not in json.dumps(await household.record(family, homes.child))
        allergies = [{"cause": family.code, "what_to_do": "Appeler le 15."}]
        assert (await household.saves(family, homes.health, allergies=allergies)).status_code == 204
    children = await household.get(f"/families/{homes.first.family_id}/children", household.agent)
    assert children[0]["disagreement"] == reason["reason"]
    assert (await household.call("DELETE", f"/children/{child}/disagreement", by=household.agent)).status_code == 204
    assert (await household.saves(homes.first, homes.child, first_name="Léna")).status_code == 204
    told = [event for event in await household.events("household.child.changed.v1") if event.subject == child]
    assert [event.data["disagreement"] for event in told[-2:]] == [True, False]
    assert CANARY not in str([event.data for event in told]), "why stays with household"


async def test_agents_see_that_the_child_has_another_home(household: HouseholdDriver) -> None:
    homes = await two_homes(household)
    await household.saves(homes.first, homes.child, first_name="Léna")
    submission = await household.submitted(homes.first)
    (record,) = (await household.file(submission))["records"]
    assert record["child"]["other_homes"] == [homes.second.code]
    assert record["child"]["disagreement"] is None


async def test_what_one_home_still_lacks_does_not_undo_what_the_other_brought(household: HouseholdDriver) -> None:
    homes = await two_homes(household)
    guardians = {"guardians": [homes.second.adult.removeprefix("adult-")], "second_guardian": "none"}
    await household.saves(homes.second, homes.child, guardians=guardians)
    household.papers.join_required(homes.child)
    await accepted(household, homes.second, homes.child)
    (child,) = await household.fetch(
        "SELECT validated FROM children WHERE id = $1", UUID(homes.child.removeprefix("child-"))
    )
    assert child["validated"]
    assert (await household.lights(homes.first))[homes.child] == ("green", "valid")


@pytest.mark.parametrize("kind", ["saved", "accepted"])
async def test_the_other_homes_api_tells_nothing_of_this_one(household: HouseholdDriver, kind: str) -> None:
    """A canary in everything that the first home can write; the second one's whole API is crawled for it."""
    homes = await two_homes(household)
    quiet = await everything(household, homes)
    adult = homes.first.adult
    canary = {"telephone": "04 98 76 54 32"}
    address = ADDRESS_ELSEWHERE | {"street_other": f"Avenue {CANARY}", "complement": CANARY}
    person = {"last_name": CANARY, "first_name": CANARY, "link": "Tante", "telephone": "06 98 76 54 32"}
    saves: list[tuple[str, dict[str, Any]]] = [
        (homes.first.record, {"address": address, "mobile": "06 98 76 54 32"}),
        (adult, {"last_name": CANARY, "profession": CANARY, "employer": CANARY, "mobile": "06 98 76 54 32"}),
        (homes.child, canary),
        (homes.child, {"guardians": guardians_elsewhere(adult)}),
        (homes.health, {"persons_to_call": [person], "persons_allowed": [person]}),
    ]
    for key, fields in saves:
        answer = await household.saves(homes.first, key, **fields)
        assert answer.status_code == 204, answer.text
    household.papers.join(homes.first.record, "justificatif-domicile")
    household.papers.join(homes.child, "jugement-divorce")
    if kind == "accepted":
        await accepted(household, homes.first)

    told = await everything(household, homes)

    assert told == quiet, "neither a value nor a version tells that the other home did anything"
    text = json.dumps(told)
    for word in (CANARY, "98 76 54 32", str(homes.first.family_id), homes.first.code, adult, "Claire"):
        assert word not in text, word


def guardians_elsewhere(adult: str) -> dict[str, Any]:
    return {
        "guardians": [adult.removeprefix("adult-")],
        "second_guardian": "declared_elsewhere",
        "elsewhere_link": "pere",
        "elsewhere_last_name": CANARY,
        "elsewhere_first_name": CANARY,
        "elsewhere_telephone": "06 98 76 54 32",
        "elsewhere_email": "zanzibar@example.org",
        "elsewhere_address": f"1 rue {CANARY}",
        "states": [],
    }


async def everything(household: HouseholdDriver, homes: Homes) -> dict[str, Any]:
    """All that the second home may read, by address; and what it is refused of the first one's."""
    mine, subject = f"/families/{homes.second.family_id}", homes.second.subject
    paths = [f"{mine}/dashboard", f"{mine}/submissions", f"{mine}/history", f"{mine}/export"]
    board = await household.dashboard(homes.second)
    paths += [f"{mine}/records/{record['key']}" for record in board["records"]]
    listed = await household.get(f"{mine}/submissions", subject)
    paths += [f"{mine}/submissions/{line['id']}" for line in listed]
    foreign = f"/families/{homes.first.family_id}"
    paths += [
        f"{foreign}/dashboard",
        f"{foreign}/records/{homes.child}",
        f"{foreign}/submissions",
        f"{foreign}/history",
    ]
    found: dict[str, Any] = {}
    for path in paths:
        answer = await household.call("GET", path, by=subject)
        found[path.replace(str(homes.first.family_id), "FOREIGN")] = (
            answer.status_code,
            re.sub(r'"exported_at":"[^"]*"', "", answer.text),
        )
    assert {status for path, (status, _) in found.items() if "FOREIGN" in path} == {404}
    return found
