"""Builds the web client's style sheets and scripts, when their sources have changed."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from deploy.local.console import CannotContinue, say
from deploy.local.folder import ROOT

ASSETS = ROOT / "gateway" / "assets"
_OLDEST_NODE = 20
_MADE = {"node_modules", "dist"}


def ensure(assets: Path = ASSETS) -> None:
    """Install the front-end packages and build, unless `dist` already comes from these very sources.

    Raises:
        CannotContinue: npm or the build failed; what it said is above.
    """
    if not (assets / "package.json").exists():
        say(f"No front-end to build: {assets.relative_to(ROOT)}/package.json does not exist yet.")
        return
    modules, dist = assets / "node_modules", assets / "dist"
    installed, built = modules / ".installed-from", modules / ".built-from"
    environment = os.environ | {"PATH": _path_with_node(), "npm_config_update_notifier": "false"}
    lock = _digest([assets / "package-lock.json"])
    if _stamp(installed) != lock:
        say("Fetching the front-end packages with npm.")
        # No package runs a script of its own on this machine.
        _run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], assets, environment)
        installed.write_text(lock)
    sources = fingerprint(assets)
    if _stamp(built) != sources or not dist.is_dir():
        say("Building the style sheets and scripts.")
        _run(["npm", "run", "--silent", "build"], assets, environment)
        built.write_text(sources)


def fingerprint(assets: Path) -> str:
    """Changes when a source of the front-end does."""
    files = (path for path in assets.rglob("*") if path.is_file() and path.relative_to(assets).parts[0] not in _MADE)
    return _digest(sorted(files))


def _digest(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _stamp(path: Path) -> str:
    return path.read_text() if path.exists() else ""


def _run(command: list[str], folder: Path, environment: dict[str, str]) -> None:
    if subprocess.run(command, cwd=folder, env=environment, check=False).returncode != 0:
        raise CannotContinue(f"The front-end could not be built; type: cd {folder} && {' '.join(command)}")


def _path_with_node() -> str:
    """The PATH, with Node 20 or newer in front: the machine's own, else the one that came with the Python packages."""
    path = os.environ.get("PATH", os.defpath)
    own_scripts = Path(sys.executable).parent
    without_ours = os.pathsep.join(entry for entry in path.split(os.pathsep) if Path(entry) != own_scripts)
    if _node_is_new_enough(without_ours) and shutil.which("npm", path=without_ours):
        return without_ours
    if not (own_scripts / "node").exists():
        raise CannotContinue("Node 20 or newer is missing; type: make clean && make demo")
    return os.pathsep.join([str(own_scripts), without_ours])


def _node_is_new_enough(path: str) -> bool:
    node = shutil.which("node", path=path)
    if node is None:
        return False
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    version = re.match(r"v(\d+)\.", answer)
    return version is not None and int(version[1]) >= _OLDEST_NODE
