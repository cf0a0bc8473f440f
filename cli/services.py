"""The services as the command composes them: their migrations, settings and own commands, found by convention."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any

import typer
from pydantic_settings import BaseSettings

from cli.environment import required
from cli.failure import Failure
from libs.contracts.catalogue import SERVICES

OneService = Annotated[str | None, typer.Option("--service", help="Only this service.")]


def chosen(service: str | None) -> list[str]:
    """All services, or the one asked for. Raises Failure for an unknown one."""
    if service is None:
        return list(SERVICES)
    if service not in SERVICES:
        raise Failure(f"There is no service {service}; there are {', '.join(SERVICES)}.")
    return [service]


def database_url(service: str) -> str:
    """Of the role that serves. Raises Failure."""
    return required(f"{service.upper()}_DATABASE_URL")


def migration_url(service: str) -> str:
    """Of the role that owns the tables. Raises Failure."""
    return required(f"{service.upper()}_MIGRATION_DATABASE_URL")


def migrations(service: str) -> Path:
    """The folder of the service's Alembic history."""
    return _folder(f"services.{service}") / "migrations"


def settings_of(package: str) -> type[BaseSettings]:
    """`services.household` -> HouseholdSettings, `gateway` -> GatewaySettings."""
    name = package.rpartition(".")[2]
    settings: type[BaseSettings] = getattr(import_module(f"{package}.settings"), f"{name.capitalize()}Settings")
    return settings


def command_of(service: str, name: str) -> Any | None:
    """A function of `services/<service>/commands.py`, None when the service offers none of that name."""
    module = _commands(service)
    return getattr(module, name, None) if module else None


def _commands(service: str) -> ModuleType | None:
    package = f"services.{service}.commands"
    return import_module(package) if find_spec(package) else None


def _folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise Failure(f"{package} is not installed.")
    return Path(spec.origin).parent
