"""The product from images, as deploy/compose.yaml makes it: a project, secrets and ports of its own."""

import json
import os
import re
import secrets
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.docker import environment_files
from deploy.local import ports
from deploy.local.environment import PRODUCT
from deploy.local.folder import ROOT
from tests.support.caught_mails import CaughtMails
from tests.support.running_product import AgentLogin

COMPOSE = ROOT / "deploy" / "compose.yaml"
IMAGES = ("kiosque-famille:latest", "kiosque-famille-mails:latest")
_PATIENCE = "240"


def missing() -> str:
    """What this machine lacks to run containers of ours; empty when it lacks nothing."""
    if _quietly("docker", "compose", "version") != 0:
        return "no docker compose on this machine"
    if _quietly("docker", "version") != 0:
        return "no Docker engine answers"
    absent = [image for image in IMAGES if _quietly("docker", "image", "inspect", image) != 0]
    return f"{', '.join(absent)} not built: make images" if absent else ""


@dataclass(frozen=True)
class ComposedProduct:
    """One project of compose.

    Attributes:
        folder: where its secrets lie.
    """

    project: str
    folder: Path
    web_port: int
    mails_port: int

    @classmethod
    def new(cls, folder: Path) -> "ComposedProduct":
        """With free ports, and nothing started."""
        given = ports.settle(["web", "mails"], {}, {})
        product = cls(f"kiosque-check-{secrets.token_hex(3)}", folder, given["web"], given["mails"])
        environment_files.write(folder)
        town = folder / environment_files.TOWN
        decided = re.sub(r"(?m)^(KIOSQUE_PUBLIC_URL)=.*$", rf"\1={product.site}", town.read_text())
        town.write_text(decided)
        environment_files.write(folder)
        return product

    @property
    def site(self) -> str:
        return f"http://localhost:{self.web_port}"

    @property
    def mails(self) -> CaughtMails:
        return CaughtMails(f"http://127.0.0.1:{self.mails_port}")

    def up(self) -> None:
        """Start what does not run, and wait until all of it is healthy."""
        self.compose("up", "--detach", "--wait", "--wait-timeout", _PATIENCE, "--quiet-pull")

    def down(self, *, with_data: bool = False) -> None:
        self.compose("down", *(["--volumes"] if with_data else []))

    def restart(self, container: str) -> None:
        """Kill it as a lack of memory would; compose's restart policy brings it back."""
        before = self.started_at(container)
        self.inside(container, "sh", "-c", "kill -9 -1")
        deadline = time.monotonic() + 20
        while self.started_at(container) == before:
            assert time.monotonic() < deadline, f"{container} was not started again"
            time.sleep(0.2)
        self.up()

    def kiosque(self, *arguments: str, stdin: str = "") -> str:
        """Run an operator's command as docs/operations.md says. Returns what it printed."""
        return self.compose("run", "--rm", "--no-TTY", "operator", *arguments, stdin=stdin)

    def inside(self, container: str, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command in a container, as its own user."""
        return _run(["docker", "exec", self.container(container), *command], check=False)

    def container(self, name: str) -> str:
        return self.compose("ps", "--all", "--quiet", name).strip()

    def started_at(self, container: str) -> str:
        return str(self._inspected(container)["State"]["StartedAt"])

    def addresses(self, container: str) -> list[str]:
        """On each of its networks."""
        return [network["IPAddress"] for network in self._inspected(container)["NetworkSettings"]["Networks"].values()]

    def new_agent(self) -> AgentLogin:
        login, password = f"agent.{secrets.token_hex(4)}", f"Agent-{secrets.token_hex(8)}"
        arguments = ["--login", login, "--name", "Camille Essai", "--role", "agent_famille", "--password-stdin"]
        printed = self.kiosque("staff", "create", *arguments, stdin=f"{password}\n")
        return AgentLogin(login, password, printed.split()[-1])

    def compose(self, *arguments: str, stdin: str = "") -> str:
        """Run docker compose on the project. Returns what it printed; raises AssertionError with it."""
        command = ["docker", "compose", "--project-name", self.project, "--file", str(COMPOSE), "--profile", "trial"]
        variables = {
            "KIOSQUE_SECRETS": str(self.folder),
            "KIOSQUE_PORT": str(self.web_port),
            "KIOSQUE_MAILS_PORT": str(self.mails_port),
        }
        return _run([*command, *arguments], stdin=stdin, variables=variables).stdout

    def _inspected(self, container: str) -> dict[str, Any]:
        [found] = json.loads(_run(["docker", "inspect", self.container(container)]).stdout)
        return dict(found)

    def last_words(self) -> str:
        """The end of every process' log: what to look at when a check fails."""
        return self.compose("logs", "--no-color", "--tail", "15", "prepare", *PRODUCT)


def _run(
    command: list[str], *, stdin: str = "", variables: dict[str, str] | None = None, check: bool = True
) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        command, input=stdin, env=os.environ | (variables or {}), capture_output=True, text=True, check=False
    )
    assert not check or done.returncode == 0, (
        f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr[-3000:]}"
    )
    return done


def _quietly(*command: str) -> int:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode
    except FileNotFoundError:
        return 127
