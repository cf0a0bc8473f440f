"""A private PostgreSQL: one database and two roles per service, on loopback TCP only."""

import asyncio
import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from cli.accounts.postgresql import Role, Server
from deploy.local.accounts import account_for, own_file, own_folder
from deploy.local.credentials import SERVICES, Credentials
from deploy.local.folder import Folder
from deploy.local.plan import INFRASTRUCTURE, Process

SUPERUSER = "postgres"

_CONFIGURATION = """\
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = ''
max_connections = 200
shared_buffers = 64MB
dynamic_shared_memory_type = mmap # a chroot or a container may have no /dev/shm that everyone can write to
password_encryption = scram-sha-256
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C.UTF-8'
max_worker_processes = 2
max_parallel_workers = 0
max_wal_size = 256MB
min_wal_size = 32MB
autovacuum_naptime = 5min
bgwriter_lru_maxpages = 0
log_line_prefix = '%m [%p] %q%u@%d '
log_min_error_statement = panic # a statement may quote personal data
"""

# Data of tests outlives kill -9 of every process, which is what they try; it need not outlive a power cut.
_NOT_DURABLE = """\
fsync = off
full_page_writes = off
"""

_ACCESS = """\
# Loopback, with a password, always.
host all all 127.0.0.1/32 scram-sha-256
"""


class PostgresqlError(Exception):
    """A statement was refused, or the data folder could not be made."""


@dataclass(frozen=True)
class Postgresql:
    """One server. Its data lies in `<data>/postgresql`."""

    folder: Folder
    port: int
    credentials: Credentials
    durable: bool = True

    @property
    def data(self) -> Path:
        return self.folder.data / "postgresql"

    def prepare(self) -> None:
        """Make the data folder once, and write the configuration anew."""
        account = account_for(SUPERUSER)
        own_folder(self.data, account)
        if not (self.data / "PG_VERSION").exists():
            self._initialise(account)
        text = _CONFIGURATION.format(port=self.port) + ("" if self.durable else _NOT_DURABLE)
        own_file(self.data / "postgresql.conf", text, account)
        own_file(self.data / "pg_hba.conf", _ACCESS, account)

    def process(self) -> Process:
        return Process(
            name="postgresql",
            group=INFRASTRUCTURE,
            environment=str(self.folder.environment_of("postgresql")),
            log=str(self.folder.log_of("postgresql")),
            program=[str(binary("postgres")), "-D", str(self.data.resolve())],
            user=account_for(SUPERUSER),
            stop_signal=signal.SIGINT,  # fast shutdown: no waiting for clients
            orphan_signal=signal.SIGINT,
            grace=20,
        )

    def environment(self) -> dict[str, str]:
        return {"PATH": os.defpath, "LANG": "C.UTF-8"}

    def ready(self) -> bool:
        command = [str(binary("pg_isready")), "-q", "-h", "127.0.0.1", "-p", str(self.port), "-d", "postgres"]
        return subprocess.run(command, check=False, timeout=10).returncode == 0

    def create_databases(self) -> None:
        """Create what is missing of databases `kiosque_<service>`, roles `<service>_owner` and `<service>_app`."""
        asyncio.run(self._create_databases())

    def create_database(self, service: str, database: str, template: str = "template0") -> None:
        """Create a service's database if it is missing: its owner migrates, its app serves, nobody else enters.

        To be called where no event loop runs.
        """
        asyncio.run(self._server.create_database(database, f"{service}_owner", f"{service}_app", template))

    def execute(self, script: str, database: str = "postgres") -> str:
        """Run a psql script as the superuser. Returns the rows, unaligned.

        Raises:
            PostgresqlError: with the server's message.
        """
        command = [
            str(binary("psql")), "-h", "127.0.0.1", "-p", str(self.port), "-U", SUPERUSER, "-d", database,
            "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1",
        ]  # fmt: skip
        environment = self.environment() | {"PGPASSWORD": self.credentials["postgresql.superuser"]}
        done = subprocess.run(
            command, input=script, env=environment, capture_output=True, text=True, check=False, timeout=120
        )
        if done.returncode != 0:
            raise PostgresqlError(done.stderr.strip())
        return done.stdout

    @property
    def _server(self) -> Server:
        password = self.credentials["postgresql.superuser"]
        return Server(f"postgresql://{SUPERUSER}:{password}@127.0.0.1:{self.port}/postgres")

    async def _create_databases(self) -> None:
        await self._server.close_to_strangers()
        for service in SERVICES:
            for role in (f"{service}_owner", f"{service}_app"):
                await self._server.create_role(Role(role, self.credentials[f"postgresql.{role}"]))
            await self._server.create_database(f"kiosque_{service}", f"{service}_owner", f"{service}_app")

    def _initialise(self, account: str) -> None:
        with tempfile.NamedTemporaryFile("w", dir="/var/tmp", prefix="kiosque-") as file:
            file.write(self.credentials["postgresql.superuser"])
            file.flush()
            if account:
                shutil.chown(file.name, account)
            command = [
                str(binary("initdb")), "-D", str(self.data.resolve()), "-U", SUPERUSER, f"--pwfile={file.name}",
                "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions",
                *([] if self.durable else ["--no-sync"]),
            ]  # fmt: skip
            done = subprocess.run(
                command, env=self.environment(), cwd="/", user=account or None, group=account or None,
                extra_groups=[] if account else None, capture_output=True, text=True, check=False, timeout=120,
            )  # fmt: skip
        if done.returncode != 0:
            raise PostgresqlError(done.stderr.strip())


def binary(name: str) -> Path:
    """A program of the newest PostgreSQL that Debian installed. Raises FileNotFoundError."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    if not found:
        raise FileNotFoundError(f"/usr/lib/postgresql/*/bin/{name}")
    return found[-1]
