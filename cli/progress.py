"""A file read under a progress bar, which goes to where messages go: what is printed stays clean."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from cli.failure import Failure
from cli.output import errors


@contextmanager
def reading(path: Path, what: str) -> Iterator[BinaryIO]:
    """The file's bytes; a line each when iterated. Raises Failure when there is no such file."""
    if not path.is_file():
        raise Failure(f"{path} is not a file.")
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with (
        Progress(*columns, console=errors, transient=True) as progress,
        progress.open(path, "rb", description=what) as file,
    ):
        yield file


@contextmanager
def working(what: str) -> Iterator[None]:
    """Something of unknown length."""
    with errors.status(what):
        yield
