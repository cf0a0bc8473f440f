"""The date of a paper is kept beside its files as it was typed, signed with them, and goes with what was handed in."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from libs.chassis.auth import Subject
from services.documents.application.date_papers import HERE
from tests.integration.documents.conftest import Documents, a_child, a_family, a_registration, code_of
from tests.integration.documents.test_owning_and_opening import registered, submitted

HOME, MDPH = "justificatif-domicile", "attestation-mdph"


def day(days: int) -> str:
    """JJ/MM/AAAA, so many days from now, by the calendar in Paris."""
    return (datetime.now(HERE) + timedelta(days=days)).strftime("%d/%m/%Y")


async def dates(documents: Documents, subject: Subject, record: str) -> dict[str, tuple[str, str | None]]:
    answer = await documents.call("GET", "/paper-dates", subject, params={"record": record})
    assert answer.status_code == 200, answer.text
    return {found["piece"]: (found["typed"], found["problem"]) for found in answer.json()}


async def write(
    documents: Documents, subject: Subject, record: str, *, checked: bool = True, **typed: str
) -> tuple[int, dict[str, str]]:
    """The status, and the code of each piece that was refused."""
    body = {"dates": {code.replace("_", "-"): text for code, text in typed.items()}, "checked": checked}
    answer = await documents.call("PUT", "/paper-dates", subject, params={"record": record}, json=body)
    errors = answer.json().get("errors", []) if answer.content else []
    return answer.status_code, {error["field"]: error["code"] for error in errors}


def home_of(family: Subject) -> str:
    return f"family-{family.family_id}"


async def test_a_date_is_kept_as_typed_and_refused_when_it_is_checked(documents: Documents) -> None:
    family = a_family()
    record = home_of(family)
    assert await write(documents, family, record, justificatif_domicile="1er mai", checked=False) == (204, {})
    assert await dates(documents, family, record) == {HOME: ("1er mai", "date-format")}
    assert await write(documents, family, record, justificatif_domicile=day(-200)) == (422, {HOME: "paper-too-old"})
    assert await dates(documents, family, record) == {HOME: ("1er mai", "date-format")}
    assert await write(documents, family, record, justificatif_domicile=day(-5)) == (204, {})
    assert await dates(documents, family, record) == {HOME: (day(-5), None)}
    assert await write(documents, family, record, justificatif_domicile="") == (204, {})
    assert await dates(documents, family, record) == {}


async def test_nobody_dates_the_papers_of_others_or_papers_without_a_date(documents: Documents) -> None:
    family, other = a_family(), a_family()
    await write(documents, family, home_of(family), justificatif_domicile=day(-5))
    assert (await write(documents, other, home_of(family), justificatif_domicile=day(-5)))[0] == 404
    assert await dates(documents, other, home_of(family)) == {}
    body = {"dates": {"livret-famille": day(-5)}}
    answer = await documents.call("PUT", "/paper-dates", family, params={"record": a_child()}, json=body)
    assert (answer.status_code, code_of(answer)) == (422, "unknown-piece")


async def test_the_manifest_carries_the_date_and_what_was_handed_in_keeps_it(documents: Documents) -> None:
    family, child = a_family(), a_child()
    decision = await documents.taken(family, record=child, piece=MDPH)

    async def signed() -> dict[str, object]:
        slots = (await documents.manifest(family, child))["slots"]
        return next(slot["date"] for slot in slots if slot["piece"] == MDPH)

    assert (await signed())["problem"] == "paper-date-missing"
    await write(documents, family, child, attestation_mdph=day(400))
    iso = (datetime.now(HERE) + timedelta(days=400)).date().isoformat()
    assert await signed() == {
        "asks": "expires",
        "day": iso,
        "expires_on": iso,
        "on_expiry": "remind",
        "problem": None,
        "months": None,
    }
    await documents.hears(submitted(family, decision))
    assert await dates(documents, family, child) == {}
    await write(documents, family, child, attestation_mdph=day(10))
    assert (await signed())["day"] == iso
    (listed,) = await documents.listed(family)
    assert (listed["dated"], listed["expires_on"]) == (iso, iso)


async def test_the_dates_of_a_registration_become_the_familys_and_go_with_it(documents: Documents) -> None:
    registration, family, child = a_registration(), a_family(), a_child()
    await write(documents, registration, child, attestation_mdph=day(100))
    await documents.hears(registered(registration, family))
    assert await dates(documents, family, child) == {MDPH: (day(100), None)}
    assert (await write(documents, registration, child, attestation_mdph=day(100)))[0] == 409


@pytest.mark.parametrize("adults", [1, 2])
async def test_the_identity_of_each_adult_has_a_slot_of_its_own(documents: Documents, adults: int) -> None:
    family = a_family()
    record = home_of(family)
    codes = [f"pieces-identite-{uuid4()}" for _ in range(adults)]
    files = [await documents.taken(family, record=record, piece=code) for code in codes]
    slots = (await documents.manifest(family, record))["slots"]
    found = {slot["piece"]: [file["id"] for file in slot["documents"]] for slot in slots}
    assert [found[code] for code in codes] == [[str(file)] for file in files]
    assert found["pieces-identite"] == []
    assert [slot["required"] for slot in slots if slot["piece"] in codes] == [True] * adults


async def test_a_hosted_familys_three_papers_have_slots_that_are_not_required_alone(documents: Documents) -> None:
    family = a_family()
    answer = await documents.call("GET", "/catalogue", family)
    (dossier,) = [found for found in answer.json()["dossiers"] if found["code"] == "family"]
    hosted = [piece for piece in dossier["pieces"] if piece["instead_of"] == HOME]
    assert [(piece["label"], piece["required"]) for piece in hosted] == [
        ("Attestation d'hébergement", False),
        ("Justificatif de domicile de l'hébergeur", False),
        ("Pièce d'identité de l'hébergeur", False),
    ]
    (home,) = [piece for piece in dossier["pieces"] if piece["code"] == HOME]
    assert home["alternative"]["label"] == "Je suis hébergé(e)"
