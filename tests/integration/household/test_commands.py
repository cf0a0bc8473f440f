"""What an operator may ask."""

from pathlib import Path

import pytest

from libs.commune.source import CommuneError
from libs.contracts.household.v1 import ChildChanged, FamilyRegistered
from services.household import commands
from tests.support.household_driver import HouseholdDriver
from tests.support.household_families import a_family


def commune(folder: Path, *, streets: str = "Rue des Selves", infected: bool = True) -> Path:
    """A small commune's data."""
    (folder / "streets.csv").write_text(
        f"id;nom_voie;code_postal;code_insee;nom_commune\n06000_1_00001;{streets};06000;06000;Ville\n"
    )
    reason = "fichier-infecte" if infected else "autre-motif"
    (folder / "refusal_reasons.yaml").write_text(f"reasons:\n  - {{code: {reason}, label: Non, applies_to: [piece]}}\n")
    (folder / "pieces.yaml").write_text(
        "dossiers:\n  - code: child\n    label: Enfant\n    pieces:\n"
        "      - {code: livret, label: Livret, required: true, legal_basis: Code, max_files: 2}\n"
    )
    (folder / "vaccinations.yaml").write_text(
        "as_of: 2026-11-28\nsources: [Code]\ndiseases:\n  - code: tetanos\n    label: Tétanos\n    compulsory:\n"
        "      - {due_months: 11, legal_basis: Code}\n"
    )
    return folder


async def test_loading_again_replaces_what_changed(household: HouseholdDriver, tmp_path: Path) -> None:
    before = {street["name"]: street["id"] for street in await household.get("/streets", household.agent)}
    assert len(before) > 1
    counts = await commands.load(household.database.url, commune(tmp_path))
    assert counts == {"streets": 1, "refusal reasons": 1, "pieces": 1, "vaccinations": 1}
    await commands.load(household.database.url, commune(tmp_path, streets="Rue neuve"))
    [street] = await household.get("/streets", household.agent)
    assert street["name"] == "Rue neuve"
    [reason] = await household.get("/refusal-reasons", household.agent)
    assert reason == {"code": "fichier-infecte", "label": "Non", "applies_to": ["piece"]}


async def test_data_without_the_scanners_reason_is_refused_whole(household: HouseholdDriver, tmp_path: Path) -> None:
    before = await household.get("/streets", household.agent)
    with pytest.raises(CommuneError, match="fichier-infecte"):
        await commands.load(household.database.url, commune(tmp_path, infected=False))
    assert await household.get("/streets", household.agent) == before


async def test_streets_come_in_alphabetical_order_whatever_their_accents(household: HouseholdDriver) -> None:
    names = [street["name"] for street in await household.get("/streets", household.agent)]
    assert names.index("Chemin de l'Écluse") < names.index("Rue des Selves")


async def test_resync_publishes_every_child_whole(household: HouseholdDriver) -> None:
    await household.registered(a_family().with_child(first_name="Lina").with_child(first_name="Noé"))
    await household.registered(a_family().with_child(first_name="Inès"))
    before = len(await household.events())
    assert await commands.resync(household.database.url, ChildChanged.type) == 3
    told = (await household.events())[before:]
    assert {event.data["first_name"] for event in told} == {"Lina", "Noé", "Inès"}
    assert {event.aggregate_version for event in told} == {1}
    with pytest.raises(ValueError, match="no whole state"):
        await commands.resync(household.database.url, FamilyRegistered.type)
