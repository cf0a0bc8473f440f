"""The families that the demo's town knew before the kiosk: imported, each with a code for its first use."""

import json
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from deploy.local.folder import ROOT, write_private
from deploy.local.instance import Instance
from deploy.local.preparation import Command, carry_out

_FILE = Path("demo") / "known-families.csv"
_PATIENCE = 30.0


@dataclass(frozen=True)
class KnownFamily:
    """What its letter tells a family; the code opens an account once."""

    family_code: str
    claim_code: str


def known_families(instance: Instance) -> list[KnownFamily]:
    """None before `ensure_known_families`, or when the commune's folder holds no file of them."""
    kept = _kept(instance)
    return [KnownFamily(**found) for found in json.loads(kept.read_text())] if kept.exists() else []


def ensure_known_families(instance: Instance) -> None:
    """Import them once, and give each its code.

    Raises:
        CannotContinue: the import failed.
        TimeoutError: identity did not hear of them.
    """
    file = Path(instance.environment_of("gateway")["KIOSQUE_COMMUNE_DIR"]) / _FILE
    if known_families(instance) or not file.exists():
        return
    carry_out(instance, [Command(["household", "import-families", str(file)])], "known-families")
    codes = sorted({line.partition(";")[0] for line in file.read_text(encoding="utf-8").splitlines()[1:] if line})
    deadline = time.monotonic() + _PATIENCE
    while len(families := _issue(instance, codes)) < len(codes):
        if time.monotonic() > deadline:
            raise TimeoutError("identity did not hear of the demo's known families")
        time.sleep(0.5)
    write_private(_kept(instance), json.dumps([asdict(family) for family in families]))


def _issue(instance: Instance, codes: list[str]) -> list[KnownFamily]:
    """New codes for those that identity knows, from a process of its own: the launcher stays light meanwhile."""
    done = subprocess.run(
        [sys.executable, "-m", "deploy.local.claim_codes", *codes],
        cwd=ROOT,
        env=dict(instance.environment_of("identity")),
        capture_output=True,
        text=True,
        check=True,
    )
    return [KnownFamily(code, claim) for code, claim in json.loads(done.stdout)]


def _kept(instance: Instance) -> Path:
    return instance.folder.path / "known-families.json"
