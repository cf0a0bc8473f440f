"""Settings come from the environment alone, and a process with a wrong one does not start."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import AnyHttpUrl, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

S = TypeVar("S", bound=BaseSettings)
EX_CONFIG = 78


class SettingsError(Exception):
    """The environment is not usable. `problems` holds one line per variable, without any value."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class CommonSettings(BaseSettings):
    """What every process of the product reads. Subclasses set `env_prefix`.

    Attributes:
        listen_host: where its HTTP server listens; in a container every address, on the networks that it is given.
    """

    model_config = SettingsConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    commune_dir: Path = Field(validation_alias="KIOSQUE_COMMUNE_DIR")
    public_url: AnyHttpUrl = Field(validation_alias="KIOSQUE_PUBLIC_URL")
    subject_public_key: SecretStr = Field(validation_alias="KIOSQUE_SUBJECT_PUBLIC_KEY")
    log_level: str = Field(default="INFO", validation_alias="KIOSQUE_LOG_LEVEL")
    listen_host: str = Field(default="127.0.0.1", validation_alias="KIOSQUE_LISTEN_HOST")
    port: int = Field(ge=0, le=65535)


class ServiceSettings(CommonSettings):
    """What each of the five services reads besides.

    Attributes:
        database_url: `postgresql+asyncpg://...` of the role that serves; never the one that migrates.
        broker_url: `amqp://...` of the service's own broker user; only the worker needs it.
        port, worker_port: ports of the API and of the worker's health and metrics.
        apply_tries: how often an event is tried before it is dead.
        retry_seconds: the wait after the first failure; it doubles each time, up to five minutes.
    """

    database_url: SecretStr
    broker_url: SecretStr | None = None
    worker_port: int = Field(default=0, ge=0, le=65535)
    apply_tries: int = Field(default=8, ge=1, le=50)
    retry_seconds: float = Field(default=1.0, gt=0, le=300)


def load_settings(settings: type[S]) -> S:
    """Read the environment.

    Raises:
        SettingsError: naming every variable that is missing or wrong.
    """
    try:
        return settings()
    except ValidationError as error:
        raise SettingsError(_problems(settings, error)) from None


def settings_or_exit(settings: type[S]) -> S:
    """For a composition root: the settings, or a message with every problem and exit status 78 (sysexits.h)."""
    try:
        return load_settings(settings)
    except SettingsError as error:
        sys.stderr.write("\n  ".join(["The configuration is not usable:", *error.problems]) + "\n")
        sys.exit(EX_CONFIG)


def variables(settings: type[BaseSettings]) -> Mapping[str, str]:
    """The environment variable of each field, by field name."""
    prefix = settings.model_config.get("env_prefix", "")
    return {
        name: str(field.validation_alias) if field.validation_alias else f"{prefix}{name}".upper()
        for name, field in settings.model_fields.items()
    }


def _problems(settings: type[BaseSettings], error: ValidationError) -> list[str]:
    names = variables(settings)
    problems = []
    for found in error.errors(include_input=False, include_url=False, include_context=False):
        location = str(found["loc"][0]) if found["loc"] else settings.__name__
        name = names.get(location, location.upper() if location in names.values() else location)
        problems.append(f"{name}: {'is missing' if found['type'] == 'missing' else found['msg']}")
    return problems
