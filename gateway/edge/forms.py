"""What a form sent: texts and files, read as they arrive, in bounded memory."""

import hashlib
from dataclasses import dataclass, field
from errno import errorcode
from tempfile import SpooledTemporaryFile

from libs.chassis.logging import get_logger

MEBIBYTE = 1024 * 1024
MAX_FILE_BYTES = 10 * MEBIBYTE
MAX_TEXT_BYTES = MEBIBYTE
MAX_FIELDS = 1000  # an agent's page on a household of fifteen children holds about six hundred
MAX_FILES = 20
"""Files that one form can bring; what comes after them is left out, and the page says so."""
MAX_KEPT_BYTES = 100 * MEBIBYTE
"""Of all files of one form, on disk: twenty photos of a phone."""
_KEPT_IN_MEMORY = 256 * 1024


class FormTooLarge(Exception):
    """More text or fields than any form of ours sends: 413."""


class BadForm(Exception):
    """The body is not what its Content-Type says: 400."""


@dataclass
class FilePart:
    """One file. Of a file over the limit nothing is kept but its size and the fact.

    Attributes:
        name: the name of the file input.
        file_name: as the browser sent it; never trusted, never logged.
        left_out: the form brought so much that there was no room for this one.
        content: a temporary file without a name, gone when it is closed.
    """

    name: str
    file_name: str
    size: int = 0
    left_out: bool = False
    content: SpooledTemporaryFile[bytes] = field(
        default_factory=lambda: SpooledTemporaryFile(max_size=_KEPT_IN_MEMORY)  # noqa: SIM115 - closed with the form
    )

    def __post_init__(self) -> None:
        self._digest = hashlib.sha256()
        self._dropped = False

    @property
    def too_large(self) -> bool:
        return self.size > MAX_FILE_BYTES

    @property
    def kept(self) -> int:
        """Bytes that lie in the temporary file."""
        return 0 if self.too_large or self.left_out else self.size

    @property
    def sha256(self) -> str:
        """Of the bytes that were kept, hexadecimal."""
        return self._digest.hexdigest()

    @property
    def chosen(self) -> bool:
        """An untouched file input sends a part without a name and without a byte."""
        return bool(self.file_name) or self.size > 0

    def write(self, data: bytes) -> None:
        """Keep the bytes while the file is within the limit; past it, drop all of them and only count."""
        self.size += len(data)
        if not self.kept:
            self._drop()
            return
        try:
            self.content.write(data)
        except OSError as error:  # the disk is full
            get_logger().warning("no room for a file of a form", error=errorcode.get(error.errno or 0, ""))
            self.leave_out()
        else:
            self._digest.update(data)

    def leave_out(self) -> None:
        """There is no room for it beside the others."""
        self.left_out = True
        self._drop()

    def _drop(self) -> None:
        """Give back what it took."""
        if not self._dropped:
            self._dropped = True
            self.content.seek(0)
            self.content.truncate()


@dataclass
class Form:
    """Texts in the order they came, several per name; files likewise."""

    texts: dict[str, list[str]] = field(default_factory=dict)
    files: list[FilePart] = field(default_factory=list)

    def text(self, name: str) -> str:
        """The last text of that name; empty when there is none."""
        return self.texts.get(name, [""])[-1]

    def all(self, name: str) -> list[str]:
        return self.texts.get(name, [])

    def has(self, name: str) -> bool:
        return name in self.texts

    @property
    def chosen_files(self) -> list[FilePart]:
        return [part for part in self.files if part.chosen]

    def key(self, purpose: str = "") -> str:
        """`<form key>-<hash of what was typed>`: the same form sent twice is one request, a corrected one another."""
        typed = sorted((name, tuple(values)) for name, values in self.texts.items() if name != "csrf")
        digest = hashlib.sha256(repr((purpose, typed)).encode()).hexdigest()[:32]
        return f"{self.text('form_key')[:64] or 'without-key'}-{digest}"

    def close(self) -> None:
        for part in self.files:
            part.content.close()
