"""`kiosque household import-families`, as an operator runs it."""

import json
from pathlib import Path

from tests.integration.cli.conftest import Kiosque, change
from tests.support.databases import ServiceDatabase

HEADER = "code_famille;personne;nom;prenom;date_naissance;sexe"
GOOD = ("0042;adulte;Durand;Inès;03/02/1990;F", "0042;enfant;Durand;Noé;14/07/2021;M")
BAD = "7;adulte;Zyxwv;Jo;32/01/1990;M"


def written(folder: Path, *lines: str) -> str:
    path = folder / "families.csv"
    path.write_text("\n".join(lines), encoding="cp1252")
    return str(path)


async def families(household: ServiceDatabase) -> list[str]:
    return [row["code"] for row in await change(household, "SELECT code FROM families ORDER BY code")]


async def test_a_dry_run_then_the_import_then_once_more(
    kiosque: Kiosque, household: ServiceDatabase, tmp_path: Path
) -> None:
    file = written(tmp_path, HEADER, *GOOD, BAD)
    rehearsed = await kiosque("household", "import-families", file, "--dry-run")
    assert "3 persons read. Families: 1 imported, 1 left out." in rehearsed.stdout
    assert "Nothing was kept" in rehearsed.stdout
    assert await families(household) == []

    done = await kiosque("household", "import-families", file)
    assert done.exit_code == 1  # a family was left out
    assert "no such day" in done.stdout
    assert "date_naissance" in done.stdout
    assert "Zyxwv" not in done.stdout
    assert await families(household) == ["0042"]

    again = await kiosque("household", "import-families", file, "--json")
    report = json.loads(again.stdout)
    assert report["families"] == {"unchanged": 1, "left out": 1}
    assert report["problems"] == [{"line": 4, "column": "date_naissance", "code": "date-impossible"}]


async def test_a_file_that_is_right_ends_well(kiosque: Kiosque, tmp_path: Path) -> None:
    done = await kiosque("household", "import-families", written(tmp_path, HEADER, *GOOD))
    assert (done.exit_code, "Every line is right." in done.stdout) == (0, True)


async def test_a_file_that_is_none_says_so(kiosque: Kiosque, tmp_path: Path) -> None:
    file = written(tmp_path, "nom;prenom", "Durand;Inès")
    refused = await kiosque("household", "import-families", file)
    assert "Nothing was imported. no column code_famille; no column personne." in str(refused.exception)
    missing = await kiosque("household", "import-families", str(tmp_path / "nowhere.csv"))
    assert "is not a file" in str(missing.exception)
