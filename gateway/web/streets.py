"""The street list of an address form: the first letter filters it, on the server too."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from gateway.clients.household import Street
from gateway.web.visit import Visit

_LINKS = "de des du la le les l d"
_TYPES = (
    "allee avenue boulevard chemin cours cite corniche esplanade hameau impasse lotissement montee passage place "
    "promenade quai residence route rue ruelle sentier square traverse voie"
)
_NOT_TELLING = frozenset(re.findall(r"\w+", f"{_LINKS} {_TYPES}"))


@dataclass(frozen=True)
class StreetOption:
    """One line of the list. `word` is the word that people look a street up by: Lilas for Rue des Lilas."""

    id: str
    name: str
    word: str


async def street_options(visit: Visit) -> list[StreetOption]:
    """The commune's streets, from household, kept for a minute."""

    async def fetch() -> list[Street]:
        return await visit.clients.household.streets(visit.kiosk.sessions.bearer(None))

    return [
        StreetOption(street["id"], street["name"], _word(street["name"]))
        for street in await visit.kiosk.streets.get(fetch)
    ]


def starting_with(options: Iterable[StreetOption], letter: str, chosen: str) -> list[StreetOption]:
    """Those whose name or telling word starts with what was typed; the chosen one always stays."""
    start = _plain(letter.strip())
    return [
        option
        for option in options
        if option.id == chosen or _plain(option.word).startswith(start) or _plain(option.name).startswith(start)
    ]


def _word(name: str) -> str:
    words = name.replace("'", " ").replace("’", " ").split()
    telling = [word for word in words if _plain(word) not in _NOT_TELLING]
    return telling[0] if telling else name


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.lower())
    return "".join(character for character in decomposed if not unicodedata.combining(character))
