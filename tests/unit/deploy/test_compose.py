"""deploy/compose.yaml against the description that `make demo` uses: neither may know a process the other forgot."""

from typing import Any

import pytest
import yaml

from deploy.docker.environment_files import files
from deploy.local.credentials import SERVICES, Credentials, credentials_of
from deploy.local.environment import PRODUCT
from deploy.local.folder import ROOT, Folder
from deploy.local.product import module_of

COMPOSE = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text())
CONTAINERS: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = (*PRODUCT, "prepare", "operator", "mails")


@pytest.fixture(scope="module")
def credentials(tmp_path_factory: pytest.TempPathFactory) -> Credentials:
    folder = Folder("secrets", tmp_path_factory.mktemp("deploy"))
    folder.path.mkdir()
    return credentials_of(folder)


@pytest.mark.parametrize("process", PRODUCT)
def test_every_process_runs_and_knows_its_own_file_alone(process: str) -> None:
    container = CONTAINERS[process]
    assert container["command"] == ["python", "-m", module_of(process)]
    assert container["env_file"] == ["${KIOSQUE_SECRETS:-./secrets}/" + f"{process}.env"]
    assert "environment" not in container


@pytest.mark.parametrize("process", PRODUCT)
def test_health_is_asked_where_the_process_answers(credentials: Credentials, process: str) -> None:
    variable = CONTAINERS[process]["healthcheck"]["test"][-1]
    assert variable == f"{process.replace('-', '_').upper()}_PORT"
    assert files(credentials, {})[process][variable] in {"8000", "8001"}


def test_every_file_has_a_container(credentials: Credentials) -> None:
    assert files(credentials, {}).keys() == {name for name, found in CONTAINERS.items() if "env_file" in found}


@pytest.mark.parametrize("name", OURS)
def test_our_containers_have_no_right_to_give_away(name: str) -> None:
    container = CONTAINERS[name]
    assert container["user"] == "10001:10001"
    assert container["cap_drop"] == ["ALL"]
    assert "cap_add" not in container
    assert container["read_only"]
    assert container["security_opt"] == ["no-new-privileges:true"]


def test_only_the_gateway_and_the_mails_of_trials_are_published_on_loopback() -> None:
    published = {name: found["ports"] for name, found in CONTAINERS.items() if "ports" in found}
    assert published.keys() == {"gateway", "mails"}
    assert all(port.startswith("${KIOSQUE_ADDRESS:-127.0.0.1}:") for ports in published.values() for port in ports)


def networks_of(name: str) -> set[str]:
    return set(CONTAINERS[name]["networks"])


def test_the_gateway_meets_the_apis_and_nothing_behind_them() -> None:
    assert networks_of("gateway") == {"edge", "apis"}
    for name in ("postgresql", "rabbitmq", "storage", "clamd", "mails"):
        assert not networks_of(name) & networks_of("gateway")


@pytest.mark.parametrize("service", SERVICES)
def test_an_api_never_meets_the_broker(service: str) -> None:
    assert "broker" not in networks_of(service)
    assert "broker" in networks_of(f"{service}-worker")


def test_what_holds_data_leads_nowhere_else() -> None:
    assert {name for name, found in COMPOSE["networks"].items() if not found.get("internal")} == {
        "edge",
        "mailing",
        "signatures",
    }
    for name in ("postgresql", "rabbitmq", "storage"):
        assert all(COMPOSE["networks"][network]["internal"] for network in networks_of(name))
