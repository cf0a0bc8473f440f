"""Where an instance keeps its things: `.local/<name>/`."""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCAL = ROOT / ".local"


@dataclass(frozen=True)
class Folder:
    """The folder of one instance. Nothing is created until it is asked for."""

    name: str
    parent: Path = LOCAL

    @property
    def path(self) -> Path:
        return self.parent / self.name

    @property
    def credentials(self) -> Path:
        return self.path / "secrets.json"

    @property
    def ports(self) -> Path:
        return self.path / "ports.json"

    @property
    def environment(self) -> Path:
        """Every variable of the product, for the `kiosque` command."""
        return self.path / "env"

    @property
    def plan(self) -> Path:
        """What the supervisor may run."""
        return self.path / "plan.json"

    @property
    def wanted(self) -> Path:
        """What the supervisor shall run now."""
        return self.path / "wanted.json"

    @property
    def state(self) -> Path:
        """What the supervisor runs, with start times."""
        return self.path / "state.json"

    @property
    def pids(self) -> Path:
        """The same for a quick look: `{"household": 4242, ...}`."""
        return self.path / "pids.json"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def mails(self) -> Path:
        return self.path / "mails"

    @property
    def objects(self) -> Path:
        """What the S3 server holds."""
        return self.path / "objects"

    @property
    def data(self) -> Path:
        """What PostgreSQL, RabbitMQ and clamd hold; under root a link to a folder that their users reach."""
        return self.path / "data"

    @property
    def lock(self) -> Path:
        return self.path / "lock"

    @property
    def users(self) -> Path:
        """Locked, shared, by everyone who needs the instance; the last one may stop it."""
        return self.path / "in-use"

    @property
    def kept(self) -> Path:
        """Exists while someone wants it to run on when nobody uses it."""
        return self.path / "kept"

    @property
    def summary(self) -> Path:
        """Addresses and demo logins, for people and scripts."""
        return self.parent / f"{self.name}.json"

    def environment_of(self, process: str) -> Path:
        """The variables of one process and of no other."""
        return self.path / "environments" / process

    def log_of(self, process: str) -> Path:
        return self.logs / f"{process}.log"

    def create(self) -> None:
        """Make the folder, for its owner's eyes only."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        for folder in (self.logs, self.mails, self.objects, self.path / "environments"):
            folder.mkdir(mode=0o700, exist_ok=True)
        if not self.data.exists():
            self._create_data()

    def _create_data(self) -> None:
        if os.geteuid() != 0:
            self.data.mkdir(mode=0o700)
            return
        # PostgreSQL refuses root, and its own user cannot enter a clone that lies under /root.
        self.data.unlink(missing_ok=True)
        # Not /tmp: it must outlive a restart of the machine.
        reachable = Path(tempfile.mkdtemp(prefix=f"kiosque-{self.name}-", dir="/var/tmp"))
        reachable.chmod(0o711)
        self.data.symlink_to(reachable)


def write_private(path: Path, text: str) -> None:
    """Replace a file in one step, readable by its owner only; a reader never sees half of it."""
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
