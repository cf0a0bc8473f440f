"""How two spellings of a street or a town are known to be the same."""

import re
import unicodedata

# The abbreviations of addresses, as they stand in files and in letters (norm NF Z10-011 and usage).
_ABBREVIATIONS = {
    "all": "allee",
    "av": "avenue",
    "ave": "avenue",
    "bd": "boulevard",
    "bld": "boulevard",
    "bvd": "boulevard",
    "ch": "chemin",
    "che": "chemin",
    "chem": "chemin",
    "imp": "impasse",
    "lot": "lotissement",
    "mte": "montee",
    "pl": "place",
    "prom": "promenade",
    "qu": "quai",
    "r": "rue",
    "res": "residence",
    "rte": "route",
    "sq": "square",
    "st": "saint",
    "ste": "sainte",
    "trav": "traverse",
}
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
_WORD = re.compile(r"[a-z0-9]+")


def matching_name(name: str) -> str:
    """The same text for every spelling: without case, accents, hyphens, apostrophes and abbreviations."""
    bare = unicodedata.normalize("NFKD", name.casefold().translate(_LIGATURES))
    letters = "".join(character for character in bare if not unicodedata.combining(character))
    return " ".join(_ABBREVIATIONS.get(word, word) for word in _WORD.findall(letters))
