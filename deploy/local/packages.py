"""The system packages that the demo and the tests need, installed by apt without starting any service."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from deploy.local.console import CannotContinue, Progress, say
from deploy.local.folder import LOCAL
from deploy.local.servers import clamd, postgresql

# While packages are installed, policy-rc.d tells Debian to start none of their services; whatever was there comes back.
_INSTALL = """\
set -eu
policy=/usr/sbin/policy-rc.d
saved=$policy.before-kiosque-famille
mark='# kiosque-famille: only while packages are installed'
restore() {
  if grep -qsF "$mark" "$policy"; then rm -f "$policy"; fi
  if [ -e "$saved" ]; then mv "$saved" "$policy"; fi
}
trap restore EXIT
trap 'exit 130' INT TERM HUP
restore
if [ -e "$policy" ]; then mv "$policy" "$saved"; fi
printf '#!/bin/sh\\n%s\\nexit 101\\n' "$mark" >"$policy"
chmod 755 "$policy"
export DEBIAN_FRONTEND=noninteractive
apt-get -q update
apt-get -q -y -o Dpkg::Use-Pty=0 install --no-install-recommends "$@"
"""


def _has(find: Callable[[], object]) -> bool:
    try:
        find()
    except FileNotFoundError:
        return False
    return True


def _chromium() -> bool:
    return shutil.which("chromium") is not None


_PRESENT: dict[str, Callable[[], bool]] = {
    "postgresql": lambda: _has(lambda: postgresql.binary("initdb")),
    "rabbitmq-server": lambda: Path("/usr/lib/rabbitmq/bin/rabbitmq-server").exists(),
    "clamav-daemon": lambda: _has(clamd.program),
    "chromium": _chromium,
}
_TELLING = ("Get:", "Unpacking ", "Setting up ")
SERVERS = ("postgresql", "rabbitmq-server", "clamav-daemon")
FOR_TESTS = (*SERVERS, "chromium")


def missing(packages: Iterable[str]) -> list[str]:
    """Those whose program is not on this machine."""
    return [package for package in packages if not _PRESENT[package]()]


def ensure(packages: Iterable[str]) -> None:
    """Install what is missing. Raises CannotContinue when that is not possible here."""
    wanted = missing(packages)
    if not wanted:
        return
    prefix = _elevation()
    if prefix is None or shutil.which("apt-get") is None:
        raise CannotContinue(_please_type(wanted))
    say(f"Installing {', '.join(wanted)} with apt: this takes a minute or two, once. No system service is started.")
    if not _installed([*prefix, "sh", "-c", _INSTALL, "install", *wanted]) or missing(wanted):
        raise CannotContinue(_please_type(wanted))


def _installed(command: list[str]) -> bool:
    """Run apt, showing what it is at; all that it said is in `.local/packages.log`, and its end here when it fails."""
    LOCAL.mkdir(exist_ok=True)
    progress, lines = Progress(), []
    with (
        (LOCAL / "packages.log").open("w") as log,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as apt,
    ):
        assert apt.stdout is not None  # noqa: S101 - it was asked for
        for line in apt.stdout:
            log.write(line)
            lines.append(line.rstrip())
            if line.startswith(_TELLING):
                progress.show(line.strip())
    progress.done()
    if apt.returncode != 0:
        print("\n".join(lines[-15:]))
    return apt.returncode == 0


def _elevation() -> list[str] | None:
    """What makes a command root's; None when nothing does."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    return ["sudo"] if sys.stdin.isatty() else ["sudo", "-n"]


def _please_type(wanted: list[str]) -> str:
    command = f"apt-get update && apt-get install --no-install-recommends {' '.join(wanted)}"
    return f"{', '.join(wanted)} could not be installed; type, as root: {command}"
