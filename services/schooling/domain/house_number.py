"""Numbers in a street, with their bis and ter, in the order in which one walks past them."""

import re
from typing import NamedTuple

_LATIN = {
    word: place
    for place, word in enumerate(
        ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "nonies", "decies"), start=1
    )
}
_REPETITION = re.compile(r"[a-z0-9]{1,10}", re.ASCII)
NUMBER_MAX = 99_999

Position = tuple[int, int, int, str]
BEYOND: Position = (NUMBER_MAX + 1, 0, 0, "")  # after the last house of any street


def repetition(text: str) -> str | None:
    """`BIS ` -> `bis`, blank -> the empty text; None when it is no index. A lone letter stays what it is."""
    folded = text.strip().casefold()
    return folded if not folded or _REPETITION.fullmatch(folded) else None


class HouseNumber(NamedTuple):
    """`number` is 1 to 99999; `repetition` is empty, `bis`, `ter`, `a`, ..., in lower case."""

    number: int
    repetition: str = ""

    @property
    def position(self) -> Position:
        """Sorts 12 < 12 bis < 12 ter < ... < 12 decies < 12 a < 12 b < 13."""
        if not self.repetition:
            return (self.number, 0, 0, "")
        place = _LATIN.get(self.repetition)
        return (self.number, 2, 0, self.repetition) if place is None else (self.number, 1, place, "")

    def __str__(self) -> str:
        return f"{self.number} {self.repetition}".rstrip()
