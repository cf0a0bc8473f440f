"""Values and a template of the commune become a PDF; typst itself runs elsewhere (`compiling.py`)."""

import asyncio
import contextlib
import json
import os
import re
import signal
import sys
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

_PROGRAM = Path(__file__).with_name("compiling.py")
_SECONDS = 15.0
_READ_BY_TEMPLATES = {".typ", ".svg"}
_MAIN = "main.typ"
_QUOTED = re.compile(r'"[^"]*"|`[^`]*`|\([^)]*\)')
_NO_PICTURES: Mapping[str, bytes] = MappingProxyType({})


class TypesettingFailed(Exception):
    """There is no PDF. The message says where the template is wrong, without a word of the values."""


async def typeset(template: Path, values: Mapping[str, Any], *, pictures: Mapping[str, bytes] = _NO_PICTURES) -> bytes:
    """Compile a `.typ` file to a tagged PDF (PDF/UA-1; the template sets title and language).

    The template reads `json(bytes(sys.inputs.values))`: values are data, never typst code. It may import what lies in
    its own folder, and finds the bytes of a picture by name in `json(bytes(sys.inputs.pictures))`. Only typst's own
    fonts are used, so that a PDF is the same everywhere. Control characters are dropped: typst could not show them.

    Args:
        values: what JSON can carry.
        pictures: PNG, JPEG or SVG, by name.

    Raises:
        TypesettingFailed: the template does not compile with these values, or took too much time or memory.
    """
    files = await asyncio.to_thread(_files, template)
    inputs = {"values": json.dumps(_plain(values)), "pictures": json.dumps(_as_numbers(pictures))}
    header = {"inputs": inputs, "files": {name: len(body) for name, body in files.items()}}
    document, said = await _compile(b"".join([json.dumps(header).encode(), b"\n", *files.values()]))
    if not document.startswith(b"%PDF-"):
        raise TypesettingFailed(f"{template.name}: {_told(said, files) or 'took too much time or memory'}")
    return document


def _files(template: Path) -> dict[str, bytes]:
    """By name: the template as `main.typ`, and its neighbours."""
    neighbours = {
        path.name: path.read_bytes()
        for path in sorted(template.parent.iterdir())
        if path.suffix in _READ_BY_TEMPLATES and path != template
    }
    return neighbours | {_MAIN: template.read_bytes()}


def _as_numbers(pictures: Mapping[str, bytes]) -> dict[str, list[int]]:
    """Typst has no base64; an array of numbers is what its `bytes` takes."""
    return {name: list(body) for name, body in pictures.items()}


def _plain(value: Any) -> Any:
    """The same without control characters, but line feeds."""
    if isinstance(value, str):
        return "".join(sign for sign in value if sign == "\n" or unicodedata.category(sign) not in {"Cc", "Cs"})
    if isinstance(value, Mapping):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value


async def _compile(request: bytes) -> tuple[bytes, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",
        str(_PROGRAM),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={},
        cwd="/",
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(_SECONDS):
            document, said = await process.communicate(request)
    except TimeoutError:
        return b"", ""
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
    return (document, "") if process.returncode == 0 else (b"", said.decode(errors="replace"))


def _told(said: str, files: Mapping[str, bytes]) -> str:
    """Typst's message; what it quotes is kept when the template says it too: the rest are somebody's values."""
    sources = b"\n".join(body for name, body in files.items() if name.endswith(".typ")).decode()
    line = said.removeprefix("typst: ").strip() if said.startswith("typst: ") else ""
    return _QUOTED.sub(lambda quoted: quoted[0] if quoted[0][1:-1] in sources else '"..."', line)
