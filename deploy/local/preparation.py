"""What an operator does before the product starts: migrate, declare the bus, load the commune, create the staff."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from deploy.local.console import CannotContinue, say
from deploy.local.credentials import STAFF
from deploy.local.folder import ROOT, write_private
from deploy.local.instance import Instance


@dataclass(frozen=True)
class Command:
    """A `kiosque` command; secrets travel on standard input."""

    arguments: list[str]
    stdin: str = ""


def commands(instance: Instance) -> list[Command]:
    """All of them, in order. Each may be repeated: what is there already is left alone."""
    return [
        Command(["db", "migrate"]),
        Command(["bus", "declare"]),
        Command(["commune", "load"]),
        *staff_commands(instance),
    ]


def staff_commands(instance: Instance) -> list[Command]:
    created = []
    for person in STAFF:
        roles = [part for role in person.roles for part in ("--role", role)]
        secret = instance.credentials[f"staff.{person.login}.totp_secret"]
        arguments = ["staff", "create", "--login", person.login, "--name", person.name, *roles]
        password = instance.credentials[f"staff.{person.login}.password"]
        created.append(Command([*arguments, "--password-stdin", "--totp-secret", secret], f"{password}\n"))
    return created


def prepare(instance: Instance) -> None:
    """Run them all. Raises CannotContinue, after the command's own words."""
    say("Migrating the databases, declaring the bus, loading the commune, creating the staff.")
    carry_out(instance, commands(instance), "preparation")


def carry_out(instance: Instance, wanted: Sequence[Command], log: str) -> None:
    """Run some commands in one process; what they say goes to that log. Raises CannotContinue."""
    done = subprocess.run(
        [sys.executable, "-m", "deploy.local.operator_commands"],
        cwd=ROOT,
        env={
            "PATH": os.environ.get("PATH", os.defpath),
            "LANG": "C.UTF-8",
            "KIOSQUE_ENV_FILE": str(instance.folder.environment),
        },
        input=json.dumps([asdict(command) for command in wanted]),
        capture_output=True,
        text=True,
        check=False,
    )
    write_private(instance.folder.log_of(log), done.stdout + done.stderr)  # it names authenticators
    if done.returncode != 0:
        last_words = "\n".join((done.stdout + done.stderr).strip().splitlines()[-25:])
        raise CannotContinue(f"{last_words}\n\nThis failed; all of it is in {instance.folder.log_of(log)}")


def bring_up(instance: Instance, *, die_with_me: bool = False) -> None:
    """Servers, preparation, product: everything ready when it returns. Raises CannotContinue, NotReady or PortTaken."""
    say("Starting PostgreSQL, RabbitMQ, the S3 server, clamd and the mail catcher.")
    instance.start_infrastructure(with_product_in_mind=True, die_with_me=die_with_me)
    prepare(instance)
    say("Starting the five services and the gateway.")
    instance.start_product()
