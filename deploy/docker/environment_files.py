"""Writes what each container may know, one private file each: `python -m deploy.docker.environment_files [folder]`.

Passwords and keys are invented once and kept in `secrets.json`; what the town decides stands in `town.env`, which is
the operator's to edit. After a change there, run it again and `docker compose up -d`.
"""

import argparse
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from cli.services import settings_of
from deploy.local.credentials import SERVICES, Credentials, credentials_of
from deploy.local.environment import PORT_NAMES, PRODUCT, WORKERS, Environments, Variables, from_lines
from deploy.local.folder import Folder, write_private
from libs.chassis.settings import variables

DEFAULT = Path(__file__).resolve().parents[1] / "secrets"
TOWN = "town.env"
API_PORT, WORKER_PORT = 8000, 8001
_SERVERS = {
    "postgresql": ("postgresql", 5432),
    "rabbitmq": ("rabbitmq", 5672),
    "rabbitmq-api": ("rabbitmq", 15672),
    "clamd": ("clamd", 3310),
    "storage": ("storage", 8333),
    "smtp": ("mails", 1025),
    "mail": ("mails", 8025),
    "web": ("gateway", API_PORT),
}
_TOWN = """\
# What this town decides. A line `NAME=value` reaches the processes that read NAME, and no other.
# After a change: make compose-secrets, then docker compose up -d.

# The address that parents type. https, with a proxy in front, for anything but a trial on this machine.
KIOSQUE_PUBLIC_URL=http://localhost:8000
# The proxy's address as the gateway sees it; without it every visitor seems to come from one address.
GATEWAY_TRUSTED_PROXIES=

# The town's mail server; `mails` is the catcher of the profile `trial`, which sends nothing out.
NOTIFICATIONS_SMTP_HOST=mails
NOTIFICATIONS_SMTP_PORT=1025
NOTIFICATIONS_SMTP_STARTTLS=false
NOTIFICATIONS_SMTP_USERNAME=
NOTIFICATIONS_SMTP_PASSWORD=
NOTIFICATIONS_MAIL_FROM=kiosque-famille@ville.example

# The commune's data, a folder of communes/ when the image was built.
KIOSQUE_COMMUNE_DIR=/opt/kiosque/communes/carros
KIOSQUE_LOG_LEVEL=INFO
"""


class UnusableValue(Exception):
    """`town.env` names a variable that no process reads, or a value that cannot be written."""


def environments(credentials: Credentials) -> Environments:
    """The same single description as on one machine, with a container for every name."""
    ports = dict.fromkeys(PORT_NAMES, 0) | dict.fromkeys(SERVICES, API_PORT) | dict.fromkeys(WORKERS, WORKER_PORT)
    hosts = {name: name for name in (*SERVICES, *WORKERS)}
    for name, (host, port) in _SERVERS.items():
        hosts[name], ports[name] = host, port
    return Environments(ports, credentials, Path("/opt/kiosque/communes/carros"), hosts=hosts, listen="0.0.0.0")


def files(credentials: Credentials, town: Mapping[str, str]) -> dict[str, Variables]:
    """The variables of each container, by its name in compose.yaml.

    Raises:
        UnusableValue
    """
    known = environments(credentials)
    product = _decided({name: known.of(name) for name in PRODUCT}, town)
    operator = known.everything() | dict(town)
    return product | {
        "operator": operator,
        "prepare": operator | known.administrator(),
        "postgresql": {"POSTGRES_PASSWORD": credentials["postgresql.superuser"]},
        "rabbitmq": {
            "RABBITMQ_DEFAULT_USER": "administrator",
            "RABBITMQ_DEFAULT_PASS": credentials["broker.administrator"],
        },
        "storage": {
            "AWS_ACCESS_KEY_ID": credentials["storage.documents.access_key"],
            "AWS_SECRET_ACCESS_KEY": credentials["storage.documents.secret_key"],
        },
    }


def write(folder: Path) -> None:
    """Make or renew every file, readable by their owner only.

    Raises:
        UnusableValue
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    town = folder / TOWN
    if not town.exists():
        write_private(town, _TOWN)
    credentials = credentials_of(Folder(folder.name, folder.parent))
    for name, known in files(credentials, from_lines(town.read_text())).items():
        write_private(folder / f"{name}.env", quoted(known))


def _decided(product: dict[str, Variables], town: Mapping[str, str]) -> dict[str, Variables]:
    """Each process' variables with what the town decides of them."""
    for name, value in town.items():
        readers = [process for process, known in product.items() if name in known] or _readers_of(name)
        if not readers:
            raise UnusableValue(f"{TOWN} sets {name}, which no process reads.")
        for process in readers:
            product[process][name] = value
    return product


def _readers_of(name: str) -> list[str]:
    """The processes whose settings have this variable, with a default that the town may change."""
    owner = name.partition("_")[0].lower()
    if owner == "gateway":
        return ["gateway"] if name in variables(settings_of("gateway")).values() else []
    if owner in SERVICES and name in variables(settings_of(f"services.{owner}")).values():
        return [owner, f"{owner}-worker"]
    return []


def quoted(known: Mapping[str, str]) -> str:
    """One `NAME='value'` a line, so that compose takes every value as it stands.

    Raises:
        UnusableValue
    """
    for name, value in known.items():
        if "'" in value or "\n" in value:
            raise UnusableValue(f"{name} holds a single quote or a line break, which the file cannot carry.")
    return "".join(f"{name}='{value}'\n" for name, value in known.items())


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m deploy.docker.environment_files", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path(os.environ.get("KIOSQUE_SECRETS") or DEFAULT))
    folder = parser.parse_args(arguments).folder.resolve()
    try:
        write(folder)
    except UnusableValue as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{folder}: one file for each container, and {TOWN} for what the town decides. Never commit or mail them.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
