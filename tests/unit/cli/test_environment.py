"""The command reads the environment, or one file; and prints no secret."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from cli.bus import instant
from cli.config import without_secret
from cli.environment import read_environment, required
from cli.failure import Failure


def test_an_environment_with_variables_is_left_alone() -> None:
    environment = {"KIOSQUE_PUBLIC_URL": "http://localhost"}
    read_environment(environment)
    assert environment == {"KIOSQUE_PUBLIC_URL": "http://localhost"}


def test_a_named_file_is_read_and_what_is_set_stays(tmp_path: Path) -> None:
    file = tmp_path / "env"
    file.write_text("# a comment\n\nKIOSQUE_PUBLIC_URL=http://file\nHOUSEHOLD_PORT=8001\nKEY=a=b=\n")
    environment = {"KIOSQUE_ENV_FILE": str(file), "HOUSEHOLD_PORT": "9001"}
    read_environment(environment)
    assert environment["KIOSQUE_PUBLIC_URL"] == "http://file"
    assert environment["HOUSEHOLD_PORT"] == "9001"
    assert environment["KEY"] == "a=b="


def test_without_any_the_demos_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".local" / "demo").mkdir(parents=True)
    (tmp_path / ".local" / "demo" / "env").write_text("KIOSQUE_PUBLIC_URL=http://demo\n")
    monkeypatch.chdir(tmp_path)
    environment: dict[str, str] = {}
    read_environment(environment)
    assert environment == {"KIOSQUE_PUBLIC_URL": "http://demo"}


def test_with_nothing_to_read_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("cli.environment._ROOT", tmp_path)
    with pytest.raises(Failure, match="make demo"):
        read_environment({})
    with pytest.raises(Failure, match="not a file"):
        read_environment({"KIOSQUE_ENV_FILE": str(tmp_path / "nowhere")})


def test_a_missing_variable_is_named() -> None:
    with pytest.raises(Failure, match="HOUSEHOLD_PORT is not set"):
        required("HOUSEHOLD_PORT", {})


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (SecretStr("postgresql+asyncpg://a:hidden@localhost/b"), "postgresql+asyncpg://a:***@localhost/b"),
        (SecretStr("amqp://a:hidden@localhost:5672/kiosque"), "amqp://a:***@localhost:5672/kiosque"),
        (SecretStr('{"kty": "hidden"}'), "***"),
        (SecretStr(""), "(empty)"),
        ("http://operator:hidden@localhost", "http://operator:***@localhost"),
        (8000, "8000"),
        (None, ""),
    ],
)
def test_a_value_is_shown_without_its_secret(value: object, shown: str) -> None:
    assert without_secret(value) == shown


@pytest.mark.parametrize(
    "given", ["90m", "6h", "7d", "2026-09-01T08:00:00Z", "2026-09-01", "2026-09-01T08:00:00+02:00"]
)
def test_an_age_or_an_instant_is_understood(given: str) -> None:
    assert instant(given).tzinfo is not None


@pytest.mark.parametrize("given", ["", "h", "6 h", "-6h", "yesterday"])
def test_anything_else_is_refused(given: str) -> None:
    with pytest.raises(Failure, match="neither"):
        instant(given)
