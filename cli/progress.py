"""A file read under a progress bar: where messages go, and only where somebody watches."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import BinaryIO

from rich.progress import BarColumn, DownloadColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from cli.failure import Failure
from cli.output import errors


@contextmanager
def reading(path: Path, what: str) -> Iterator[BinaryIO]:
    """The file's bytes; a line each when iterated. Raises Failure when there is no such file."""
    if not path.is_file():
        raise Failure(f"{path} is not a file.")
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    watched = errors.is_terminal
    with (
        Progress(*columns, console=errors, transient=True, disable=not watched) as progress,
        progress.open(path, "rb", description=what) as file,
    ):
        yield file


@contextmanager
def working(what: str) -> Iterator[None]:
    """Something of unknown length."""
    with errors.status(what) if errors.is_terminal else nullcontext():
        yield


@contextmanager
def counting(total: int, what: str) -> Iterator[Callable[[int], None]]:
    """Something that is done piece by piece; call it with how many more are done."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=errors, transient=True) as progress:
        task = progress.add_task(what, total=total)
        yield lambda done: progress.advance(task, done)
