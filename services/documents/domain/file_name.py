"""The name of a file, as the parent's device gave it, made harmless."""

import unicodedata
from dataclasses import dataclass
from typing import Self

from services.documents.domain.errors import InvalidFileName, WrongExtension

EXTENSION = ".pdf"
_LONGEST = 100
_NAMELESS = "document"


@dataclass(frozen=True)
class FileName:
    """A name without path, control or direction characters, that ends in `.pdf`, of at most 100 characters."""

    text: str

    @classmethod
    def of(cls, given: str) -> Self:
        """Raises InvalidFileName (no name), WrongExtension."""
        if not given:
            raise InvalidFileName
        last = given.replace("\\", "/").rpartition("/")[2]
        kept = "".join(character for character in unicodedata.normalize("NFC", last) if _harmless(character))
        name = " ".join(kept.split())
        if not name.lower().endswith(EXTENSION):
            raise WrongExtension
        stem = name[: -len(EXTENSION)].strip(" .")[: _LONGEST - len(EXTENSION)].rstrip(" .")
        return cls((stem or _NAMELESS) + EXTENSION)


def _harmless(character: str) -> bool:
    """Letters, marks, digits, punctuation, symbols and spaces.

    Categories: Cc controls (CR, LF, NUL), Cf formats (direction, zero width), Cs surrogates, Co private, Cn unassigned,
    Zl and Zp line and paragraph separators.
    """
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
