"""The test servers from containers (`INFRA=containers make test`): the images of deploy/compose.yaml, on our ports.

Whoever asks the instance notices no difference: the same ports, credentials, databases, accounts and bucket.
"""

import asyncio
import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from cli.accounts import rabbitmq, storage
from deploy.local import ports
from deploy.local.credentials import SERVICES
from deploy.local.environment import LOOPBACK, PORT_NAMES, as_lines
from deploy.local.folder import ROOT, Folder, write_private
from deploy.local.instance import Instance, NotRunning
from deploy.local.servers.clamd import SIGNATURES
from deploy.local.servers.postgresql import SUPERUSER, Postgresql, PostgresqlError
from deploy.local.servers.rabbitmq import VHOST

if TYPE_CHECKING:
    from testcontainers.core.container import DockerContainer

_PATIENCE = 180.0
_MAILS = "kiosque-famille-mails:latest"
_BUCKET = ("ENDPOINT", "ACCESS_KEY", "SECRET_KEY", "BUCKET")


@dataclass(frozen=True)
class ContainerPostgresql(Postgresql):
    """The same server, with its own psql: this machine may have none."""

    container: str = ""

    def ready(self) -> bool:
        return asyncio.run(self._server.answers())

    def execute(self, script: str, database: str = "postgres") -> str:
        command = (
            f'printf %s "$SCRIPT" | psql -h 127.0.0.1 -U {SUPERUSER} -d "$DATABASE"'
            " --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1"
        )
        variables = {
            "SCRIPT": script,
            "DATABASE": database,
            "PGPASSWORD": self.credentials["postgresql.superuser"],
        }
        done = _container(self.container).exec_run(["sh", "-c", command], environment=variables, demux=True)
        out, complaints = (part or b"" for part in done.output)
        if done.exit_code != 0:
            raise PostgresqlError(complaints.decode().strip())
        return str(out.decode())


class ContainerInstance(Instance):
    """An instance whose servers are containers. The product is not started on it."""

    @property
    def postgresql(self) -> Postgresql:
        return ContainerPostgresql(
            self.folder,
            self.ports["postgresql"],
            self.credentials,
            durable=False,
            container=self._containers().get("postgresql", ""),
        )

    @contextmanager
    def servers(self) -> Iterator[None]:
        """Start them, make what `kiosque servers prepare` would, and remove them at the end.

        Raises:
            NotReady: a server does not start.
        """
        self.folder.create()
        ports.settle_for(self.folder, PORT_NAMES, {})
        write_private(self.folder.environment, as_lines(self.environments.everything()))
        with ExitStack() as running:
            started = {name: running.enter_context(container) for name, container in self._described().items()}
            running.callback(list_of(self.folder).unlink, missing_ok=True)
            identifiers = {name: container.get_wrapped_container().id for name, container in started.items()}
            write_private(list_of(self.folder), json.dumps(identifiers))
            self._prepare()
            yield

    def kill(self, process: str, signum: int = 9) -> int:
        """As the supervisor would have it: killed, then started again. There is no pid to return."""
        container = _container(self._containers()[process])
        container.kill(signal=signum)
        container.wait()
        container.start()
        return 0

    def hold(self, process: str) -> None:
        _container(self._containers()[process]).stop()

    def release(self, process: str) -> None:
        _container(self._containers()[process]).start()

    def pid_of(self, process: str) -> int:
        raise NotRunning(f"{process} (a container has no pid of ours)")

    def _prepare(self) -> None:
        known = self.environments
        self._wait_for(
            {
                "postgresql": self.postgresql.ready,
                "rabbitmq": self.rabbitmq.ready,
                "clamd": self.clamd.ready,
                "storage": lambda: ports.answers(self.ports["storage"]),
                "mail": lambda: ports.answers(self.ports["mail"]),
            },
            _PATIENCE,
        )
        self.postgresql.create_databases()
        accounts = [rabbitmq.Account(name, self.credentials[f"broker.{name}"]) for name in ("operator", *SERVICES)]
        broker = rabbitmq.Broker(known.administrator()["KIOSQUE_ADMIN_BROKER_API"])
        asyncio.run(broker.create(VHOST, accounts, SERVICES))
        documents = known.of("documents")
        storage.create_bucket(*(documents[f"DOCUMENTS_S3_{part}"] for part in _BUCKET))

    def _containers(self) -> dict[str, str]:
        """The identifier of each server's container, written by whoever started them."""
        found: dict[str, str] = json.loads(list_of(self.folder).read_text())
        return found

    def _described(self) -> "dict[str, DockerContainer]":
        secrets, given = self.credentials, self.ports
        postgresql = _of_compose("postgresql", {5432: given["postgresql"]}, "-c", "fsync=off")
        broker = _of_compose("rabbitmq", {5672: given["rabbitmq"], 15672: given["rabbitmq-api"]})
        objects = _of_compose("storage", {8333: given["storage"]})
        clamd = _of_compose("clamd", {3310: given["clamd"]})
        mail = _new(_MAILS, {1025: given["smtp"], 8025: given["mail"]})
        postgresql.with_env("POSTGRES_PASSWORD", secrets["postgresql.superuser"])
        broker.with_env("RABBITMQ_DEFAULT_USER", "administrator")
        broker.with_env("RABBITMQ_DEFAULT_PASS", secrets["broker.administrator"])
        objects.with_env("AWS_ACCESS_KEY_ID", secrets["storage.documents.access_key"])
        objects.with_env("AWS_SECRET_ACCESS_KEY", secrets["storage.documents.secret_key"])
        clamd.with_env("CLAMAV_NO_FRESHCLAMD", "true")
        clamd.with_volume_mapping(SIGNATURES, f"/var/lib/clamav/{SIGNATURES.name}")
        return {"postgresql": postgresql, "rabbitmq": broker, "storage": objects, "clamd": clamd, "mail": mail}


def list_of(folder: Folder) -> Path:
    """Exists while the folder's servers are containers."""
    return folder.path / "containers.json"


def _of_compose(name: str, published: dict[int, int], *arguments: str) -> "DockerContainer":
    """A server as compose.yaml has it: the same image, the same arguments."""
    described = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text())["services"][name]
    return _new(described["image"], published, *described.get("command", []), *arguments)


def _new(image: str, published: dict[int, int], *command: str) -> "DockerContainer":
    from testcontainers.core.container import DockerContainer  # noqa: PLC0415 - it asks the engine when imported

    container = DockerContainer(image)
    for inside, outside in published.items():
        # On loopback alone: `with_bind_ports` would publish them on every address of the machine.
        container.ports[str(inside)] = (LOOPBACK, outside)  # type: ignore[assignment] # what the engine's client takes
    return container.with_command(list(command)) if command else container


def _container(identifier: str) -> Any:
    from testcontainers.core.docker_client import DockerClient  # noqa: PLC0415 - the same

    return DockerClient().client.containers.get(identifier)
