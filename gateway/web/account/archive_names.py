"""Names inside an archive: readable, and harmless on every computer that unpacks it."""

import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import PurePosixPath

_LONGEST = 80
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")
"""Names of devices, which Windows opens instead of a file."""
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Categories of Unicode: controls, direction and format, surrogates, private, unassigned, separators of lines."""


def safe_name(given: str, nameless: str = "sans nom") -> str:
    """One step of a path: no separator, no control, no dot or space at its ends, never too long, never a device."""
    normal = unicodedata.normalize("NFC", given)
    seen = "".join("" if unicodedata.category(character) in _UNSEEN else character for character in normal)
    kept = " ".join(_FORBIDDEN.sub("-", seen).split()).strip(" .")
    path = PurePosixPath(kept or nameless)
    suffix = path.suffix if len(path.suffix) <= 10 else ""
    stem = kept[: len(kept) - len(suffix)] if suffix else kept
    name = stem[: _LONGEST - len(suffix)].rstrip(" .") + suffix or nameless
    return f"_{name}" if _RESERVED.fullmatch(name) else name


@dataclass
class Paths:
    """The paths given so far; the same one is never given twice, whatever the case of its letters."""

    _given: set[str] = field(default_factory=set)

    def path(self, *steps: str) -> str:
        """Of harmless steps; the last one is a file's name, which is numbered when it is taken."""
        *folders, name = (safe_name(step) for step in steps)
        stem, suffix = PurePosixPath(name).stem, PurePosixPath(name).suffix
        number = 1
        while (found := "/".join([*folders, name])).casefold() in self._given:
            number += 1
            name = f"{stem} ({number}){suffix}"
        self._given.add(found.casefold())
        return found
