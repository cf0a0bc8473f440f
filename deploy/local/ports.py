"""Loopback ports: chosen once per instance and kept, so that a restart finds its own again."""

import json
import random
import socket
from collections.abc import Iterable, Mapping

from deploy.local.folder import Folder, write_private

# Below the range that the kernel hands out for outgoing connections.
LOWEST, HIGHEST = 20_000, 32_000


class PortTaken(Exception):
    """The port that was asked for by number belongs to someone else."""

    def __init__(self, port: int) -> None:
        super().__init__(f"port {port} is taken")
        self.port = port


def is_free(port: int) -> bool:
    """Whether a server could listen on this loopback port now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def answers(port: int) -> bool:
    """Whether somebody listens on this loopback port now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def settle(names: Iterable[str], before: Mapping[str, int], fixed: Mapping[str, int]) -> dict[str, int]:
    """A free port for every name: the fixed one, else the one it had before, else a new one.

    Raises:
        PortTaken: a fixed port is not free.
    """
    chosen: dict[str, int] = dict(fixed)
    for port in fixed.values():
        if not is_free(port):
            raise PortTaken(port)
    for name in names:
        if name in chosen:
            continue
        port = before.get(name, 0)
        while port in (0, *chosen.values()) or not is_free(port):
            port = random.randint(LOWEST, HIGHEST)  # noqa: S311 - a free number, not a secret
        chosen[name] = port
    return chosen


def settle_for(folder: Folder, names: Iterable[str], fixed: Mapping[str, int]) -> dict[str, int]:
    """The same for an instance, remembered in its folder."""
    before = remembered(folder)
    chosen = settle(names, before, fixed)
    if chosen != before:
        write_private(folder.ports, json.dumps(chosen, indent=1))
    return chosen


def remembered(folder: Folder) -> dict[str, int]:
    """The ports of the last start; empty before the first."""
    if not folder.ports.exists():
        return {}
    ports: dict[str, int] = json.loads(folder.ports.read_text())
    return ports
