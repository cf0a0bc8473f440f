"""The commune's data: the default one is whole, and a wrong one is refused with every problem named."""

import shutil
from datetime import date
from pathlib import Path

import pytest
import yaml

from libs.commune.commune import Commune, load_commune
from libs.commune.profile import Announcement
from libs.commune.source import CommuneError
from libs.commune.streets import read_streets

CARROS = Path(__file__).parents[3] / "communes" / "carros"
BAN = "id;id_fantoir;numero;rep;nom_voie;code_postal;code_insee;nom_commune;lon;lat\n"


@pytest.fixture(scope="module")
def carros() -> Commune:
    return load_commune(CARROS)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return shutil.copytree(CARROS, tmp_path / "town")


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_pieces_of_a_child_are_those_of_the_procedure(carros: Commune) -> None:
    child = next(dossier for dossier in carros.pieces.dossiers if dossier.code == "child")
    assert [(piece.label, piece.required) for piece in child.pieces] == [
        ("Carnet de santé - Pages des vaccinations", True),
        ("Livret de famille - Page parents/enfant", True),
        ("Attestation de jugement de divorce ou attestation sur l'honneur de séparation", False),
        ("Attestation MDPH", False),
        ("Protocole d'accueil individualisé (PAI)", False),
    ]


def test_every_piece_has_its_legal_basis_and_hint(carros: Commune) -> None:
    pieces = [piece for dossier in carros.pieces.dossiers for piece in dossier.pieces]
    assert all(piece.legal_basis and piece.hint for piece in pieces)


def test_what_to_bring_has_one_home_and_newcomers_bring_their_radiation(carros: Commune, copy: Path) -> None:
    bring = carros.admission.to_bring
    assert bring("PS", newcomer=True) == bring("PS", newcomer=False) == bring("CP", newcomer=False)
    assert [line.split(",")[0] for line in bring("CP", newcomer=True)[-2:]] == [
        "Le certificat de radiation",
        "Le livret scolaire",
    ]
    with (copy / "rentree.yaml").open("a", encoding="utf-8") as file:
        file.write("\nappointment: [Un autre papier]\n")
    with pytest.raises(CommuneError, match=r"rentree\.yaml"):
        load_commune(copy)


def test_the_street_of_the_procedure_is_there_once(carros: Commune) -> None:
    assert [street.name for street in carros.streets].count("Rue des Selves") == 1


def test_text_can_be_read_on_every_colour_of_the_commune(carros: Commune) -> None:
    colours = carros.profile.colours
    pairs = {
        "white on brand": contrast("#ffffff", colours.brand),
        "white on brand_dark": contrast("#ffffff", colours.brand_dark),
        "brand on surface": contrast(colours.brand, colours.surface),
        "dark text on focus": contrast("#1c1b19", colours.focus),
    }
    assert {name: ratio for name, ratio in pairs.items() if ratio < 4.5} == {}


def test_every_problem_of_every_file_is_named_at_once(copy: Path) -> None:
    (copy / "logo.svg").unlink()
    profile = yaml.safe_load((copy / "commune.yaml").read_text())
    del profile["dpo"]
    profile["colour"] = "blue"
    (copy / "commune.yaml").write_text(yaml.safe_dump(profile))
    with pytest.raises(CommuneError) as refused:
        load_commune(copy)
    said = "\n".join(refused.value.problems)
    assert "commune.yaml: dpo" in said
    assert "commune.yaml: colour" in said
    assert "logo.svg: is missing" in said


def test_the_terms_in_force_must_exist(copy: Path) -> None:
    for terms in (copy / "terms").glob("*.md"):
        terms.rename(copy / "terms" / "1999-01.md")
    with pytest.raises(CommuneError, match="terms_version"):
        load_commune(copy)


def test_a_reason_listed_twice_is_refused(copy: Path) -> None:
    reasons = yaml.safe_load((copy / "refusal_reasons.yaml").read_text())
    reasons["reasons"].append(reasons["reasons"][0])
    (copy / "refusal_reasons.yaml").write_text(yaml.safe_dump(reasons))
    with pytest.raises(CommuneError, match="listed twice: illisible"):
        load_commune(copy)


def test_a_missing_folder_is_named_without_its_path(tmp_path: Path) -> None:
    with pytest.raises(CommuneError) as refused:
        load_commune(tmp_path / "nowhere")
    assert refused.value.problems == ["nowhere: no such folder"]


def test_addresses_of_one_street_are_one_street(tmp_path: Path) -> None:
    (tmp_path / "streets.csv").write_text(
        BAN
        + "06033_0001_00001;;1;;Rue des Selves;06510;06033;Carros;7.1;43.7\n"
        + "06033_0001_00025_bis;;25;bis;Rue des Selves;06510;06033;Carros;7.1;43.7\n",
        encoding="utf-8",
    )
    assert [street.name for street in read_streets(tmp_path)] == ["Rue des Selves"]


def test_a_wrong_line_of_addresses_is_named(tmp_path: Path) -> None:
    (tmp_path / "streets.csv").write_text(BAN + "06033_0001_00001;;1;;;06510;06033;Carros;7.1;43.7\n")
    with pytest.raises(CommuneError, match="line 2: empty nom_voie"):
        read_streets(tmp_path)


def test_a_file_of_another_format_is_refused(tmp_path: Path) -> None:
    (tmp_path / "streets.csv").write_text("rue,ville\n")
    with pytest.raises(CommuneError, match="no column id"):
        read_streets(tmp_path)


@pytest.mark.parametrize(
    ("day", "visible"),
    [(date(2026, 3, 1), False), (date(2026, 3, 28), True), (date(2026, 4, 30), True), (date(2026, 5, 1), False)],
)
def test_an_announcement_shows_in_its_days(day: date, visible: bool) -> None:
    notice = Announcement(title="Rentrée", visible_from=date(2026, 3, 28), visible_until=date(2026, 4, 30))
    assert notice.visible_on(day) is visible
