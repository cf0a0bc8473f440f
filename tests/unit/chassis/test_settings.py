"""A process with a wrong setting does not start, and hears of every problem at once."""

import pytest
from pydantic_settings import SettingsConfigDict

from libs.chassis.settings import EX_CONFIG, ServiceSettings, SettingsError, load_settings, settings_or_exit, variables

GOOD = {
    "KIOSQUE_COMMUNE_DIR": "/communes/ici",
    "KIOSQUE_PUBLIC_URL": "http://localhost:8000",
    "KIOSQUE_SUBJECT_PUBLIC_KEY": "{}",
    "LEDGER_PORT": "8001",
    "LEDGER_DATABASE_URL": "postgresql+asyncpg://ledger:hidden@localhost/ledger",
}


class LedgerSettings(ServiceSettings):
    model_config = SettingsConfigDict(env_prefix="LEDGER_", frozen=True, extra="ignore", populate_by_name=True)


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)


def test_settings_come_from_the_environment() -> None:
    settings = load_settings(LedgerSettings)
    assert settings.port == 8001
    assert settings.database_url.get_secret_value() == GOOD["LEDGER_DATABASE_URL"]
    assert settings.apply_tries == 8


def test_every_problem_is_named_by_its_variable_and_none_shows_a_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LEDGER_DATABASE_URL")
    monkeypatch.delenv("KIOSQUE_COMMUNE_DIR")
    monkeypatch.setenv("KIOSQUE_PUBLIC_URL", "canary-url")
    monkeypatch.setenv("LEDGER_PORT", "canary-port")
    with pytest.raises(SettingsError) as raised:
        load_settings(LedgerSettings)
    named = {problem.partition(":")[0] for problem in raised.value.problems}
    assert named == {"LEDGER_DATABASE_URL", "KIOSQUE_COMMUNE_DIR", "KIOSQUE_PUBLIC_URL", "LEDGER_PORT"}
    assert "LEDGER_DATABASE_URL: is missing" in raised.value.problems
    assert "canary" not in str(raised.value)


def test_a_process_ends_with_the_status_for_configuration(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("LEDGER_PORT")
    with pytest.raises(SystemExit) as ended:
        settings_or_exit(LedgerSettings)
    assert ended.value.code == EX_CONFIG
    assert "LEDGER_PORT: is missing" in capsys.readouterr().err


def test_a_secret_is_not_shown_by_printing() -> None:
    assert "hidden" not in repr(load_settings(LedgerSettings))


def test_each_field_has_one_variable() -> None:
    names = variables(LedgerSettings)
    assert names["commune_dir"] == "KIOSQUE_COMMUNE_DIR"
    assert names["worker_port"] == "LEDGER_WORKER_PORT"
    assert len(set(names.values())) == len(names)
