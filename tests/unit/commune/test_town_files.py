"""Addresses, sectors, schools and campaigns as their files say them."""

from collections.abc import Iterable
from pathlib import Path

import pytest
import yaml

from libs.commune.campaigns import read_campaigns
from libs.commune.schools import read_schools
from libs.commune.sectors import SectorData, read_sectors
from libs.commune.source import CommuneError
from libs.commune.streets import AddressData, read_ban

BAN = "id;id_fantoir;numero;rep;nom_voie;code_postal;code_insee;nom_commune\n"
CARTE = (
    "code_region;code_insee;libelle_commune;lieu_dit;type_et_libelle;n_de_voie_debut;indice_de_repetition_debut;"
    "n_de_voie_fin;indice_de_repetition_fin;parite;code_rne;secteur_unique;no_ligne\n"
)


def lines(*texts: str, encoding: str = "utf-8") -> Iterable[bytes]:
    return [text.encode(encoding) for text in texts]


def sector(cells: str) -> tuple[list[SectorData], list[tuple[int, str]]]:
    read = read_sectors(lines(CARTE, f"93;06000;VILLE;{cells};1\n"), "carte.csv", "06000")
    return read.rows, read.problems


@pytest.mark.parametrize(
    ("cells", "first", "last", "side"),
    [
        (";RUE A;1.0;;9999.0;;PI;0060001A;N", (1, ""), (9999, ""), "both"),
        (";RUE A;2;;40;BIS;P;0060001A;N", (2, ""), (40, "bis"), "even"),
        (";RUE A;25.0;ter;;;I;0060001A;", (25, "ter"), None, "odd"),
        (";RUE A;;;;;;0060001a;N", None, None, "both"),
        (";RUE A;0.0;;0.0;;;0060001A;N", (0, ""), None, "both"),
        ("RUE A;;1.0;;3.0;;i;0060001A;N", (1, ""), (3, ""), "odd"),
    ],
)
def test_a_right_line_of_sectors(
    cells: str, first: tuple[int, str] | None, last: tuple[int, str] | None, side: str
) -> None:
    [row], problems = sector(cells)
    assert (row.street, row.first, row.last, row.side, row.uai) == ("RUE A", first, last, side, "0060001A")
    assert problems == []


def test_one_school_for_the_whole_commune() -> None:
    [row], _ = sector(";;;;;;;0060001A;O")
    assert row.street is None


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        (";RUE A;1.0;;9.0;;PI;0060001A;N;spare", "cells"),
        (";RUE A;1.0;;9.0;;PI", "cells"),
        ('";RUE A;1.0;;9.0;;PI;0060001A;N', "cells"),
        (";RUE A;1.5;;9.0;;PI;0060001A;N", "number-format"),
        (";RUE A;-1;;9.0;;PI;0060001A;N", "number-format"),
        (";RUE A;1.0;;1E+05;;PI;0060001A;N", "number-format"),
        (";RUE A;1.0;bis!;9.0;;PI;0060001A;N", "repetition-format"),
        (";RUE A;;bis;9.0;;PI;0060001A;N", "repetition-format"),
        (";RUE A;1.0;;9.0;;X;0060001A;N", "side-format"),
        (";RUE A;1.0;;9.0;;PI;60001A;N", "uai-format"),
        (";RUE A;1.0;;9.0;;PI;0060001A;Q", "sole-format"),
        (";;1.0;;9.0;;PI;0060001A;N", "no-street"),
    ],
)
def test_a_corrupt_line_of_sectors_is_named_and_spoils_no_other(cells: str, problem: str) -> None:
    good = "93;06000;VILLE;;RUE B;1.0;;9.0;;PI;0060001A;N;2\n"
    read = read_sectors(lines(CARTE, f"93;06000;VILLE;{cells};1\n", "\n", good), "carte.csv", "06000")
    assert read.problems == [(2, problem)]
    assert [(row.line, row.street) for row in read.rows] == [(4, "RUE B")]
    assert read.read == 2


def test_lines_of_other_communes_are_passed_over_and_a_lost_zero_is_not() -> None:
    row = "93;{};VILLE;;RUE A;1.0;;9.0;;PI;0060001A;N;1\n"
    read = read_sectors(lines(CARTE, row.format("6000"), row.format("06001"), row.format("6000.0")), "c.csv", "06000")
    assert (read.read, read.elsewhere, len(read.rows)) == (2, 1, 2)


def test_a_file_of_another_format_is_refused() -> None:
    with pytest.raises(CommuneError, match=r"carte\.csv: no column code_insee"):
        read_sectors(lines("rue;ville\n"), "carte.csv", "06000")
    with pytest.raises(CommuneError, match="no column"):
        read_sectors([], "carte.csv", "06000")


def test_addresses_of_the_national_base() -> None:
    read = read_ban(
        lines(
            "\ufeff" + BAN,
            "06000_1_00001;;1;;Rue A;06000;06000;Ville\r\n",
            "06000_1_00001_bis;;1;BIS;Rue A;06000;06000;Ville\r\n",
            '06000_2_99999;;99999;;"Lieu ""B""";06000;06000;Ville\r\n',
            "06001_1_00001;;1;;Rue A;06001;06001;Ailleurs\r\n",
        ),
        "ban.csv",
        "06000",
    )
    assert list(read.addresses.values()) == [
        AddressData("06000_1_00001", "06000_1", 1, ""),
        AddressData("06000_1_00001_bis", "06000_1", 1, "bis"),
        AddressData("06000_2_99999", "06000_2", 0, ""),
    ]
    assert [street.name for street in read.street_list()] == ['Lieu "B"', "Rue A"]
    assert (read.read, read.elsewhere, read.problems) == (3, 1, [])


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("06000_1_1;;x;;Rue A;06000;06000;Ville", "numero is no number"),
        ("06000_1_1;;1;b!s;Rue A;06000;06000;Ville", "rep is no index"),
        ("06000_1_1;;1;;;06000;06000;Ville", "empty nom_voie"),
        ("06000_1_1;;1;;Rue A;06000", "not as many cells as columns"),
        ("06000_1_9;;8;;Rue A;06000;06000;Ville", "id of another address"),
    ],
)
def test_a_wrong_address_is_named(row: str, problem: str) -> None:
    read = read_ban(lines(BAN, "06000_1_9;;9;;Rue A;06000;06000;Ville\n", row + "\n"), "ban.csv", "06000")
    assert read.problems == [(3, problem)]
    assert len(read.addresses) == 1


def test_windows_letters_are_read_too() -> None:
    read = read_ban(lines(BAN, "06000_1_1;;1;;Rue de l'Été;06000;06000;Ville\n", encoding="cp1252"), "ban.csv")
    assert read.street_list()[0].name == "Rue de l'Été"


CAMPAIGN = {
    "code": "rentree-2026",
    "title": "Préinscription",
    "school_year": 2026,
    "newcomers": True,
    "opens": "2026-03-28 00:00:00",
    "closes": "2026-05-01 00:00:00",
    "grace_days": 15,
    "introduction": "Bienvenue",
    "closed_text": "Fermée",
}


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"closes": "2026-03-28 00:00:00"}, "closes before it opens"),
        ({"newcomers": False}, "takes nobody"),
        ({"opens": "2026-03-29 02:30:00"}, "clocks change"),  # a time that Paris skips
        ({"closes": "2026-10-25 02:30:00"}, "clocks change"),  # and one that it has twice
        ({"opens": "2026-03-28T00:00:00Z"}, "timezone"),
        ({"school_year": 2031}, "not among the school years: 2031"),
        ({"levels": ["6e"]}, "levels"),
    ],
)
def test_a_wrong_campaign_is_refused(tmp_path: Path, values: dict[str, object], problem: str) -> None:
    (tmp_path / "campaigns.yaml").write_text(yaml.safe_dump({"campaigns": [CAMPAIGN | values]}))
    with pytest.raises(CommuneError, match=problem):
        read_campaigns(tmp_path, [2026])


SCHOOL = {
    "uai": "0060001A",
    "name": "École",
    "kind": "maternelle",
    "address": "1 rue A",
    "telephone": "04 00 00 00 00",
    "levels": ["PS"],
}


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"schools": [SCHOOL | {"places": {2026: {"CP": 12}}}]}, "levels that it does not teach: CP"),
        ({"schools": [SCHOOL | {"places": {2031: {"PS": 12}}}]}, "not among the school years: 2031"),
        ({"school_years": [{"year": 2026, "rentree": "2027-09-01"}]}, "lies in 2027"),
        ({"sectors": [{"cycle": "maternelle", "school_year": 2026, "file": "../x.csv"}]}, "file"),
    ],
)
def test_wrong_schools_are_refused(tmp_path: Path, values: dict[str, object], problem: str) -> None:
    data = {"schools": [SCHOOL], "school_years": [{"year": 2026, "rentree": "2026-09-01"}]} | values
    (tmp_path / "schools.yaml").write_text(yaml.safe_dump(data))
    with pytest.raises(CommuneError, match=problem):
        read_schools(tmp_path)
