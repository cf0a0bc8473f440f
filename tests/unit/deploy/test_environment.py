import json
from pathlib import Path

import pytest

from deploy.local.credentials import SERVICES, Credentials, credentials_of
from deploy.local.environment import PORT_NAMES, PRODUCT, Environments, as_lines, from_lines
from deploy.local.folder import Folder


@pytest.fixture(scope="module")
def credentials(tmp_path_factory: pytest.TempPathFactory) -> Credentials:
    folder = Folder("demo", tmp_path_factory.mktemp("local"))
    folder.path.mkdir()
    return credentials_of(folder)


@pytest.fixture
def environments(credentials: Credentials) -> Environments:
    return Environments({name: 20_000 + number for number, name in enumerate(PORT_NAMES)}, credentials)


@pytest.mark.parametrize("process", PRODUCT)
def test_no_process_knows_what_migrates_operates_or_belongs_to_another(
    environments: Environments, process: str
) -> None:
    own = {process.removesuffix("-worker").upper(), "KIOSQUE"}
    variables = environments.of(process)
    assert {name.partition("_")[0] for name in variables} <= own
    assert not [name for name in variables if "MIGRATION" in name or "OPERATOR" in name]


@pytest.mark.parametrize("service", SERVICES)
def test_only_workers_can_reach_the_broker(environments: Environments, service: str) -> None:
    name = f"{service.upper()}_BROKER_URL"
    assert name not in environments.of(service)
    assert f"//{service}:" in environments.of(f"{service}-worker")[name]


def test_private_keys_stay_with_who_signs_or_opens(environments: Environments) -> None:
    holders = {
        process: [name for name, value in environments.of(process).items() if value.startswith("{") and '"d":' in value]
        for process in PRODUCT
    }
    assert {process: names for process, names in holders.items() if names} == {
        "gateway": ["GATEWAY_SUBJECT_PRIVATE_KEY"],
        "documents": ["DOCUMENTS_MANIFEST_PRIVATE_KEY"],
        "documents-worker": ["DOCUMENTS_MANIFEST_PRIVATE_KEY"],
        "schooling": ["SCHOOLING_CERTIFICATE_PRIVATE_KEY"],
        "schooling-worker": ["SCHOOLING_CERTIFICATE_PRIVATE_KEY"],
        "notifications-worker": ["NOTIFICATIONS_SEALING_PRIVATE_KEY"],
    }


def test_a_public_key_is_the_half_of_the_private_one(environments: Environments) -> None:
    private = json.loads(environments.of("gateway")["GATEWAY_SUBJECT_PRIVATE_KEY"])
    public = json.loads(environments.shared()["KIOSQUE_SUBJECT_PUBLIC_KEY"])
    assert public.keys() == private.keys() - {"d"}
    assert public["x"] == private["x"]


def test_the_operator_gets_everything_and_it_survives_the_file(environments: Environments) -> None:
    everything = environments.everything()
    assert {"KIOSQUE_OPERATOR_BROKER_API", "SCHOOLING_MIGRATION_DATABASE_URL", "GATEWAY_CSRF_KEY"} <= everything.keys()
    assert from_lines(as_lines(everything)) == everything


def test_a_line_break_cannot_smuggle_a_variable_in() -> None:
    with pytest.raises(ValueError, match="NAME"):
        as_lines({"NAME": "one\nOTHER=two"})


def test_secrets_are_invented_once_and_are_private(tmp_path: Path) -> None:
    folder = Folder("demo", tmp_path)
    folder.path.mkdir()
    assert credentials_of(folder) == credentials_of(folder)
    assert folder.credentials.stat().st_mode & 0o777 == 0o600
