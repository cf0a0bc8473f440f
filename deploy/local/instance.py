"""An instance: the servers and the product of one name, started, asked and stopped as a whole."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, flock
from pathlib import Path

from deploy.local import plan, ports
from deploy.local.credentials import Credentials, credentials_of
from deploy.local.environment import PORT_NAMES, PRODUCT, Environments, Variables
from deploy.local.folder import ROOT, Folder, write_private
from deploy.local.proc import Identity, end, wait_gone
from deploy.local.server_set import ServerSet
from deploy.local.servers.clamd import Clamd
from deploy.local.servers.postgresql import Postgresql
from deploy.local.servers.rabbitmq import Rabbitmq

_PATIENCE = 90.0
_PAUSE = 0.1
_TOO_MANY_STARTS = 4


class NotReady(Exception):
    """Something does not start; the message names it and ends with its last words."""


class NotRunning(Exception):
    """The process that was asked about does not run."""


class Instance:
    """One set of private servers and, when wanted, the product on top.

    Args:
        name: also the folder `.local/<name>`.
        web_port: where the gateway listens; any free port when None.
        durable: whether data must outlive a power cut (tests do without, and are faster).
        log_level: of the product's processes.
        parent: the folder that holds instances.
    """

    def __init__(
        self,
        name: str,
        *,
        web_port: int | None = None,
        durable: bool = True,
        log_level: str = "INFO",
        parent: Path | None = None,
    ) -> None:
        self.folder = Folder(name, parent) if parent else Folder(name)
        self._fixed = {"web": web_port} if web_port else {}
        self._durable = durable
        self._log_level = log_level
        self._supervisor: subprocess.Popen[bytes] | None = None

    # -- what it is -----------------------------------------------------------------------------------------------

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def ports(self) -> dict[str, int]:
        """Port by name; empty before the first start."""
        return ports.remembered(self.folder)

    @property
    def credentials(self) -> Credentials:
        return credentials_of(self.folder)

    @property
    def environments(self) -> Environments:
        return Environments(self.ports, self.credentials, log_level=self._log_level)

    @property
    def postgresql(self) -> Postgresql:
        return Postgresql(self.folder, self.ports["postgresql"], self.credentials, self._durable)

    @property
    def rabbitmq(self) -> Rabbitmq:
        given = self.ports
        return Rabbitmq(
            self.folder,
            amqp=given["rabbitmq"],
            api=given["rabbitmq-api"],
            distribution=given["rabbitmq-distribution"],
            epmd=given["epmd"],
            credentials=self.credentials,
        )

    @property
    def clamd(self) -> Clamd:
        return Clamd(self.folder, self.ports["clamd"])

    @property
    def web_url(self) -> str:
        return self.environments.public_url

    @property
    def mail_url(self) -> str:
        return self.environments.mail_url

    def environment_of(self, process: str) -> Variables:
        """The variables that a process of the product gets: `household`, `household-worker`, `gateway`, ..."""
        return self.environments.of(process)

    def environment_of_everything(self) -> Variables:
        """What the `kiosque` command gets: all of it, the operator's and the migrating roles' included."""
        return self.environments.everything()

    # -- starting and stopping ------------------------------------------------------------------------------------

    def running(self) -> bool:
        """Whether its supervisor lives."""
        return self.supervisor() is not None

    def supervisor(self) -> Identity | None:
        """Its supervisor, when it lives."""
        found = self._recorded().get("supervisor")
        return found if found and found.alive() else None

    def start_infrastructure(
        self,
        *,
        with_product_in_mind: bool = False,
        die_with_me: bool = False,
        leased: bool = False,
        kept: bool = False,
    ) -> None:
        """Start the servers and wait for them; databases, roles, rights and the bucket exist afterwards.

        Does nothing but wait when they run already.

        Args:
            with_product_in_mind: import the product beforehand, so that everything forked shares its memory.
            die_with_me: stop everything when the calling process ends, however it ends.
            leased: stop everything when no process is inside `leased` any more.
            kept: go on when the last lease ends.

        Raises:
            PortTaken: the web port that was asked for belongs to someone else.
            NotReady: a server does not start.
        """
        self.folder.create()
        if kept:
            self.folder.kept.touch()
        with self._alone():
            self._let_it_stop()
            if not self.running():
                self._start_supervisor(with_product_in_mind, die_with_me, leased)
            self._wait_for({"postgresql": self.postgresql.ready})
            self.postgresql.create_databases()
            self._wait_for(
                {
                    "rabbitmq": self.rabbitmq.ready,
                    "clamd": self.clamd.ready,
                    "storage": lambda: ports.answers(self.ports["storage"]),
                    "mail": lambda: _says_ok(f"http://127.0.0.1:{self.ports['mail']}/healthz"),
                }
            )

    def start_product(self) -> None:
        """Start the services and the gateway and wait until every one is ready. Raises NotReady."""
        groups = [plan.INFRASTRUCTURE, plan.PRODUCT]
        self._order(replace(self._wanted(), groups=groups, preload=groups))
        self.wait_for_product()

    def wait_for_product(self, seconds: float = _PATIENCE) -> None:
        """Wait until every process of the product says that it is ready. Raises NotReady."""
        given = self.ports
        self._wait_for({name: _readiness(_product_port(name, given)) for name in PRODUCT}, seconds)

    def stop_product(self) -> None:
        """Stop the services and the gateway; the servers go on."""
        self._order(replace(self._wanted(), groups=[plan.INFRASTRUCTURE]))
        self._wait_for({name: lambda name=name: self._identity(name) is None for name in PRODUCT})  # type: ignore[misc]

    def stop(self) -> None:
        """Stop everything that this instance started, epmd too. Nothing else is touched."""
        self.folder.kept.unlink(missing_ok=True)
        recorded = self._recorded()
        supervisor = recorded.pop("supervisor", None)
        if supervisor is not None:
            end([supervisor], seconds=75)
        if self._supervisor is not None:
            self._supervisor.wait(timeout=5)
            self._supervisor = None
        end(recorded.values(), seconds=20)

    def wait(self) -> None:
        """Stay until the supervisor that this object started has ended."""
        if self._supervisor is not None:
            self._supervisor.wait()

    def reset(self) -> None:
        """Stop it and delete all that it holds."""
        self.stop()
        if self.folder.data.is_symlink():
            shutil.rmtree(self.folder.data.resolve(), ignore_errors=False)
        if self.folder.path.exists():
            shutil.rmtree(self.folder.path)
        self.folder.summary.unlink(missing_ok=True)

    @contextmanager
    def leased(self) -> Iterator[None]:
        """Need the instance for a while: whoever leaves last stops it, unless it is kept.

        A lease ends with its process, so a crash leaves no instance believed to be in use.
        """
        self.folder.create()
        with self.folder.users.open("w") as users:
            flock(users, LOCK_SH)
            try:
                yield
            finally:
                try:
                    flock(users, LOCK_EX | LOCK_NB)
                except BlockingIOError:  # somebody else needs it still
                    if self._supervisor is not None:
                        self._supervisor.returncode = 0  # it lives on without us: no warning that nobody waited for it
                else:
                    if not self.folder.kept.exists():
                        self.stop()

    # -- for the fault tests --------------------------------------------------------------------------------------

    def pid_of(self, process: str) -> int:
        """The pid of a process that runs now, a server's or the product's. Raises NotRunning."""
        identity = self._identity(process)
        if identity is None:
            raise NotRunning(process)
        return identity.pid

    def kill(self, process: str, signum: int = signal.SIGKILL) -> int:
        """Send a signal to a process; the supervisor starts it again if it ends. Returns the pid. Raises NotRunning."""
        identity = self._identity(process)
        if identity is None or not identity.send(signum):
            raise NotRunning(process)
        return identity.pid

    def hold(self, process: str) -> None:
        """Stop a process nicely and keep it stopped until `release`."""
        wanted = self._wanted()
        self._order(replace(wanted, held=[*wanted.held, process]))
        self._wait_for({process: lambda: self._identity(process) is None})

    def release(self, process: str) -> None:
        """Let a held process run again; it is not waited for."""
        wanted = self._wanted()
        self._order(replace(wanted, held=[name for name in wanted.held if name != process]))

    def processes(self) -> dict[str, Identity]:
        """Everything that runs now, by name, the supervisor included."""
        return {name: identity for name, identity in self._recorded().items() if identity.alive()}

    # -- how --------------------------------------------------------------------------------------------------------

    def _start_supervisor(self, with_product_in_mind: bool, die_with_me: bool, leased: bool) -> None:
        end(self._recorded().values(), seconds=20)  # what a supervisor left that was killed
        self.folder.state.unlink(missing_ok=True)
        ports.settle_for(self.folder, PORT_NAMES, self._fixed)
        self._server_set().write_down()
        preload = [plan.INFRASTRUCTURE, *([plan.PRODUCT] if with_product_in_mind else [])]
        write_private(self.folder.wanted, plan.wanted_to_json(plan.Wanted([plan.INFRASTRUCTURE], preload)))
        self._spawn_supervisor(die_with_me, leased)

    def _spawn_supervisor(self, die_with_me: bool, leased: bool = False) -> None:
        command = [sys.executable, "-m", "deploy.local.supervisor", str(self.folder.path)]
        if die_with_me:
            command += ["--parent", str(os.getpid())]
        if leased:
            command.append("--leased")
        with self.folder.log_of("supervisor").open("ab") as log:
            self._supervisor = subprocess.Popen(
                command,
                cwd=ROOT,
                env={"PATH": os.defpath, "LANG": "C.UTF-8"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait_for({"supervisor": self.running})

    def _let_it_stop(self) -> None:
        """A supervisor that is stopping is not one to rely on: wait until it is gone."""
        supervisor = self.supervisor()
        if supervisor is not None and json.loads(self.folder.state.read_text()).get("stopping"):
            wait_gone([supervisor], seconds=75)

    def _server_set(self) -> ServerSet:
        return ServerSet(self.folder, self.environments, self.postgresql, self.rabbitmq, self.clamd)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One start at a time, whoever asks."""
        with self.folder.lock.open("w") as lock:
            flock(lock, LOCK_EX)
            yield

    def _wanted(self) -> plan.Wanted:
        return plan.wanted_from_file(self.folder.wanted)

    def _order(self, wanted: plan.Wanted) -> None:
        supervisor = self.supervisor()
        if supervisor is None:
            raise NotRunning("supervisor")
        write_private(self.folder.wanted, plan.wanted_to_json(wanted))
        supervisor.send(signal.SIGUSR1)

    def _recorded(self) -> dict[str, Identity]:
        """What the supervisor says it runs, and itself."""
        if not self.folder.state.exists():
            return {}
        state = json.loads(self.folder.state.read_text())
        entries = {"supervisor": state["supervisor"]} | state["processes"]
        return {name: Identity(entry["pid"], entry["started"]) for name, entry in entries.items()}

    def _starts(self) -> dict[str, int]:
        """How often the supervisor has started each process."""
        if not self.folder.state.exists():
            return {}
        starts: dict[str, int] = json.loads(self.folder.state.read_text()).get("starts", {})
        return starts

    def _identity(self, process: str) -> Identity | None:
        found = self._recorded().get(process)
        return found if found and found.alive() else None

    def _wait_for(self, conditions: Mapping[str, Callable[[], bool]], seconds: float = _PATIENCE) -> None:
        """Poll until all hold. Raises NotReady when time is up, or when what is waited for keeps ending."""
        deadline = time.monotonic() + seconds
        waiting = dict(conditions)
        starts = self._starts()
        while waiting:
            waiting = {name: ready for name, ready in waiting.items() if not ready()}
            if not waiting:
                return
            hopeless = [
                name for name in waiting if self._starts().get(name, 0) - starts.get(name, 0) >= _TOO_MANY_STARTS
            ]
            if hopeless or time.monotonic() > deadline or self._supervisor_ended():
                raise NotReady(self._last_words(hopeless or list(waiting)))
            time.sleep(_PAUSE)

    def _supervisor_ended(self) -> bool:
        return self._supervisor is not None and self._supervisor.poll() is not None

    def _last_words(self, names: list[str]) -> str:
        log = self.folder.log_of("supervisor" if self._supervisor_ended() else names[0])
        lines = log.read_text(errors="replace").splitlines()[-15:] if log.exists() else []
        return "\n  ".join([f"not ready: {', '.join(names)}. The end of {log}:", *lines])


def _product_port(process: str, given: Mapping[str, int]) -> int:
    return given["web" if process == "gateway" else process]


def _readiness(port: int) -> Callable[[], bool]:
    return lambda: _says_ok(f"http://127.0.0.1:{port}/readyz")


def _says_ok(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=3) as answer:  # noqa: S310 - always http, always loopback
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
