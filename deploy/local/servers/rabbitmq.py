"""A private RabbitMQ with its own epmd: accounts and rights at boot, no exchange and no queue."""

import base64
import hashlib
import json
import secrets
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cli.accounts.broker_rights import permissions, tags, topic_permissions
from deploy.local import ports
from deploy.local.accounts import account_for, own_file, own_folder
from deploy.local.credentials import SERVICES, Credentials
from deploy.local.folder import Folder
from deploy.local.plan import INFRASTRUCTURE, Process

VHOST = "kiosque"
ACCOUNT = "rabbitmq"

_CONFIGURATION = """\
listeners.tcp.local = 127.0.0.1:{amqp}
management.tcp.ip = 127.0.0.1
management.tcp.port = {api}
management_agent.disable_metrics_collector = true
load_definitions = {definitions}
loopback_users = none
log.file = false
log.console = true
log.console.level = info
raft.wal_max_size_bytes = 67108864
vm_memory_high_watermark.absolute = 512MB
disk_free_limit.absolute = 100MB
"""

# Two schedulers are plenty, none of them spins when idle, and distribution listens on loopback alone.
_ERLANG_ARGUMENTS = (
    "+S 2:2 +SDcpu 1:1 +SDio 2 +A 4 +sbwt none +sbwtdcpu none +sbwtdio none"
    " -start_epmd false -kernel inet_dist_use_interface {127,0,0,1}"
)


@dataclass(frozen=True)
class Rabbitmq:
    """One broker. Its data lies in `<data>/rabbitmq`."""

    folder: Folder
    amqp: int
    api: int
    distribution: int
    epmd: int
    credentials: Credentials

    @property
    def home(self) -> Path:
        return self.folder.data / "rabbitmq"

    def prepare(self) -> None:
        """Write the configuration and the accounts anew."""
        account = account_for(ACCOUNT)
        own_folder(self.home, account)
        home = self.home.resolve()
        definitions = home / "definitions.json"
        own_file(definitions, json.dumps(self.definitions(), indent=1), account)
        configuration = _CONFIGURATION.format(amqp=self.amqp, api=self.api, definitions=definitions)
        own_file(home / "rabbitmq.conf", configuration, account)
        own_file(home / "advanced.config", "[].\n", account)  # so that the machine's own is not read
        own_file(home / "enabled_plugins", "[rabbitmq_management].\n", account)

    def processes(self) -> list[Process]:
        account = account_for(ACCOUNT)
        epmd = Process(
            name="epmd",
            group=INFRASTRUCTURE,
            environment=str(self.folder.environment_of("epmd")),
            log=str(self.folder.log_of("epmd")),
            program=["/usr/bin/epmd", "-port", str(self.epmd), "-address", "127.0.0.1"],
            user=account,
            grace=5,
            stage=0,
        )
        broker = Process(
            name="rabbitmq",
            group=INFRASTRUCTURE,
            environment=str(self.folder.environment_of("rabbitmq")),
            log=str(self.folder.log_of("rabbitmq")),
            program=["/usr/lib/rabbitmq/bin/rabbitmq-server"],
            user=account,
            orphan_signal=15,
            grace=30,
            after_port=self.epmd,
        )
        return [epmd, broker]

    def environment(self) -> dict[str, str]:
        """What keeps this node apart from every other on the machine, the packaged one included."""
        home = self.home.resolve()
        return {
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
            "LANG": "C.UTF-8",
            "HOME": str(home),
            "HOSTNAME": "localhost",
            "RUNNING_UNDER_SYSTEMD": "true",  # Erlang takes the place of the shell: its pid is the one we know
            "ERL_EPMD_PORT": str(self.epmd),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "ERL_CRASH_DUMP": "/dev/null",
            "RABBITMQ_CONF_ENV_FILE": "/dev/null",
            "RABBITMQ_NODENAME": "kiosque@localhost",
            "RABBITMQ_DIST_PORT": str(self.distribution),
            "RABBITMQ_CONFIG_FILE": str(home / "rabbitmq.conf"),
            "RABBITMQ_ADVANCED_CONFIG_FILE": str(home / "advanced.config"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(home / "enabled_plugins"),
            "RABBITMQ_GENERATED_CONFIG_DIR": str(home / "config"),
            "RABBITMQ_MNESIA_BASE": str(home / "mnesia"),
            "RABBITMQ_PLUGINS_EXPAND_DIR": str(home / "plugins-expand"),
            "RABBITMQ_LOG_BASE": str(home / "logs"),
            "RABBITMQ_LOGS": "-",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": _ERLANG_ARGUMENTS,
        }

    def epmd_environment(self) -> dict[str, str]:
        return {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}

    def ready(self) -> bool:
        """Whether clients and operators can both come in."""
        return ports.answers(self.amqp) and self._answers("/api/whoami")

    def definitions(self) -> dict[str, Any]:
        """Accounts, the vhost and who may do what. Topology comes from `kiosque bus declare`."""
        users = [
            *(self._user(name) for name in ("operator", "administrator", *SERVICES)),
        ]
        return {
            "users": users,
            "vhosts": [{"name": VHOST}],
            "permissions": [{"vhost": VHOST} | permission for permission in permissions(SERVICES)],
            "topic_permissions": [{"vhost": VHOST} | permission for permission in topic_permissions(SERVICES)],
        }

    def create_vhost(self, name: str) -> None:
        """Another vhost with the same rights as the first; tests have one each."""
        self._ask("PUT", f"/api/vhosts/{name}", {})
        for permission in permissions(SERVICES):
            self._ask("PUT", f"/api/permissions/{name}/{permission['user']}", permission)
        for permission in topic_permissions(SERVICES):
            self._ask("PUT", f"/api/topic-permissions/{name}/{permission['user']}", permission)

    def delete_vhost(self, name: str) -> None:
        self._ask("DELETE", f"/api/vhosts/{name}", None)

    def _user(self, name: str) -> dict[str, Any]:
        return {
            "name": name,
            "password_hash": password_hash(self.credentials[f"broker.{name}"]),
            "hashing_algorithm": "rabbit_password_hashing_sha256",
            "tags": tags(name),
        }

    def _answers(self, path: str) -> bool:
        try:
            self._ask("GET", path, None)
        except (urllib.error.URLError, OSError):
            return False
        return True

    def _ask(self, method: str, path: str, body: dict[str, str] | None) -> None:
        token = base64.b64encode(f"administrator:{self.credentials['broker.administrator']}".encode()).decode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.api}{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Basic {token}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=20):  # noqa: S310 - always http, always loopback
            pass


def password_hash(password: str, salt: bytes | None = None) -> str:
    """RabbitMQ's salted SHA-256: base64 of four bytes of salt, then the digest."""
    salt = salt or secrets.token_bytes(4)
    return base64.b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()
