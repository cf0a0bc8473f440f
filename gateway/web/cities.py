"""The towns of a postal code, for all of France: what the build drew from the Code officiel géographique."""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

_POSTAL_CODE = re.compile(r"[0-9]{5}", re.ASCII)
_SAINT = {"st": "saint", "ste": "sainte"}


class Cities:
    """Reads one file for each beginning of a postal code, when it is first asked for: about ten kilobytes each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._starting = cache(self._read)

    def of(self, postal_code: str) -> Sequence[str]:
        """The names, in capitals as on the procedure's screens; empty for a code that is none, or a firm's own."""
        if not _POSTAL_CODE.fullmatch(postal_code):
            return ()
        return self._starting(postal_code[:2]).get(postal_code, ())

    def _read(self, start: str) -> Mapping[str, Sequence[str]]:
        try:
            towns: dict[str, list[str]] = json.loads((self._folder / f"{start}.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        return towns


def same_city(one: str, other: str) -> bool:
    """Whether two spellings name one town: capitals, accents, hyphens and ST for SAINT do not count."""
    return _plain(one) == _plain(other)


def _plain(name: str) -> list[str]:
    decomposed = unicodedata.normalize("NFD", name.casefold().replace("œ", "oe"))
    letters = "".join(character for character in decomposed if not unicodedata.combining(character))
    return [_SAINT.get(word, word) for word in re.findall(r"[a-z0-9]+", letters)]
