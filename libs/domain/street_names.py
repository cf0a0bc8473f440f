"""How two spellings of a street or a town are known to be the same."""

import re
import unicodedata

# The abbreviations of addresses, as they stand in files and in letters (norm NF Z10-011, FANTOIR and usage).
_ABBREVIATIONS = {
    "all": "allee",
    "av": "avenue",
    "ave": "avenue",
    "bd": "boulevard",
    "bld": "boulevard",
    "blvd": "boulevard",
    "bvd": "boulevard",
    "car": "carrefour",
    "cdt": "commandant",
    "ch": "chemin",
    "chau": "chaussee",
    "che": "chemin",
    "chem": "chemin",
    "chs": "chaussee",
    "crs": "cours",
    "dom": "domaine",
    "dr": "docteur",
    "esp": "esplanade",
    "fg": "faubourg",
    "gal": "general",
    "gd": "grand",
    "gde": "grande",
    "ham": "hameau",
    "imp": "impasse",
    "lot": "lotissement",
    "mal": "marechal",
    "mte": "montee",
    "mtee": "montee",
    "nd": "notre dame",
    "pas": "passage",
    "pass": "passage",
    "pdt": "president",
    "pl": "place",
    "pro": "promenade",
    "prof": "professeur",
    "prom": "promenade",
    "qrt": "quartier",
    "qu": "quai",
    "qua": "quartier",
    "quar": "quartier",
    "r": "rue",
    "res": "residence",
    "rle": "ruelle",
    "rpt": "rond point",
    "rte": "route",
    "sen": "sentier",
    "sent": "sentier",
    "sq": "square",
    "st": "saint",
    "ste": "sainte",
    "tra": "traverse",
    "trav": "traverse",
    "vge": "village",
    "vlge": "village",
    "voi": "voie",
    "vx": "vieux",
}
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
_WORD = re.compile(r"[a-z0-9]+")
_ORDINAL = re.compile(r"(\d+)(?:er|ere|re|nd|nde|e|eme|ieme)")


def matching_name(name: str) -> str:
    """The same text for every spelling: without case, accents, hyphens, apostrophes, abbreviations and kinds of 4e."""
    bare = unicodedata.normalize("NFKD", name.casefold().translate(_LIGATURES))
    letters = "".join(character for character in bare if not unicodedata.combining(character))
    return " ".join(map(_whole, _WORD.findall(letters)))


def _whole(word: str) -> str:
    ordinal = _ORDINAL.fullmatch(word)
    return f"{ordinal[1]}e" if ordinal else _ABBREVIATIONS.get(word, word)
