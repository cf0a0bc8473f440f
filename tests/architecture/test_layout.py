"""The tree is what the design says: every service is cut the same way, and nothing local to a town stands in code."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from libs.contracts.catalogue import SERVICES

ROOT = Path(__file__).parents[2]
ROOMS = ("main.py", "worker.py", "settings.py", "api", "consumers", "application", "domain", "adapters", "migrations")
CODE = ("services", "gateway", "libs", "cli", "deploy")
WEAK_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager"}


def python_files(*folders: str) -> list[Path]:
    return [path for folder in folders for path in (ROOT / folder).rglob("*.py") if "node_modules" not in path.parts]


@pytest.mark.parametrize("service", SERVICES)
def test_each_service_has_the_same_rooms(service: str) -> None:
    missing = [room for room in ROOMS if not (ROOT / "services" / service / room).exists()]
    assert not missing, f"services/{service} lacks {missing}"


def test_imports_point_inward() -> None:
    """import-linter's contracts, as `make check` runs them."""
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_no_town_is_named_in_code() -> None:
    """Everything local to a commune is data under `communes/`; `deploy/local` only names the folder of the demo."""
    towns = {folder.name for folder in (ROOT / "communes").iterdir() if folder.is_dir()}
    found = [
        f"{path.relative_to(ROOT)}: {town}"
        for path in python_files("services", "gateway", "libs", "cli")
        for town in towns
        if town in path.read_text(encoding="utf-8").lower()
    ]
    assert not found


def test_files_are_named_for_what_they_hold() -> None:
    weak = [path.relative_to(ROOT) for path in python_files(*CODE, "tests") if path.stem in WEAK_NAMES]
    assert not weak


def test_every_module_opens_with_one_line_that_says_what_it_is() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in python_files(*CODE)
        if path.name != "__init__.py"
        and path.parent.name != "versions"
        and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not silent


def test_the_domains_know_no_framework() -> None:
    """Plain Python: the standard library, the domain itself, and `libs.domain` and `libs.french`, which are so too."""
    strangers = []
    for path in (ROOT / "services").glob("*/domain/*.py"):
        own = f"services.{path.parts[path.parts.index('services') + 1]}.domain"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            strangers += [
                f"{path.relative_to(ROOT)} imports {name}"
                for name in names
                if name.split(".")[0] not in sys.stdlib_module_names
                and not name.startswith((own, "libs.domain", "libs.french"))
            ]
    assert not strangers
