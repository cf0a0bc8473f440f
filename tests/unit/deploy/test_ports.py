import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local import ports
from deploy.local.folder import Folder


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_every_name_gets_a_port_of_its_own() -> None:
    chosen = ports.settle([f"server-{number}" for number in range(30)], {}, {})
    assert len(set(chosen.values())) == 30


def test_a_port_is_kept_while_it_is_free(taken: int) -> None:
    free = ports.settle(["mail"], {}, {})["mail"]
    again = ports.settle(["mail", "smtp"], {"mail": free, "smtp": taken}, {})
    assert again["mail"] == free
    assert again["smtp"] != taken


def test_a_fixed_port_is_kept_from_the_others() -> None:
    free = ports.settle(["mail"], {}, {})["mail"]
    chosen = ports.settle(["web", "mail"], {"mail": free}, {"web": free})
    assert chosen["web"] == free
    assert chosen["mail"] != free


def test_a_fixed_port_that_is_taken_is_refused(taken: int) -> None:
    with pytest.raises(ports.PortTaken):
        ports.settle(["web"], {}, {"web": taken})


def test_an_instance_remembers_its_ports(tmp_path: Path) -> None:
    folder = Folder("demo", tmp_path)
    folder.path.mkdir()
    assert ports.settle_for(folder, ["web", "mail"], {}) == ports.remembered(folder)
