"""The commune's sworn statements: read whole, and every mistake named."""

import shutil
from pathlib import Path

import pytest

from deploy.local.folder import ROOT
from libs.commune.attestations import read_attestations
from libs.commune.pieces import read_pieces
from libs.commune.source import CommuneError

CARROS = ROOT / "communes" / "carros"
GOOD = """
title: Attestation
introduction: A quoi elle sert.
text: Je soussigné {declarant} déclare le {today}.
fields: [{name: declarant, label: Votre nom}]
signatures: [{name: declarant, label: Signature}]
"""


@pytest.fixture
def commune(tmp_path: Path) -> Path:
    (tmp_path / "attestations").mkdir()
    shutil.copy(CARROS / "attestations" / "avertissement.txt", tmp_path / "attestations")
    return tmp_path


def write(commune: Path, text: str) -> None:
    (commune / "attestations" / "essai.yaml").write_text(text, encoding="utf-8")


def problems_of(commune: Path) -> str:
    with pytest.raises(CommuneError) as refused:
        read_attestations(commune)
    return "\n".join(refused.value.problems)


def test_the_communes_statements_are_sound_and_carry_the_warning() -> None:
    read = read_attestations(CARROS)
    assert set(read.models) == {"domicile", "hebergement", "separation", "filiation"}
    assert [len(read.models[code].signatures) for code in ("domicile", "separation")] == [1, 2]
    assert "441-7" in read.legal_warning


def test_each_statement_says_where_and_when_it_was_made() -> None:
    assert all("Fait à {place}, le {today}" in model.text for model in read_attestations(CARROS).models.values())


def test_a_good_one_is_read(commune: Path) -> None:
    write(commune, GOOD)
    assert read_attestations(commune).models["essai"].fields[0].required


@pytest.mark.parametrize(
    ("wrong", "right", "told"),
    [
        ("{declarant}", "{autre}", "autre, declarant"),
        ("{name: declarant, label: Votre nom}", "{name: today, label: Le}", "no field may be called today"),
        ("label: Votre nom", "label: Votre nom, kind: choice", "a choice has options"),
        ("fields: [", "fields: [{name: declarant, label: Encore}, ", "listed twice"),
        ("title: Attestation", "titre: Attestation", "titre"),
    ],
)
def test_each_mistake_is_named(commune: Path, wrong: str, right: str, told: str) -> None:
    write(commune, GOOD.replace(wrong, right, 1))
    found = problems_of(commune)
    assert "essai.yaml" in found
    assert all(word in found for word in told.split(", "))


def test_the_warning_is_needed(tmp_path: Path) -> None:
    assert "avertissement.txt: is missing" in problems_of(tmp_path)


def test_a_piece_that_offers_an_unknown_statement_is_refused(commune: Path) -> None:
    pieces = (CARROS / "pieces.yaml").read_text(encoding="utf-8")
    (commune / "pieces.yaml").write_text(pieces.replace("[filiation]", "[inconnue]"), encoding="utf-8")
    with pytest.raises(CommuneError, match=r"inconnue\.yaml is missing"):
        read_pieces(commune)
