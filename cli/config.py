"""`kiosque config`: what every process is told, and what is wrong with it."""

import re
from itertools import groupby
from operator import itemgetter
from typing import Any

import typer
from pydantic import SecretStr
from pydantic_settings import BaseSettings

from cli.failure import Failure
from cli.output import AsJson, errors, say, show_rows
from cli.services import settings_of
from libs.chassis.settings import SettingsError, load_settings, variables
from libs.contracts.catalogue import SERVICES

app = typer.Typer(no_args_is_help=True, help="What every process is told.")
PACKAGES = (*(f"services.{service}" for service in SERVICES), "gateway")
_URL_PASSWORD = re.compile(r"(?<=://)([^:/@]*):[^@/]*@")


@app.callback()
def group() -> None:
    """Keeps `check` a subcommand although it is alone."""


@app.command()
def check(as_json: AsJson = False) -> None:
    """Print every process' settings without secrets; name every problem and end with 1 if there is one."""
    rows: list[dict[str, Any]] = []
    problems: list[str] = []
    for package in PACKAGES:
        settings = settings_of(package)
        try:
            rows += _shown(package, load_settings(settings))
        except SettingsError as error:
            problems += [f"{package}: {problem}" for problem in error.problems]
    if as_json:
        show_rows(rows, as_json=True, title="", nothing="")
    else:
        _print(rows)
    for problem in problems:
        errors.print(problem, style="red", markup=False)
    if problems:
        raise Failure(f"{len(problems)} problem(s) in the configuration.")


def _print(rows: list[dict[str, Any]]) -> None:
    for process, settings in groupby(rows, key=itemgetter("process")):
        say(f"\n# {process}")
        for row in settings:
            say(f"{row['variable']}={row['value']}")


def _shown(package: str, settings: BaseSettings) -> list[dict[str, Any]]:
    names = variables(type(settings))
    return [
        {"process": package, "variable": names[field], "value": without_secret(getattr(settings, field))}
        for field in type(settings).model_fields
    ]


def without_secret(value: object) -> str:
    """A value as it may be shown: of a secret only that it is set, of a secret URL everything but the password."""
    if not isinstance(value, SecretStr):
        return "" if value is None else _URL_PASSWORD.sub(r"\1:***@", str(value))
    hidden = value.get_secret_value()
    if "://" in hidden:
        return _URL_PASSWORD.sub(r"\1:***@", hidden)
    return "***" if hidden else "(empty)"
