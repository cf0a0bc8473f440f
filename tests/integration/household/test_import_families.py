"""Families that the town knew before the kiosk: from its file to records, once, and compared ever after."""

import asyncio
from pathlib import Path
from uuid import uuid4

import pytest

from libs.chassis.auth import Subject, SubjectKind
from libs.contracts.identity.v1 import AccountActivated, AccountClosed
from services.household import commands
from services.household.commands import Fate, ImportReport
from tests.support.household_driver import HouseholdDriver
from tests.support.household_families import a_family

COMMUNE = Path(__file__).parents[3] / "communes" / "carros"
COLUMNS = (
    "code_famille;personne;nom;nom_naissance;prenom;date_naissance;sexe;lieu_naissance;situation_familiale;"
    "numero;repetition;voie;complement;code_postal;ville;email;responsables;"
    "autre_parent_lien;autre_parent_nom;autre_parent_prenom"
)
INES = "0042;adulte;Durand;Petit;Inès;03/02/1990;F;;séparée;12;;RUE DES SELVES;;06510;CARROS;ines@example.org;;;;"
NOE = "0042;enfant;Durand;;Noé;14/07/2021;garçon;Nice;;;;;;;;;;pere;Roux;Jo"
JO = "B-7;adulte;Roux;;Jo;;M;;;;;;;;;;;;;"


class Files:
    """Writes a file and has it imported."""

    def __init__(self, household: HouseholdDriver, folder: Path) -> None:
        self._household = household
        self._path = folder / "families.csv"

    async def imported(self, *lines: str, dry_run: bool = False) -> ImportReport:
        self._path.write_text("\n".join([COLUMNS, *lines]), encoding="utf-8")
        return await commands.import_families(self._household.database.url, COMMUNE, self._path, dry_run=dry_run)


@pytest.fixture
def files(household: HouseholdDriver, tmp_path: Path) -> Files:
    return Files(household, tmp_path)


async def family_of(household: HouseholdDriver, code: str) -> Subject:
    [row] = await household.fetch("SELECT id FROM families WHERE code = $1", code)
    return Subject(SubjectKind.FAMILY, uuid4(), row["id"])


async def counts(household: HouseholdDriver) -> list[int]:
    tables = ("families", "adults", "children", "records", "outbox", "audit")
    return [(await household.fetch(f"SELECT count(*) AS n FROM {table}"))[0]["n"] for table in tables]


async def test_a_known_family_finds_its_data(household: HouseholdDriver, files: Files) -> None:
    report = await files.imported(INES, NOE)
    assert (report.lines, report.families, report.problems) == (2, {Fate.IMPORTED: 1}, [])
    family = await family_of(household, "0042")
    dashboard = await household.get(f"/families/{family.family_id}/dashboard", family)
    lights = {record["kind"]: (record["light"], record["missing"]) for record in dashboard["records"]}
    assert dashboard["family_code"] == "0042"
    assert lights == {  # pieces that nobody has shown, a mobile telephone, and all of the child's health
        "family": ("red", 3),
        "adult": ("red", 1),
        "child": ("red", 2),
        "health": ("red", 3),
    }
    [record, adult, child, health] = [
        {
            field["name"]: (field["value"], field["accepted_value"])
            for field in (await household.get(f"/families/{family.family_id}/records/{card['key']}", family))["fields"]
        }
        for card in dashboard["records"]
    ]
    assert all(value == accepted for fields in (record, adult, child, health) for value, accepted in fields.values())
    assert record["address"][0]["street_name"] == "Rue des Selves"
    assert (adult["sex"][0], adult["birth_date"][0], record["family_situation"][0]) == (
        "feminin",
        "1990-02-03",
        "separe",
    )
    assert child["guardians"][0]["second_guardian"] == "declared_elsewhere"
    assert child["guardians"][0]["elsewhere_link"] == "pere"
    assert (await household.work_list())["items"] == []


async def test_the_others_are_told(household: HouseholdDriver, files: Files) -> None:
    await files.imported(INES, NOE, JO)
    told = await household.events()
    assert [event.type for event in told] == [
        "household.family.imported.v1",
        "household.child.changed.v1",
        "household.family.changed.v1",
        "household.family.imported.v1",
        "household.family.changed.v1",
    ]
    assert [told[0].data["family_code"], told[0].data["email"]] == ["0042", "ines@example.org"]
    assert told[3].data["email"] is None
    assert told[1].data["validated"] is False
    assert [action for _actor, action, _object in await household.audited()] == ["family.imported"] * 2
    for name in ("Durand", "Noé", "ines@example.org"):
        assert await household.fetch("SELECT 1 FROM audit WHERE audit::text LIKE '%' || $1 || '%'", name) == []


async def test_a_family_with_a_wrong_line_is_left_out_whole(household: HouseholdDriver, files: Files) -> None:
    wrong = NOE.replace("14/07/2021", "14/13/2021").replace("garçon", "licorne")
    report = await files.imported(INES, wrong, JO)
    assert report.families == {Fate.LEFT_OUT: 1, Fate.IMPORTED: 1}
    assert [(found.line, found.column, found.code) for found in report.problems] == [
        (3, "sexe", "not-a-choice"),
        (3, "date_naissance", "date-impossible"),
    ]
    assert await household.fetch("SELECT 1 FROM families WHERE code = '0042'") == []


async def test_blank_cells_are_for_the_family_to_complete(household: HouseholdDriver, files: Files) -> None:
    assert (await files.imported(JO)).families == {Fate.IMPORTED: 1}
    family = await family_of(household, "B-7")
    records = (await household.get(f"/families/{family.family_id}/dashboard", family))["records"]
    assert [(card["kind"], card["light"], card["missing"]) for card in records] == [
        ("family", "red", 5),
        ("adult", "red", 2),
    ]


async def test_twice_changes_nothing(household: HouseholdDriver, files: Files) -> None:
    await files.imported(INES, NOE, JO)
    before = await counts(household)
    report = await files.imported(JO, INES, NOE)
    assert (report.families, report.problems) == ({Fate.UNCHANGED: 2}, [])
    assert await counts(household) == before


async def test_a_dry_run_keeps_nothing(household: HouseholdDriver, files: Files) -> None:
    before = await counts(household)
    assert (await files.imported(INES, NOE, dry_run=True)).families == {Fate.IMPORTED: 1}
    assert await counts(household) == before


async def test_a_changed_file_is_reported_and_changes_nothing(household: HouseholdDriver, files: Files) -> None:
    await files.imported(INES, NOE)
    before = await counts(household)
    report = await files.imported(INES.replace("12;", "14;"), NOE.replace("Nice", "Carros"), NOE.replace("Noé", "Léo"))
    assert report.families == {Fate.DIFFERENT: 1}
    assert [(found.line, found.column, found.code) for found in report.problems] == [
        (2, "voie", "differs"),
        (3, "lieu_naissance", "differs"),
        (4, "", "person-unknown"),
    ]
    fewer = await files.imported(INES)
    assert [(found.line, found.code) for found in fewer.problems] == [(2, "person-missing")]
    assert await counts(household) == before


async def test_a_code_of_the_kiosk_is_nobody_elses(household: HouseholdDriver, files: Files) -> None:
    family = await household.registered()
    report = await files.imported(INES.replace("0042", family.code))
    assert report.families == {Fate.LEFT_OUT: 1}
    assert [found.code for found in report.problems] == ["code-taken"]


async def test_new_codes_pass_by_those_that_were_imported(household: HouseholdDriver, files: Files) -> None:
    first = int((await household.registered()).code)
    ahead = [INES.replace("0042", str(first + step)) for step in (1, 2, 4)]
    await files.imported(*ahead, INES.replace("0042", f"0{first + 3}"))
    codes = [int((await household.registered()).code) for _ in range(2)]
    assert codes == [first + 3, first + 5]


async def test_codes_are_given_once_while_a_file_comes_in(household: HouseholdDriver, files: Files) -> None:
    first = int((await household.registered()).code)
    drafted = [(forms, await household.drafted(forms)) for forms in (a_family().with_child() for _ in range(12))]
    importing = asyncio.create_task(files.imported(*(INES.replace("0042", str(first + step)) for step in range(1, 25))))
    answers = await asyncio.gather(*(household.terminates(writer, forms) for forms, writer in drafted))
    report = await importing
    assert [answer.status_code for answer in answers] == [201] * 12
    codes = [row["code"] for row in await household.fetch("SELECT code FROM families")]
    assert len(codes) == len(set(codes)) == 13 + report.families[Fate.IMPORTED]


async def test_a_claimed_family_stays_when_its_account_is_closed(household: HouseholdDriver, files: Files) -> None:
    await files.imported(INES, NOE)
    family = await family_of(household, "0042")
    assert family.family_id
    closed = AccountClosed(
        account_id=uuid4(), family_id=family.family_id, reason="never_activated", closed_at="2026-10-01T08:00:00Z"
    )
    for event in (closed, closed.model_copy(update={"family_stays": True})):
        await household.hears(event)
    await household.hears(
        AccountActivated(
            account_id=uuid4(), family_id=family.family_id, email="a@example.org", activated_at="2026-10-02T08:00:00Z"
        )
    )
    [row] = await household.fetch("SELECT activated_at FROM families")
    assert row["activated_at"] is not None


async def test_a_letter_finds_its_way(household: HouseholdDriver, files: Files) -> None:
    paul = "0042;adulte;Durand;;Paul;;M;;;;;;;;;;;;;"
    await files.imported(
        INES.replace(";12;;", ";12;bis;").replace(";;06510", ";Bât. A;06510"),
        paul,
        NOE.replace("pere;Roux;Jo", ";;"),
        JO,
    )
    ids = [row["id"] for row in await household.fetch("SELECT id FROM families ORDER BY code")]
    found = await commands.letter_recipients(household.database.url, [*ids, uuid4()])
    assert set(found) == set(ids)
    assert found[ids[0]].name_lines == ["Madame Inès DURAND", "Monsieur Paul DURAND"]
    assert found[ids[0]].address_lines == ["Bât. A", "12 bis Rue des Selves", "06510 CARROS"]
    assert (found[ids[1]].name_lines, found[ids[1]].address_lines) == (["Monsieur Jo ROUX"], [])
