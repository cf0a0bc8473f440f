"""Reading the files of a commune's folder; a wrong one is refused with every problem named."""

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

M = TypeVar("M", bound=BaseModel)

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]


class CommuneError(Exception):
    """The commune's data is not usable. `problems` holds one line each: file, place, what is wrong."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Data(BaseModel):
    """Base of every part of the data: nothing unknown, nothing changed after loading."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def read_yaml(path: Path, model: type[M]) -> M:
    """Raises CommuneError."""
    try:
        return model.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise CommuneError([f"{path.name}: is missing"]) from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CommuneError([f"{path.name}: {' '.join(str(error).split())}"]) from None
    except ValidationError as error:
        raise CommuneError(problems_of(path.name, error)) from None


def problems_of(name: str, error: ValidationError) -> list[str]:
    """One line per problem: the file, the path in it, and what is wrong."""
    return [
        f"{name}: {'.'.join(str(part) for part in found['loc']) or 'the file'}: {found['msg']}"
        for found in error.errors(include_url=False, include_context=False, include_input=False)
    ]


def gather(*readings: Callable[[], Any]) -> list[Any]:
    """The results of all readings. Raises CommuneError with the problems of all that failed."""
    results: list[Any] = []
    problems: list[str] = []
    for read in readings:
        try:
            results.append(read())
        except CommuneError as error:
            problems += error.problems
    if problems:
        raise CommuneError(problems)
    return results


def refuse_twice(what: str, values: Iterable[str]) -> None:
    """Raises ValueError naming the values that stand more than once."""
    counted = Counter(values)
    if repeated := sorted(value for value, times in counted.items() if times > 1):
        raise ValueError(f"{what} listed twice: {', '.join(repeated)}")
