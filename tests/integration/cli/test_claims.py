"""`kiosque claims issue`: letters for the printer and mails, and never a code where somebody could read it."""

import io
import json
import re
from pathlib import Path

import pikepdf
import pytest

from libs.chassis.sealing import Opener
from tests.conftest import EnvironmentFor, FreshDatabase
from tests.integration.cli.conftest import Kiosque, change
from tests.support.databases import ServiceDatabase

FAMILIES = """\
code_famille;personne;nom;prenom;sexe;date_naissance;situation_familiale;numero;voie;code_postal;ville;email
0042;adulte;DURAND;Inès;F;03/02/1990;séparée;12;rue des Selves;06510;CARROS;ines.durand@example.org
0042;enfant;DURAND;Noé;M;14/07/2021;;;;;;
0043;adulte;MARTIN;Paul;M;03/02/1988;célibataire;3;rue des Selves;06510;CARROS;
"""
CODE = re.compile(r"(?:[2-9A-HJ-NP-Z]{4}-){2}[2-9A-HJ-NP-Z]{4}")


@pytest.fixture
async def identity(fresh_database: FreshDatabase) -> ServiceDatabase:
    return await fresh_database("identity")


@pytest.fixture
async def known(
    kiosque: Kiosque,
    household: ServiceDatabase,
    identity: ServiceDatabase,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two families that household imported, and that identity heard of."""
    monkeypatch.setenv("IDENTITY_DATABASE_URL", identity.url)
    (tmp_path / "families.csv").write_text(FAMILIES)
    imported = await kiosque("household", "import-families", str(tmp_path / "families.csv"))
    assert imported.exit_code == 0, imported.output
    for row in await change(household, "SELECT envelope FROM outbox WHERE type = 'household.family.imported.v1'"):
        told = json.loads(row["envelope"])["data"]
        await change(
            identity,
            "INSERT INTO claimable_families (family_id, family_code, email, known_since) VALUES ($1, $2, $3, now())",
            told["family_id"], told["family_code"], told["email"],
        )  # fmt: skip


@pytest.mark.usefixtures("known")
async def test_letters_are_one_private_file_with_a_page_a_family(
    kiosque: Kiosque, identity: ServiceDatabase, tmp_path: Path
) -> None:
    letters = tmp_path / "letters.pdf"
    done = await kiosque("claims", "issue", "--all", "--letters", str(letters))
    assert (done.exit_code, done.stdout.strip()) == (0, "Codes by letter: 2; by mail: 0.")
    assert letters.stat().st_mode & 0o777 == 0o600
    with pikepdf.open(io.BytesIO(letters.read_bytes())) as document:
        assert len(document.pages) == 2
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "fr"
    assert len(await change(identity, "SELECT * FROM claim_codes")) == 2

    again = await kiosque("claims", "issue", "--all", "--letters", str(letters))
    assert again.exit_code != 0
    assert len(await change(identity, "SELECT DISTINCT issued_at FROM claim_codes")) == 1  # nothing was given anew


@pytest.mark.usefixtures("known")
async def test_mails_travel_sealed_and_the_others_are_named(
    kiosque: Kiosque, identity: ServiceDatabase, environment_for: EnvironmentFor
) -> None:
    done = await kiosque("claims", "issue", "--mail", "--family", "0042", "--family", "0043", "--family", "9999")
    assert done.exit_code == 0, done.output
    assert "by letter: 0; by mail: 1." in done.stdout
    assert "no code was given: 0043." in done.stdout
    assert "Not a known family without account: 9999." in done.stdout
    assert not CODE.search(done.output)
    [row] = await change(identity, "SELECT envelope FROM outbox")
    sealed = json.loads(row["envelope"])["data"]["sealed_code"]
    private = environment_for("notifications-worker")["NOTIFICATIONS_SEALING_PRIVATE_KEY"]
    assert CODE.fullmatch(Opener(private).open(sealed))
    assert len(await change(identity, "SELECT * FROM claim_codes")) == 1


@pytest.mark.usefixtures("known")
async def test_both_ways_mail_to_known_addresses_and_print_the_rest(kiosque: Kiosque, tmp_path: Path) -> None:
    letters = tmp_path / "letters.pdf"
    done = await kiosque("claims", "issue", "--all", "--mail", "--letters", str(letters))
    assert done.stdout.strip() == "Codes by letter: 1; by mail: 1."
    with pikepdf.open(letters) as document:
        assert len(document.pages) == 1


async def test_it_says_what_it_needs(kiosque: Kiosque) -> None:
    for asked, said in ((("--all",), "--letters FILE.pdf, --mail, or both"), (("--mail",), "--family CODE")):
        refused = await kiosque("claims", "issue", *asked)
        assert refused.exit_code != 0
        assert said in str(refused.exception)
