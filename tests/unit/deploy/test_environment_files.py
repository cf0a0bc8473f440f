from pathlib import Path

import pytest

from deploy.docker.environment_files import UnusableValue, files, main, quoted, write
from deploy.local.credentials import Credentials, credentials_of
from deploy.local.environment import PORT_NAMES, PRODUCT, Environments
from deploy.local.folder import Folder


@pytest.fixture(scope="module")
def credentials(tmp_path_factory: pytest.TempPathFactory) -> Credentials:
    folder = Folder("secrets", tmp_path_factory.mktemp("deploy"))
    folder.path.mkdir()
    return credentials_of(folder)


@pytest.mark.parametrize("process", PRODUCT)
def test_a_container_knows_what_the_same_process_of_the_demo_knows(credentials: Credentials, process: str) -> None:
    demo = Environments(dict.fromkeys(PORT_NAMES, 1), credentials).of(process)
    assert files(credentials, {})[process].keys() == demo.keys()


@pytest.mark.parametrize("process", PRODUCT)
def test_no_container_looks_for_another_on_its_own_loopback(credentials: Credentials, process: str) -> None:
    assert not [name for name, value in files(credentials, {})[process].items() if "127.0.0.1" in value]


def test_only_prepare_knows_the_administrators(credentials: Credentials) -> None:
    known = files(credentials, {})
    for secret in ("postgresql.superuser", "broker.administrator"):
        holders = {name for name, variables in known.items() if credentials[secret] in "".join(variables.values())}
        assert holders == {"prepare", secret.partition(".")[0].replace("broker", "rabbitmq")}


def test_what_the_town_decides_reaches_who_reads_it(credentials: Credentials) -> None:
    town = {
        "KIOSQUE_PUBLIC_URL": "https://kiosque.ville.example",
        "NOTIFICATIONS_SMTP_PASSWORD": "pa$$ word #1",
        "IDENTITY_STAFF_IDLE": "PT10M",
        "GATEWAY_TRUSTED_PROXIES": "172.20.0.1",
    }
    known = files(credentials, town)
    assert all(known[process]["KIOSQUE_PUBLIC_URL"] == "https://kiosque.ville.example" for process in PRODUCT)
    assert {name for name in PRODUCT if "NOTIFICATIONS_SMTP_PASSWORD" in known[name]} == {"notifications-worker"}
    assert {name for name in PRODUCT if "IDENTITY_STAFF_IDLE" in known[name]} == {"identity", "identity-worker"}
    assert known["gateway"]["GATEWAY_TRUSTED_PROXIES"] == "172.20.0.1"
    assert known["operator"]["KIOSQUE_PUBLIC_URL"] == "https://kiosque.ville.example"


@pytest.mark.parametrize("name", ["KIOSQUE_PUBLIC_ULR", "IDENTITY_STAF_IDLE", "GATEWAY_ANYTHING", "PATH"])
def test_a_name_that_nobody_reads_is_refused(credentials: Credentials, name: str) -> None:
    with pytest.raises(UnusableValue, match=name):
        files(credentials, {name: "1"})


def test_compose_takes_every_value_as_it_stands() -> None:
    assert quoted({"NAME": 'a "b" $c #d'}) == "NAME='a \"b\" $c #d'\n"
    with pytest.raises(UnusableValue, match="NAME"):
        quoted({"NAME": "l'eau"})


def test_files_are_private_and_what_was_invented_or_decided_stays(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    write(folder)
    (folder / "town.env").write_text("NOTIFICATIONS_SMTP_HOST=smtp.ville.example\n")
    before = (folder / "postgresql.env").read_text()
    write(folder)
    assert (folder / "postgresql.env").read_text() == before
    assert "NOTIFICATIONS_SMTP_HOST='smtp.ville.example'" in (folder / "notifications-worker.env").read_text()
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def test_the_command_says_what_is_wrong_and_nothing_secret(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "town.env").write_text("NOBODY_READS=1\n")
    assert main([str(tmp_path)]) == 1
    assert "NOBODY_READS" in capsys.readouterr().err
