"""Where the command finds its variables: the environment, or the running demo's file."""

import os
from collections.abc import MutableMapping
from pathlib import Path

from cli.failure import Failure

_FILE_VARIABLE = "KIOSQUE_ENV_FILE"
_DEMO = Path(".local/demo/env")
_ROOT = Path(__file__).resolve().parent.parent


def read_environment(environment: MutableMapping[str, str] = os.environ) -> None:
    """Add a file's variables to `environment`, unless some KIOSQUE_ variable says that it is complete.

    Raises:
        Failure: there is nothing to read.
    """
    named = environment.get(_FILE_VARIABLE)
    if named:
        path = Path(named)
        if not path.is_file():
            raise Failure(f"{_FILE_VARIABLE} names {path}, which is not a file.")
    elif any(name.startswith("KIOSQUE_") for name in environment):
        return
    else:
        found = next((folder / _DEMO for folder in (Path.cwd(), _ROOT) if (folder / _DEMO).is_file()), None)
        if found is None:
            raise Failure(
                f"No KIOSQUE_ variable is set and there is no {_DEMO}: start the demo with `make demo`, "
                f"or name a file of variables in {_FILE_VARIABLE}."
            )
        path = found
    for name, value in _variables(path):
        environment.setdefault(name, value)


def required(name: str, environment: MutableMapping[str, str] = os.environ) -> str:
    """A variable's value. Raises Failure naming it."""
    value = environment.get(name, "")
    if not value:
        raise Failure(f"{name} is not set.")
    return value


def _variables(path: Path) -> list[tuple[str, str]]:
    lines = [line.strip() for line in path.read_text().splitlines()]
    pairs = [line.partition("=") for line in lines if line and not line.startswith("#")]
    return [(name, value) for name, separator, value in pairs if separator]
