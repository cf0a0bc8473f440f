"""`make test`: servers of their own for the tests, then pytest, then everything stopped."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.local import assets, packages
from deploy.local.console import say
from deploy.local.folder import ROOT
from deploy.local.instance import Instance


def install() -> None:
    """What tests need on this machine, without starting anything."""
    packages.ensure(packages.FOR_TESTS)
    assets.ensure()


def run(pytest_arguments: list[str], name: str = "test") -> int:
    """Run pytest against real servers: processes of this machine, or containers with INFRA=containers.

    Returns:
        Its exit status.
    """
    install()
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGHUP, _interrupt)
    servers = _in_containers if os.environ.get("INFRA") == "containers" else _on_this_machine
    with servers(name) as instance:
        environment = os.environ | {"KIOSQUE_TEST_ENV": str(instance.folder.environment)}
        command = [sys.executable, "-m", "pytest", *pytest_arguments]
        with subprocess.Popen(command, cwd=ROOT, env=environment) as tests:
            try:
                return tests.wait()
            except KeyboardInterrupt:
                tests.send_signal(signal.SIGINT)
                return tests.wait()


def instance_at(environment: Path) -> Instance:
    """The instance whose environment file this is, as `run` started it."""
    folder = environment.parent
    if not (folder / "containers.json").exists():
        return Instance(folder.name, durable=False, parent=folder.parent)
    from deploy.local.containers import ContainerInstance  # noqa: PLC0415 - the usual way needs no engine's client

    return ContainerInstance(folder.name, durable=False, parent=folder.parent)


@contextmanager
def _on_this_machine(name: str) -> Iterator[Instance]:
    instance = Instance(name, durable=False)
    with instance.leased():
        say("Starting PostgreSQL, RabbitMQ, the S3 server, clamd and the mail catcher for the tests.")
        instance.start_infrastructure(leased=True)
        yield instance


@contextmanager
def _in_containers(name: str) -> Iterator[Instance]:
    from deploy.local.containers import ContainerInstance  # noqa: PLC0415 - the usual way needs no engine's client

    instance = ContainerInstance(f"{name}-containers", durable=False)
    say("Starting containers of PostgreSQL, RabbitMQ, the S3 server, clamd and the mail catcher for the tests.")
    with instance.servers():
        yield instance


def _interrupt(_signum: int, _frame: object) -> None:
    raise KeyboardInterrupt
