"""`kiosque commune import-streets` and `kiosque schooling ...`, as an operator runs them."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path

import asyncpg
import pytest
from typer.testing import CliRunner, Result

from cli.main import app
from deploy.local.instance import Instance
from tests.conftest import FreshDatabase
from tests.support.databases import ServiceDatabase

Kiosque = Callable[..., Awaitable[Result]]

BAN = "id;id_fantoir;numero;rep;nom_voie;code_postal;code_insee;nom_commune\n"
CARTE = (
    "code_insee;libelle_commune;lieu_dit;type_et_libelle;n_de_voie_debut;indice_de_repetition_debut;n_de_voie_fin;"
    "indice_de_repetition_fin;parite;code_rne;secteur_unique;no_ligne\n"
)
LOU, FIORI, PLANS = "0069901A", "0069902B", "0069903C"


@pytest.fixture
async def household(fresh_database: FreshDatabase) -> ServiceDatabase:
    return await fresh_database("household")


@pytest.fixture
async def kiosque(
    infrastructure: Instance,
    household: ServiceDatabase,
    tables: ServiceDatabase,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Kiosque:
    """The command on this test's databases and folder, loaded."""
    for name, value in infrastructure.environment_of_everything().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("KIOSQUE_COMMUNE_DIR", str(folder))
    monkeypatch.setenv("HOUSEHOLD_DATABASE_URL", household.url)
    monkeypatch.setenv("SCHOOLING_DATABASE_URL", tables.url)
    monkeypatch.setattr("cli.main.configure_logging", lambda *_: None)

    async def run(*arguments: str) -> Result:
        return await asyncio.to_thread(CliRunner().invoke, app, arguments)

    for service in ("household", "schooling"):
        loaded = await run("commune", "load", "--service", service)
        assert loaded.exit_code == 0, loaded.output
    return run


def carte(folder: Path, *rows: str) -> str:
    """Rows are `street;first;rep;last;rep;side;uai`."""
    path = folder / "carte.csv"
    path.write_text(CARTE + "".join(f"06033;CARROS;;{row};N;{place}\n" for place, row in enumerate(rows, start=1)))
    return str(path)


def import_of(file: str, *options: str) -> tuple[str, ...]:
    return ("schooling", "import-sectors", file, "--cycle", "elementaire", "--school-year", "2026", *options)


GOOD = (
    f"R DES SELVES;1.0;;25.0;;I;{PLANS}",
    f"RUE DES SELVES;25.0;bis;9999.0;;I;{FIORI}",
    f"Rue des Selves;2.0;;9998.0;;P;{PLANS}",
)


async def test_a_map_is_rehearsed_loaded_and_found_the_same(
    kiosque: Kiosque, tmp_path: Path, psql: asyncpg.Connection
) -> None:
    file = carte(tmp_path, *GOOD)
    rehearsed = await kiosque(*import_of(file, "--dry-run"))
    assert "3 lines read: 3 loaded, 0 unchanged, 0 refused." in rehearsed.stdout
    assert "Nothing was kept" in rehearsed.stdout
    assert await psql.fetchval("SELECT count(*) FROM sector_sets WHERE school_year = 2026") == 0

    done = await kiosque(*import_of(file, "--deliberation", "Délibération 2026-14", "--json"))
    assert json.loads(done.stdout) == {
        "read": 3,
        "elsewhere": 0,
        "loaded": 3,
        "unchanged": 0,
        "repeated": 0,
        "removed": 0,
        "refused": [],
        "changed": True,
    }
    revision = await psql.fetchval("SELECT revision FROM town_state")
    again = json.loads((await kiosque(*import_of(file, "--json"))).stdout)
    assert (again["unchanged"], again["changed"]) == (3, False)
    assert await psql.fetchval("SELECT revision FROM town_state") == revision
    assert await psql.fetchval("SELECT deliberation FROM sector_sets WHERE imported") == "Délibération 2026-14"

    changed = json.loads((await kiosque(*import_of(carte(tmp_path, GOOD[2], *GOOD[:1]), "--json"))).stdout)
    assert (changed["loaded"], changed["unchanged"], changed["removed"]) == (0, 2, 1)


async def test_wrong_lines_are_told_and_the_others_loaded(
    kiosque: Kiosque, tmp_path: Path, psql: asyncpg.Connection
) -> None:
    file = carte(
        tmp_path,
        GOOD[0],
        "RUE DES SELVES;1.0;;9999.0;;PI;0691234X",
        f"RUE DE NULLE PART;1.0;;9999.0;;PI;{PLANS}",
        f"RUE DES PINS;1.0;;9999.0;;Z;{PLANS}",
        f"RUE DES SELVES;40.0;;2.0;;P;{PLANS}",
        f"RUE DES SELVES;2.0;;40.0;;P;{LOU}",
        GOOD[0],
    )
    done = await kiosque(*import_of(file, "--json"))
    assert done.exit_code == 1
    report = json.loads(done.stdout)
    assert (report["read"], report["loaded"], report["repeated"]) == (7, 1, 1)
    assert [(each["line"], each["reason"]) for each in report["refused"]] == [
        (3, "unknown-school"),
        (4, "unknown-street"),
        (5, "side-format"),
        (6, "no-numbers"),
        (7, "wrong-cycle"),
    ]
    worded = await kiosque(*import_of(file))
    assert "the commune does not know this UAI" in worded.stdout
    assert await psql.fetchval("SELECT count(*) FROM sector_rules WHERE school_year = 2026") == 1


async def test_a_file_without_a_usable_line_leaves_the_sectors_as_they_are(
    kiosque: Kiosque, tmp_path: Path, psql: asyncpg.Connection
) -> None:
    await kiosque(*import_of(carte(tmp_path, *GOOD)))
    useless = await kiosque(*import_of(carte(tmp_path, "RUE DES SELVES;1.0;;9999.0;;PI;0691234X")))
    assert useless.exit_code == 1
    assert "the sectors stay as they were" in useless.stdout
    assert await psql.fetchval("SELECT count(*) FROM sector_rules WHERE school_year = 2026") == 3
    (tmp_path / "other.csv").write_text("rue;ville\n")
    assert "no column code_insee" in str((await kiosque(*import_of(str(tmp_path / "other.csv")))).exception)
    unknown = await kiosque(*import_of(carte(tmp_path, *GOOD))[:-1], "2040")
    assert "lists no school year 2040" in str(unknown.exception)


async def test_the_folder_has_no_say_over_sectors_that_were_imported(
    kiosque: Kiosque, tmp_path: Path, folder: Path, psql: asyncpg.Connection
) -> None:
    file = carte(tmp_path, *GOOD)
    await kiosque("schooling", "import-sectors", file, "--cycle", "elementaire", "--school-year", "2025")
    loaded = await kiosque("commune", "load", "--service", "schooling")
    assert "0 changed" in loaded.stdout
    assert await psql.fetchval("SELECT count(*) FROM sector_rules WHERE cycle = 'elementaire'") == 3


async def test_the_sector_of_an_address(kiosque: Kiosque, tmp_path: Path) -> None:
    await kiosque(*import_of(carte(tmp_path, *GOOD), "--deliberation", "Délibération 2026-14"))
    ask = ("schooling", "sector")
    found = await kiosque(*ask, "25 BIS, rue des selves", "--level", "CP", "--on", "2026-09-01", "--json")
    assert json.loads(found.stdout) == {
        "street": "Rue des Selves",
        "number": 25,
        "repetition": "bis",
        "school": {"uai": FIORI, "name": "Groupe Scolaire Louis Fiori"},
        "rule": {
            "cycle": "elementaire",
            "school_year": 2026,
            "deliberation": "Délibération 2026-14",
            "scope": "street",
            "first": "25 bis",
            "last": None,
            "side": "odd",
            "line": 3,
            "contested": False,
        },
        "explanation": "L'école de secteur pour « 25 bis Rue des Selves » est Groupe Scolaire Louis Fiori : "
        "elle accueille les numéros impairs de cette voie à partir du 25 bis (Délibération 2026-14).",
    }
    before = await kiosque(*ask, "25 bis rue des Selves", "--level", "CP", "--on", "2026-08-31")
    assert "toute cette voie (Secteurs d'illustration" in before.stdout
    reasons = {
        "25 rue de Nulle Part": "unknown-street",
        "25 rue des Selves, 06000 Nice": "outside",
        "25 rue des Pins": "unknown-street",
        "3 allée des pins": "hole",
        "rue des Selves": "no-number",
    }
    for address, reason in reasons.items():
        none = json.loads((await kiosque(*ask, address, "--level", "CP", "--json")).stdout)
        assert (none["school"], none["rule"], none["reason"]) == (None, None, reason), address
        assert none["explanation"].endswith("Le service scolaire détermine l'école de votre enfant.")
    early = json.loads(
        (await kiosque(*ask, "1 rue des Selves", "--level", "GS", "--on", "2020-09-01", "--json")).stdout
    )
    assert early["reason"] == "no-sectors"
    smallest = json.loads((await kiosque(*ask, "1 place du Château", "--level", "TPS", "--json")).stdout)
    assert smallest["reason"] == "level-not-taught"


async def test_the_shipped_sectors_have_neither_overlap_nor_hole(kiosque: Kiosque) -> None:
    checked = await kiosque("schooling", "check-sectors")
    assert (checked.exit_code, "No overlap." in checked.stdout, "No hole." in checked.stdout) == (0, True, True)


async def test_overlaps_and_holes_are_listed(kiosque: Kiosque, tmp_path: Path) -> None:
    await kiosque(*import_of(carte(tmp_path, *GOOD, f"RUE DES SELVES;1.0;;9.0;;PI;{FIORI}")))
    checked = await kiosque("schooling", "check-sectors", "--cycle", "elementaire", "--json")
    assert checked.exit_code == 1
    found = json.loads(checked.stdout)
    assert [(row["stands"], row["line"], row["yields"], row["other_line"]) for row in found["overlaps"]] == [
        ("start to 9", 5, "start to 25 odd", 2),
        ("start to 9", 5, "all even", 4),
    ]
    eusiere = next(row for row in found["holes"] if row["street"] == "Rue de l'Eusière")
    assert (eusiere["why"], eusiere["numbers"]) == ("hole", "1, 8")
    assert "Rue des Selves" not in {row["street"] for row in found["holes"]}
    worded = await kiosque("schooling", "check-sectors", "--cycle", "elementaire")
    assert "no rule takes them" in worded.stdout


async def test_a_file_of_addresses_gives_both_services_the_same_streets(
    kiosque: Kiosque, tmp_path: Path, household: ServiceDatabase, psql: asyncpg.Connection
) -> None:
    file = tmp_path / "ban.csv"
    file.write_text(
        BAN
        + "06033_9000_00025_bis;;25;bis;Rue des Selves;06510;06033;Carros\n"
        + "06033_0777_00003;;3;;Rue neuve;06510;06033;Carros\n"
        + "06033_0777_00004;;4;;;06510;06033;Carros\n"
        + "06088_0777_00003;;3;;Rue neuve;06000;06088;Nice\n",
        encoding="utf-8",
    )
    rehearsed = await kiosque("commune", "import-streets", str(file), "--dry-run")
    assert "3 lines read, 1 of other communes passed over, 1 refused." in rehearsed.stdout
    assert "Addresses: 1 loaded, 1 unchanged" in rehearsed.stdout
    done = await kiosque("commune", "import-streets", str(file), "--json")
    assert done.exit_code == 1  # a line was refused
    report = json.loads(done.stdout)
    assert report["refused"] == [{"line": 4, "reason": "empty nom_voie"}]
    assert (report["streets"]["loaded"], report["streets"]["unchanged"]) == (1, 1)

    connection = await asyncpg.connect(household.dsn)
    register = {row["id"]: row["name"] for row in await connection.fetch("SELECT id, name FROM streets")}
    assert {row["id"]: row["name"] for row in await psql.fetch("SELECT id, name FROM streets WHERE listed")} == register
    assert sorted(register.values()) == ["Rue des Selves", "Rue neuve"]

    again = json.loads((await kiosque("commune", "import-streets", str(file), "--json")).stdout)
    assert again["addresses"] == again["streets"] == {"loaded": 0, "unchanged": 2, "removed": 0}
    await kiosque("commune", "load", "--service", "household")
    assert await connection.fetchval("SELECT count(*) FROM streets") == 2  # the folder's own file says nothing any more
    await connection.close()


async def test_a_file_that_is_none_of_the_commune_imports_nothing(kiosque: Kiosque, tmp_path: Path) -> None:
    file = tmp_path / "ban.csv"
    file.write_text(BAN + "06088_0777_00003;;3;;Rue neuve;06000;06088;Nice\n", encoding="utf-8")
    assert "no right line of the commune" in str((await kiosque("commune", "import-streets", str(file))).exception)
    assert "is not a file" in str((await kiosque("commune", "import-streets", str(tmp_path / "no.csv"))).exception)
