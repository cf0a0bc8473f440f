"""A family that the town knew before the kiosk, and the code that its letter tells."""

import asyncio
import secrets
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.local.instance import Instance
from services.household.commands import Fate, import_families
from services.identity.commands import issue_claim_codes
from tests.support.invented_families import InventedFamily, on_screen

_COLUMNS = (
    "code_famille", "personne", "nom", "prenom", "sexe", "date_naissance", "situation_familiale", "numero", "voie",
    "code_postal", "ville",
)  # fmt: skip


@dataclass(frozen=True)
class KnownFamily:
    """What stands in the letter."""

    family_code: str
    claim_code: str


async def a_known_family(instance: Instance, family: InventedFamily) -> KnownFamily:
    """Import it, and give it a code once identity has heard of it."""
    family_code = f"0{secrets.randbelow(10**9)}"
    household = instance.environment_of("household")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "families.csv"
        file.write_text("\n".join(";".join(line) for line in _lines(family, family_code)), encoding="utf-8")
        report = await import_families(
            household["HOUSEHOLD_DATABASE_URL"], Path(household["KIOSQUE_COMMUNE_DIR"]), file, dry_run=False
        )
    assert report.families == {Fate.IMPORTED: 1}, report.problems
    return KnownFamily(family_code, await claim_code_of(instance, family_code))


async def claim_code_of(instance: Instance, family_code: str, seconds: float = 20) -> str:
    """A new code for a family without account. Raises AssertionError when identity does not hear of it."""
    identity = instance.environment_of("identity")
    deadline = time.monotonic() + seconds
    while True:
        issued = await issue_claim_codes(
            identity["IDENTITY_DATABASE_URL"],
            identity["IDENTITY_NOTIFICATIONS_SEALING_PUBLIC_KEY"],
            days=90,
            family_codes=[family_code],
            by_mail=False,
        )
        if issued and issued[0].claim_code:
            return issued[0].claim_code
        assert time.monotonic() < deadline, f"identity does not know {family_code}"
        await asyncio.sleep(0.2)


def _lines(family: InventedFamily, family_code: str) -> Sequence[Sequence[str]]:
    adult, child = family.adult, family.child
    home = (adult.street_number, adult.street, "06510", "CARROS")
    return (
        _COLUMNS,
        (
            family_code, "adulte", adult.last_name, adult.first_name, adult.sex, on_screen(adult.birth_date),
            adult.family_situation, *home,
        ),
        (
            family_code, "enfant", child.last_name, child.first_name, child.sex, on_screen(child.birth_date),
            "", "", "", "", "",
        ),
    )  # fmt: skip
