"""The name of a file, as the parent's device gave it, made harmless."""

import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Self

from services.documents.domain.errors import InvalidFileName, WrongExtension
from services.documents.domain.file_kind import EXTENSIONS, Format, Kind

_LONGEST = 100
_NAMELESS = "document"


@dataclass(frozen=True)
class FileName:
    """A name without path, control or direction characters, with a known ending, of at most 100 characters."""

    text: str

    @classmethod
    def of(cls, given: str) -> Self:
        """Raises InvalidFileName (no name), WrongExtension."""
        if not given:
            raise InvalidFileName
        last = given.replace("\\", "/").rpartition("/")[2]
        kept = "".join(character for character in unicodedata.normalize("NFC", last) if _harmless(character))
        name = " ".join(kept.split())
        extension = next((known for known in EXTENSIONS if name.lower().endswith(known)), None)
        if extension is None:
            raise WrongExtension
        stem = name[: -len(extension)].strip(" .")[: _LONGEST - len(extension)].rstrip(" .")
        return cls((stem or _NAMELESS) + extension)

    @property
    def format(self) -> Format:
        """What its ending says."""
        return EXTENSIONS[PurePosixPath(self.text).suffix]

    def kept_as(self, kind: Kind) -> "FileName":
        """The name of what is kept: every picture becomes a JPEG."""
        if kind is not Kind.PICTURE:
            return self
        return FileName(PurePosixPath(self.text).stem[: _LONGEST - len(".jpg")] + ".jpg")


def _harmless(character: str) -> bool:
    """Letters, marks, digits, punctuation, symbols and spaces.

    Categories: Cc controls (CR, LF, NUL), Cf formats (direction, zero width), Cs surrogates, Co private, Cn unassigned,
    Zl and Zp line and paragraph separators.
    """
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
