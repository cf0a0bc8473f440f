"""The draft: kept as typed, checked on demand, forgotten after two idle days."""

from typing import Any
from uuid import uuid4

import pytest

from libs.chassis.auth import Subject, SubjectKind
from services.household.application.abandon_drafts import abandon_drafts
from tests.support.household_driver import HouseholdDriver, errors, problem
from tests.support.household_families import a_child, a_family, an_adult


def somebody() -> Subject:
    return Subject(SubjectKind.REGISTRATION, uuid4())


async def test_before_the_first_write_there_is_an_empty_draft(household: HouseholdDriver) -> None:
    draft = await household.draft(somebody())
    assert draft == {
        "version": 0,
        "state": "open",
        "family_code": None,
        "family_id": None,
        "adults": [],
        "children": [],
        "missing": ["adult", "child"],
        "expires_at": None,
        "to_complete": None,
    }


async def test_what_was_typed_comes_back_as_it_was_typed(household: HouseholdDriver) -> None:
    writer, adult = somebody(), uuid4()
    form = an_adult(birth_date="31/02/198", last_name="نور", postal_code="?")
    assert (await household.keeps(writer, "adults", adult, form, keep="typed")).status_code == 204
    draft = await household.draft(writer)
    [kept] = draft["adults"]
    assert {name: kept["typed"][name] for name in form} == form
    assert kept["complete"] is False
    assert draft["missing"] == ["adult-incomplete", "child"]
    assert draft["expires_at"] is not None


async def test_checked_values_are_refused_by_field_and_not_stored(household: HouseholdDriver) -> None:
    writer = somebody()
    form = an_adult(last_name="", birth_date="32/01/1990", sex="autre", postal_code="99000", street_number="douze")
    answer = await household.keeps(writer, "adults", uuid4(), form)
    assert (answer.status_code, problem(answer)) == (422, "invalid")
    assert errors(answer) == {
        ("last_name", "required"),
        ("birth_date", "date-impossible"),
        ("sex", "not-a-choice"),
        ("postal_code", "postal-code-format"),
        ("street_number", "street-number-format"),
    }
    assert (await household.draft(writer))["adults"] == []


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("x" * 10_000, "string_too_long"),
        ("a\x00b", "forbidden-characters"),
        ("\u202eecila", "forbidden-characters"),
        ("x" * 81, "too-long"),
        ("123", "no-letter"),
    ],
)
async def test_names_nobody_has_are_refused(household: HouseholdDriver, typed: str, code: str) -> None:
    answer = await household.keeps(somebody(), "adults", uuid4(), an_adult(last_name=typed))
    assert answer.status_code == 422
    assert ("last_name", code) in errors(answer)
    assert typed not in answer.text


async def test_an_unknown_member_of_the_form_is_refused(household: HouseholdDriver) -> None:
    answer = await household.keeps(somebody(), "adults", uuid4(), an_adult(accepted=True))
    assert answer.status_code == 422


async def test_an_address_of_the_commune_names_a_street_of_the_register(household: HouseholdDriver) -> None:
    writer, adult = somebody(), uuid4()
    streets = await household.get("/streets", writer)
    here: dict[str, Any] = {"postal_code": streets[0]["postal_code"], "city": streets[0]["city"].upper()}
    missing = await household.keeps(writer, "adults", adult, an_adult(**here, street_id=None, street_other=None))
    assert errors(missing) == {("street_id", "required")}
    unknown = await household.keeps(writer, "adults", adult, an_adult(**here, street_id=str(uuid4())))
    assert errors(unknown) == {("street_id", "unknown-street")}
    nameless = await household.keeps(writer, "adults", adult, an_adult(**here, street_id="autre", street_other=""))
    assert errors(nameless) == {("street_other", "required")}
    other = an_adult(**here, street_id="autre", street_other="Chemin neuf")
    assert (await household.keeps(writer, "adults", adult, other)).status_code == 204
    known = an_adult(**here, street_id=streets[0]["id"], street_other="")
    assert (await household.keeps(writer, "adults", adult, known)).status_code == 204
    elsewhere = await household.keeps(writer, "adults", adult, an_adult(street_id=streets[0]["id"]))
    assert errors(elsewhere) == {("street_id", "street-outside-commune")}


async def test_two_adults_at_most(household: HouseholdDriver) -> None:
    forms = a_family().with_adult()
    writer = await household.drafted(forms)
    answer = await household.keeps(writer, "adults", uuid4(), an_adult())
    assert (answer.status_code, problem(answer)) == (409, "two-adults-at-most")
    known = next(iter(forms.adults))
    assert (await household.keeps(writer, "adults", known, an_adult(first_name="Zoé"))).status_code == 204


async def test_children_are_capped(household: HouseholdDriver) -> None:
    forms = a_family()
    for _ in range(15):
        forms = forms.with_child()
    writer = await household.drafted(forms)
    answer = await household.keeps(writer, "children", uuid4(), a_child(*forms.adults))
    assert (answer.status_code, problem(answer), answer.json()["at_most"]) == (409, "children-at-most", 15)


async def test_a_child_is_typed_once(household: HouseholdDriver) -> None:
    forms = a_family().with_child()
    writer = await household.drafted(forms)
    child = next(iter(forms.children.values()))
    twice = uuid4()
    again = child | {"first_name": child["first_name"].upper(), "birth_date": "2/5/2021"}
    refused = await household.keeps(writer, "children", twice, again)
    assert (refused.status_code, problem(refused)) == (409, "child-known")
    assert (await household.keeps(writer, "children", twice, child, keep="typed")).status_code == 204
    assert (await household.draft(writer))["missing"] == ["child-incomplete"]
    twin = child | {"first_name": "Basile"}
    assert (await household.keeps(writer, "children", twice, twin)).status_code == 204
    assert (await household.draft(writer))["missing"] == []


async def test_removing_an_adult_leaves_no_dangling_guardian(household: HouseholdDriver) -> None:
    forms = a_family().with_adult().with_child()
    writer = await household.drafted(forms)
    first, second = forms.adults
    assert (await household.removes(writer, "adults", first)).status_code == 204
    draft = await household.draft(writer)
    [child] = draft["children"]
    assert child["typed"]["guardians"] == [str(second)]
    assert child["complete"] is False
    assert draft["missing"] == ["child-incomplete"]
    assert (await household.removes(writer, "adults", first)).status_code == 404


async def test_a_stale_version_is_refused(household: HouseholdDriver) -> None:
    writer = await household.drafted(a_family())
    path = f"/drafts/{writer.id}/adults/{uuid4()}"
    stale = await household.call("PUT", path, an_adult(), by=writer, If_Match='"0"')
    assert (stale.status_code, problem(stale)) == (409, "stale-version")
    without = await household.call("PUT", path, an_adult(), by=writer)
    assert (without.status_code, problem(without)) == (428, "precondition-required")
    malformed = await household.call("PUT", path, an_adult(), by=writer, If_Match="W/7")
    assert malformed.status_code == 422


async def test_an_idle_draft_is_told_once_and_forgotten(household: HouseholdDriver) -> None:
    idle, busy = await household.drafted(a_family()), await household.drafted(a_family())
    await household.fetch(
        "UPDATE drafts SET written_at = now() - interval '48 hours 1 minute' WHERE registration_id = $1", idle.id
    )
    uow = household.app.state.deps.uow
    assert await abandon_drafts(uow) == 1
    assert await abandon_drafts(uow) == 0
    [event] = await household.events()
    assert (event.type, event.subject) == ("household.registration.abandoned.v1", str(idle.id))
    assert (await household.draft(idle))["version"] == 0
    assert (await household.draft(busy))["version"] == 1


async def test_a_draft_that_was_handed_in_leaves_without_a_word(household: HouseholdDriver) -> None:
    family = await household.registered()
    await household.fetch("UPDATE drafts SET written_at = now() - interval '3 days'")
    assert await abandon_drafts(household.app.state.deps.uow) == 1
    assert await household.events("household.registration.abandoned.v1") == []
    draft = await household.draft(family.registration)
    assert (draft["state"], draft["family_code"], draft["adults"]) == ("submitted", family.code, [])
    late = await household.keeps(family.registration, "adults", uuid4(), an_adult())
    assert (late.status_code, problem(late)) == (409, "draft-submitted")
    again = await household.terminates(family.registration, family.forms)
    assert (again.status_code, again.json()["family_code"]) == (200, family.code)
