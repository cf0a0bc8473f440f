"""Joins JPEGs into one PDF, a page each, without touching them. Runs as a program of its own, in a process with limits.

`python -I picture_joining.py` reads from standard input one line of JSON, `{"title": "...", "sizes": [...]}`, and then
the pictures, and writes the PDF. Pages are A4, upright or lying as the picture is, the picture as large as fits.
"""

import json
import resource
import signal
import sys

import img2pdf  # type: ignore[import-untyped] # it publishes no types

MEMORY_BYTES = 768 * 1024 * 1024
CPU_SECONDS = 15
WALL_SECONDS = 20
_A4 = (img2pdf.mm_to_pt(210), img2pdf.mm_to_pt(297))
_BORDER = (img2pdf.mm_to_pt(5), img2pdf.mm_to_pt(5))


def join(pictures: list[bytes], title: str) -> bytes:
    """The PDF. Its only metadata is the title."""
    layout = img2pdf.get_layout_fun(pagesize=_A4, border=_BORDER, fit=img2pdf.FitMode.into, auto_orient=True)
    made: bytes = img2pdf.convert(
        pictures, layout_fun=layout, title=title, lang="fr", nodate=True, producer="", engine=img2pdf.Engine.pikepdf
    )
    return made


def main() -> None:
    """Limits first, then the pictures."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))
    signal.alarm(WALL_SECONDS)
    asked = json.loads(sys.stdin.buffer.readline())
    pictures = [sys.stdin.buffer.read(size) for size in asked["sizes"]]
    sys.stdout.buffer.write(join(pictures, asked["title"]))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
