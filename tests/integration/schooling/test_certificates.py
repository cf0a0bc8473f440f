"""Certificats d'inscription: issued with the enrolment, numbered, signed, checked, replaced, revoked, erased."""

import asyncio
import json
from datetime import UTC, datetime
from uuid import UUID, uuid4

import asyncpg
import pytest
from joserfc.jwk import OKPKey

from libs.chassis.auth import Subject, SubjectKind
from libs.chassis.db import Database
from libs.contracts.household.v1 import FamilyErased
from services.schooling.adapters.certificate_seal import CertificateSeal, key_set, was_signed
from services.schooling.adapters.unit_of_work import SchoolingUnitOfWork
from services.schooling.application.act import Act
from services.schooling.application.issue_certificate import IssueCertificate, issue_certificate
from services.schooling.domain.level import Level
from services.schooling.domain.statement import Statement
from tests.support.admission_driver import AdmissionDriver
from tests.support.databases import ServiceDatabase
from tests.support.schooling_driver import MATERNELLE, YEAR, Home, problem


async def test_an_accepted_request_gives_the_child_its_certificate(admission: AdmissionDriver) -> None:
    home = Home()
    child = await admission.enrolled(home)
    (line,) = await admission.certificates(home)
    assert line["number"] == f"CI-{YEAR}-00001"
    assert (line["state"], line["child_id"], line["level"]) == ("valid", str(child), "PS")
    sheet = await admission.sheet(home, line["number"])
    assert (sheet["first_name"], sheet["last_name"], sheet["birth_date"]) == ("Lina", "Martin", "2023-05-02")
    assert any("carnet de santé" in each for each in sheet["bring"])
    assert not any("radiation" in each for each in sheet["bring"]), "a child of PS comes from no school"
    (event,) = await admission.schooling.events("schooling.certificate.issued.v1")
    assert event.data["family_ids"] == [str(home.id)]
    assert "Selves" not in json.dumps(event.data), "nothing of where a family lives is on the paper"


async def test_a_newcomer_brings_its_certificat_de_radiation(admission: AdmissionDriver) -> None:
    home = Home()
    await admission.enrolled(home, born="2019-03-01")
    (line,) = await admission.certificates(home)
    assert any("radiation" in each for each in (await admission.sheet(home, line["number"]))["bring"])


async def test_both_homes_of_a_child_read_the_one_certificate_and_nobody_else_does(admission: AdmissionDriver) -> None:
    mother, father, stranger = Home(), Home(code="10002"), Home(code="10003")
    await admission.enrolled(mother, father)
    await admission.schooling.family(stranger)
    (line,) = await admission.certificates(mother)
    assert await admission.certificates(father) == [line]
    assert await admission.sheet(father, line["number"]) == await admission.sheet(mother, line["number"])
    assert await admission.certificates(stranger) == []
    path = f"/families/{stranger.id}/certificates/{line['number']}"
    assert (await admission.schooling.call("GET", path, by=stranger.subject)).status_code == 404


async def test_anybody_with_the_paper_checks_it_and_learns_the_minimum(admission: AdmissionDriver) -> None:
    home = Home()
    await admission.enrolled(home)
    (line,) = await admission.certificates(home)
    sheet = await admission.sheet(home, line["number"])
    for typed in (sheet["check"], sheet["check"].replace("-", "").lower()):
        told = (await admission.checks(line["number"], typed)).json()
        assert told["state"] == "valid"
        assert told["initials"] == "L. M."
        assert not {"Lina", "Martin", "2023-05-02"} & set(map(str, told.values()))


async def test_a_wrong_check_and_an_unknown_number_get_the_same_answer(admission: AdmissionDriver) -> None:
    home = Home()
    await admission.enrolled(home)
    wrong = await admission.checks(f"CI-{YEAR}-00001", "AAAA-BBBB-CCCC-DDDD")
    unknown = await admission.checks(f"CI-{YEAR}-00099", "AAAA-BBBB-CCCC-DDDD")
    strange = await admission.checks("0", "é")
    assert (wrong.status_code, wrong.json()) == (unknown.status_code, unknown.json())
    assert (wrong.status_code, wrong.json()) == (strange.status_code, strange.json()) == (404, strange.json())


async def test_guessing_is_slowed_by_address_and_a_right_answer_costs_nothing(admission: AdmissionDriver) -> None:
    home = Home()
    await admission.enrolled(home)
    (line,) = await admission.certificates(home)
    check = (await admission.sheet(home, line["number"]))["check"]
    for _ in range(40):
        assert (await admission.checks(line["number"], check)).status_code == 200
    answers = [(await admission.checks(line["number"], "AAAA")).status_code for _ in range(40)]
    assert answers.count(404) <= 32
    assert answers[-1] == 429
    assert (await admission.checks(line["number"], check)).status_code == 429, "right or wrong is not told any more"
    assert (await admission.checks(line["number"], check, address="198.51.100.1")).status_code == 200


async def test_the_signature_is_checked_with_the_public_keys_alone(admission: AdmissionDriver) -> None:
    home = Home()
    await admission.enrolled(home)
    (line,) = await admission.certificates(home)
    sheet = await admission.sheet(home, line["number"])
    visitor = Subject(SubjectKind.VISITOR, UUID(int=0))
    keys = key_set(json.dumps(await admission.schooling.get("/certificate-keys", visitor)))
    assert not any(key.is_private for key in keys)
    said = _printed(sheet)
    assert was_signed(said, sheet["key_id"], sheet["signature"], keys)
    forged = _printed(sheet | {"first_name": "Léa"})
    assert not was_signed(forged, sheet["key_id"], sheet["signature"], keys)
    assert not was_signed(said, sheet["key_id"], "A" * 86, keys)
    assert not was_signed(said, "another", sheet["signature"], keys)


async def test_a_former_key_still_stands_after_a_rotation(admission: AdmissionDriver) -> None:
    home = Home()
    await admission.enrolled(home)
    (line,) = await admission.certificates(home)
    sheet = await admission.sheet(home, line["number"])
    visitor = Subject(SubjectKind.VISITOR, UUID(int=0))
    former = json.dumps(await admission.schooling.get("/certificate-keys", visitor))
    new = json.dumps(OKPKey.generate_key("Ed25519", auto_kid=True).as_dict(private=True))
    seal = CertificateSeal(new, former, "Ville")
    keys = key_set(json.dumps(seal.public_keys))
    assert len(keys) == 2
    assert was_signed(_printed(sheet), sheet["key_id"], sheet["signature"], keys)
    fresh = seal.sign(_printed(sheet))
    assert fresh.key_id == keys[0].kid != sheet["key_id"]
    assert was_signed(_printed(sheet), fresh.key_id, fresh.value, keys)


async def test_names_that_were_corrected_are_certified_anew(admission: AdmissionDriver) -> None:
    home = Home()
    child = await admission.enrolled(home)
    await admission.schooling.changed(child, home, born="2023-05-03", first_name="Linda")
    agent = admission.schooling.agent
    number = f"CI-{YEAR}-00001"
    replaced = await admission.schooling.call("POST", f"/certificates/{number}/replacement", by=agent)
    assert replaced.status_code == 201
    assert replaced.json() == {"number": f"CI-{YEAR}-00002"}
    new, old = await admission.certificates(home)
    assert (new["first_name"], new["state"], new["replaces"]) == ("Linda", "valid", number)
    assert (old["first_name"], old["state"], old["replaced_by"]) == ("Lina", "replaced", new["number"])
    check = (await admission.sheet(home, number))["check"]
    assert (await admission.checks(number, check)).json()["state"] == "replaced"
    again = await admission.schooling.call("POST", f"/certificates/{number}/replacement", by=agent)
    assert (again.status_code, problem(again)) == (409, "certificate-not-valid")


async def test_a_revoked_certificate_says_so_and_keeps_its_reason_from_families(admission: AdmissionDriver) -> None:
    home = Home()
    await admission.enrolled(home)
    number, agent = f"CI-{YEAR}-00001", admission.schooling.agent
    path = f"/certificates/{number}/revocation"
    empty = await admission.schooling.call("POST", path, {"reason": ""}, by=agent)
    assert empty.status_code == 422
    done = await admission.schooling.call("POST", path, {"reason": "Délivré à tort."}, by=agent)
    assert done.status_code == 204
    (line,) = await admission.certificates(home)
    assert (line["state"], line["revoked_for"]) == ("revoked", None)
    assert (await admission.schooling.get(f"/certificates/{number}", agent))["revoked_for"] == "Délivré à tort."
    assert await admission.schooling.events("schooling.certificate.revoked.v1")
    assert (f"staff:{agent.id}", "certificate.revoked") in await admission.schooling.audited()
    assert (f"staff:{agent.id}", "certificate.read") in await admission.schooling.audited()


async def test_a_radiation_ends_the_certificate(admission: AdmissionDriver) -> None:
    home = Home()
    child = await admission.enrolled(home)
    path = f"/children/{child}/enrolments/{YEAR}"
    body = {"status": "radie", "reason": "Déménagement"}
    assert (await admission.schooling.call("PUT", path, body, by=admission.schooling.agent)).status_code == 204
    (line,) = await admission.certificates(home)
    assert line["state"] == "revoked"


async def test_200_certificates_at_once_are_numbered_without_gap_or_repeat(
    admission: AdmissionDriver, tables: ServiceDatabase, psql: asyncpg.Connection
) -> None:
    """And what is rolled back spends no number."""
    database = Database(tables.url, application="test", pool_size=20)
    key = json.dumps(OKPKey.generate_key("Ed25519", auto_kid=True).as_dict(private=True))
    seal = CertificateSeal(key, '{"keys":[]}', "Ville")
    home = Home()
    children = [await admission.schooling.child(home) for _ in range(200)]
    turns = asyncio.Semaphore(20)

    async def issue(place: int, child: UUID) -> str | None:
        act = Act(datetime.now(UTC), "staff:test")
        command = IssueCertificate(child, MATERNELLE, Level.PS, YEAR, True, act, False)
        async with turns, SchoolingUnitOfWork(database) as uow:
            certificate = await issue_certificate(command, seal, uow)
            if place % 10 == 0:
                return None
            await uow.commit()
            return certificate.number

    numbers = [number for number in await asyncio.gather(*map(issue, range(200), children)) if number]
    await database.close()
    assert sorted(numbers) == [f"CI-{YEAR}-{number:05}" for number in range(1, 181)]
    assert await psql.fetchval("SELECT count(DISTINCT token) FROM certificates") == 180


async def test_what_is_signed_cannot_be_written_over(
    admission: AdmissionDriver, database: Database, psql: asyncpg.Connection
) -> None:
    """The role that serves has no right to."""
    await admission.enrolled(Home())
    for column, value in (
        ("last_name", "'X'"),
        ("token", "'x.y.z'"),
        ("uai", "'0069902B'"),
        ("child_id", "gen_random_uuid()"),
    ):
        with pytest.raises(Exception, match="permission denied"):
            async with database.transaction() as connection:
                await connection.exec_driver_sql(f"UPDATE certificates SET {column} = {value}")
    assert await psql.fetchval("SELECT last_name FROM certificates") == "Martin"


async def test_a_child_who_is_erased_leaves_no_certificate_and_its_number_stays_spent(
    admission: AdmissionDriver, psql: asyncpg.Connection
) -> None:
    home = Home()
    child = await admission.enrolled(home)
    check = (await admission.sheet(home, f"CI-{YEAR}-00001"))["check"]
    await admission.schooling.hears(
        FamilyErased(family_id=home.id, registration_id=None, child_ids=[child], erased_at=datetime.now(UTC))
    )
    assert await psql.fetchval("SELECT count(*) FROM certificates") == 0
    assert (await admission.checks(f"CI-{YEAR}-00001", check)).status_code == 404
    other = Home(code="10009")
    await admission.enrolled(other)
    assert [line["number"] for line in await admission.certificates(other)] == [f"CI-{YEAR}-00002"]


async def test_only_agents_of_the_town_read_and_end_certificates(admission: AdmissionDriver) -> None:
    home = Home()
    child = await admission.enrolled(home)
    nobody = Subject(SubjectKind.STAFF, uuid4(), permissions=frozenset({"household.read"}))
    number = f"CI-{YEAR}-00001"
    for method, path, body in (
        ("GET", f"/certificates/{number}", None),
        ("GET", f"/children/{child}/certificates", None),
        ("POST", f"/certificates/{number}/replacement", None),
        ("POST", f"/certificates/{number}/revocation", {"reason": "x"}),
    ):
        for somebody in (nobody, home.subject):
            assert (await admission.schooling.call(method, path, body, by=somebody)).status_code == 403


def _printed(sheet: dict[str, str]) -> Statement:
    """What somebody reads on the paper."""
    return Statement(
        sheet["number"],
        sheet["commune"],
        sheet["uai"],
        sheet["school"],
        Level(sheet["level"]),
        int(sheet["school_year"]),
        sheet["last_name"],
        sheet["first_name"],
        datetime.fromisoformat(sheet["birth_date"]).date(),
        datetime.fromisoformat(sheet["issued_on"]).date(),
    )
