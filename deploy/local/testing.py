"""`make test`: servers of their own for the tests, then pytest, then everything stopped."""

import os
import signal
import subprocess
import sys

from deploy.local import assets, packages
from deploy.local.console import say
from deploy.local.folder import ROOT
from deploy.local.instance import Instance


def install() -> None:
    """What tests need on this machine, without starting anything."""
    packages.ensure(packages.FOR_TESTS)
    assets.ensure()


def run(pytest_arguments: list[str], name: str = "test") -> int:
    """Run pytest against real servers. Returns its exit status."""
    install()
    instance = Instance(name, durable=False)
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGHUP, _interrupt)
    with instance.leased():
        say("Starting PostgreSQL, RabbitMQ, the S3 server, clamd and the mail catcher for the tests.")
        instance.start_infrastructure(leased=True)
        environment = os.environ | {"KIOSQUE_TEST_ENV": str(instance.folder.environment)}
        command = [sys.executable, "-m", "pytest", *pytest_arguments]
        with subprocess.Popen(command, cwd=ROOT, env=environment) as tests:
            try:
                return tests.wait()
            except KeyboardInterrupt:
                tests.send_signal(signal.SIGINT)
                return tests.wait()


def _interrupt(_signum: int, _frame: object) -> None:
    raise KeyboardInterrupt
