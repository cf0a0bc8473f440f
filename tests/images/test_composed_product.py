"""The product from images does what the product does, and each container knows and reaches only what it must.

`make compose-check` builds the images and runs this; it needs a Docker engine.
"""

import random
import secrets
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from deploy.local.credentials import SERVICES
from deploy.local.environment import PRODUCT, WORKERS
from tests.support.agents import AgentAtWork
from tests.support.composed_product import ComposedProduct, missing
from tests.support.invented_families import InventedFamily, invent_family
from tests.support.procedures import Registering
from tests.support.sign_in import DASHBOARD, activate, sign_in
from tests.support.visitor import Visitor

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ComposedProduct]:
    if lacking := missing():
        pytest.skip(lacking)
    product = ComposedProduct.new(tmp_path_factory.mktemp("secrets"))
    try:
        product.up()
        yield product
    except AssertionError as failed:
        pytest.fail(f"{failed}\n{product.last_words()}")
    finally:
        product.down(with_data=True)


@dataclass(frozen=True)
class Known:
    """A family whose first request was accepted."""

    family: InventedFamily
    code: str


@pytest.fixture
async def known(product: ComposedProduct) -> Known:
    """Created, activated, checked and concluded, each by the words on the screen."""
    family = invent_family(secrets.token_hex(4), random.Random(7))
    async with Visitor(product.site) as parent:
        code = await Registering(parent, family).create()
        await activate(parent, product.mails, family.email)
    async with Visitor(product.site) as visitor:
        await accepts_everything(AgentAtWork(visitor, product.new_agent()), code)
    return Known(family, code)


async def accepts_everything(agent: AgentAtWork, code: str) -> None:
    await agent.sign_in()
    [address] = await agent.find(code)
    page = await agent.visitor.open(address)
    assert len(await agent.files_of(page)) == 2
    for button in ("ACCEPTER LE RESTE", "CONCLURE", "CONCLURE ET PRÉVENIR LA FAMILLE"):
        page = await agent.visitor.press(page.form(button))
    assert page.status == 200, page.text[:500]


async def test_a_family_is_created_checked_and_told(product: ComposedProduct, known: Known) -> None:
    mail = await product.mails.wait_for(known.family.email, "réponse")
    assert known.family.child.first_name not in mail.text
    async with Visitor(product.site) as parent:
        await sign_in(parent, known.code, known.family.password)
        assert (await parent.open(DASHBOARD)).says("Fiche valide")


async def test_data_outlives_the_containers_and_a_killed_process_comes_back(
    product: ComposedProduct, known: Known
) -> None:
    product.restart("household")
    product.down()
    product.up()
    async with Visitor(product.site) as parent:
        await sign_in(parent, known.code, known.family.password)
        assert (await parent.open(DASHBOARD)).says("Fiche valide")


def test_the_doctor_finds_nothing(product: ComposedProduct) -> None:
    assert "All is well." in product.kiosque("doctor")


@pytest.mark.parametrize("process", PRODUCT)
def test_a_process_has_no_right_beyond_its_work(product: ComposedProduct, process: str) -> None:
    status = dict(line.split(":\t") for line in product.inside(process, "cat", "/proc/1/status").stdout.splitlines())
    assert set(status["Uid"].split()) == {"10001"}
    assert int(status["CapEff"], 16) == int(status["CapBnd"], 16) == 0
    assert status["NoNewPrivs"] == "1"
    assert "Read-only file system" in product.inside(process, "touch", "/opt/kiosque/anything").stderr


@pytest.mark.parametrize("process", PRODUCT)
def test_a_process_knows_what_is_its_own(product: ComposedProduct, process: str) -> None:
    names = [line.partition("=")[0] for line in product.inside(process, "env").stdout.splitlines()]
    owners = {service for service in SERVICES for name in names if name.startswith(f"{service.upper()}_")}
    assert owners == ({process.removesuffix("-worker")} if process != "gateway" else set())
    assert not [name for name in names if "MIGRATION" in name or "ADMIN" in name or "OPERATOR" in name]


_KNOCK = """\
import socket, sys
from concurrent.futures import ThreadPoolExecutor

def answers(place):
    host, port = place.split(":")
    try:
        socket.create_connection((host, int(port)), 2).close()
    except OSError:
        return False
    return True

with ThreadPoolExecutor() as threads:
    places = sys.argv[1:]
    print(*(place for place, answered in zip(places, threads.map(answers, places)) if answered))
"""
_PORTS = {"postgresql": [5432], "rabbitmq": [5672, 15672], "storage": [8333], "clamd": [3310], "mails": [1025, 8025]}
_REACHED = (
    {"gateway": set[str]()}
    | {service: {"postgresql"} for service in SERVICES}
    | {worker: {"postgresql", "rabbitmq"} for worker in WORKERS}
    | {"documents": {"postgresql", "storage", "clamd"}}
    | {"documents-worker": {"postgresql", "rabbitmq", "storage", "clamd"}}
    | {"notifications-worker": {"postgresql", "rabbitmq", "mails"}}
)


@pytest.fixture(scope="module")
def places(product: ComposedProduct) -> dict[str, str]:
    """Every address and port of every server: `10.0.0.2:5432` to `postgresql`."""
    return {
        f"{address}:{port}": server
        for server, ports in _PORTS.items()
        for address in product.addresses(server)
        for port in ports
    }


@pytest.mark.parametrize("process", PRODUCT)
def test_a_process_reaches_only_the_servers_it_needs(
    product: ComposedProduct, places: dict[str, str], process: str
) -> None:
    answered = product.inside(process, "python", "-c", _KNOCK, *places).stdout.split()
    assert {places[place] for place in answered} == _REACHED[process]
