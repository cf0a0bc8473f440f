"""Compiles one typst document. Runs as a program of its own, in a process with limits.

`python -I compiling.py` reads from standard input one line of JSON, `{"inputs": {name: text}, "files": {name: size}}`,
and then the files one after the other; `main.typ` is the document. It writes the PDF, or fails with typst's message on
standard error. It imports nothing of the product, has no environment, and once it begins it can open no file and no
connection: everything that it needs was given to it.
"""

import json
import os
import resource
import signal
import sys
import time
from collections.abc import Callable

import typst

MEMORY_BYTES = 768 * 1024 * 1024
CPU_SECONDS = 10
WALL_SECONDS = 20


def limit() -> None:
    """No file, no socket, no core, and so much of the rest."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
    signal.alarm(WALL_SECONDS)


def read_request() -> tuple[dict[str, bytes], dict[str, str]]:
    """The files by name, and what the document finds in `sys.inputs`."""
    request = json.loads(sys.stdin.buffer.readline())
    files = {name: sys.stdin.buffer.read(size) for name, size in request["files"].items()}
    return files, request["inputs"]


def compile_pdf(files: dict[str, bytes], inputs: dict[str, str]) -> bytes:
    """PDF/UA-1; without that claim when a text has signs that no font has: they then show as boxes.

    Raises:
        typst.TypstError.
    """
    try:
        return _compile(files, inputs, ["ua-1"])
    except typst.TypstError as error:
        if "could not be displayed with font" not in error.message:
            raise
    return _compile(files, inputs, [])


def _compile(files: dict[str, bytes], inputs: dict[str, str], standards: list[str]) -> bytes:
    in_memory: Callable[..., bytes] = typst.compile  # its published types leave files in memory out
    return in_memory(
        files,
        ignore_system_fonts=True,
        sys_inputs=inputs,
        pdf_standards=standards,
        timestamp=int(time.time()),
    )


def main() -> int:
    """The exit status."""
    os.environ["RAYON_NUM_THREADS"] = "1"
    limit()
    files, inputs = read_request()
    try:
        document = compile_pdf(files, inputs)
    except typst.TypstError as error:
        sys.stderr.write(f"typst: {error.message}")
        return 1
    sys.stdout.buffer.write(document)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
