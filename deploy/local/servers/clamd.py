"""A private clamd with one signature of our own: it knows EICAR, and starts in a second with a few MiB."""

import os
import shutil
import socket
from dataclasses import dataclass
from pathlib import Path

from deploy.local.accounts import account_for, own_file, own_folder
from deploy.local.folder import Folder
from deploy.local.plan import INFRASTRUCTURE, Process

ACCOUNT = "clamav"
SIGNATURES = Path(__file__).with_name("eicar.ndb")

_CONFIGURATION = """\
Foreground yes
TCPAddr 127.0.0.1
TCPSocket {port}
DatabaseDirectory {database}
TemporaryDirectory {temporary}
PidFile {home}/clamd.pid
LogTime yes
MaxThreads 4
MaxQueue 40
StreamMaxLength 12M
MaxFileSize 12M
MaxScanSize 48M
AlertExceedsMax yes
ReadTimeout 30
CommandReadTimeout 10
IdleTimeout 30
SelfCheck 3600
Bytecode no
ConcurrentDatabaseReload no
"""


@dataclass(frozen=True)
class Clamd:
    """One scanner. Its data lies in `<data>/clamd`."""

    folder: Folder
    port: int

    @property
    def home(self) -> Path:
        return self.folder.data / "clamd"

    def prepare(self) -> None:
        """Write the configuration and the signatures anew."""
        account = account_for(ACCOUNT)
        own_folder(self.home, account)
        home = self.home.resolve()
        database = own_folder(home / "signatures", account)
        temporary = own_folder(home / "temporary", account)
        own_file(database / SIGNATURES.name, SIGNATURES.read_text(), account)
        configuration = _CONFIGURATION.format(port=self.port, home=home, database=database, temporary=temporary)
        own_file(home / "clamd.conf", configuration, account)

    def process(self) -> Process:
        return Process(
            name="clamd",
            group=INFRASTRUCTURE,
            environment=str(self.folder.environment_of("clamd")),
            log=str(self.folder.log_of("clamd")),
            program=[program(), "--config-file", str(self.home.resolve() / "clamd.conf")],
            user=account_for(ACCOUNT),
        )

    def environment(self) -> dict[str, str]:
        return {"PATH": os.defpath, "LANG": "C.UTF-8"}

    def ready(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=2) as connection:
                connection.sendall(b"zPING\0")
                return connection.recv(16).startswith(b"PONG")
        except OSError:
            return False


def program() -> str:
    """The scanner that Debian installed. Raises FileNotFoundError."""
    found = shutil.which("clamd", path="/usr/sbin:/usr/bin")
    if found is None:
        raise FileNotFoundError("/usr/sbin/clamd")
    return found
