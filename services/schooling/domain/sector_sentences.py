"""What an answer about sectors says, in French sentences for parents and agents."""

from services.schooling.domain.house_number import HouseNumber
from services.schooling.domain.level import Cycle, Level
from services.schooling.domain.sector import Rule, SectorSet, Side
from services.schooling.domain.sector_map import Why

_NUMBERS = {Side.BOTH: "numéros", Side.EVEN: "numéros pairs", Side.ODD: "numéros impairs"}
_CYCLES = {Cycle.MATERNELLE: "maternelle", Cycle.ELEMENTAIRE: "élémentaire"}
_SETTLES = "Le service scolaire détermine l'école de votre enfant."
_WHY = {
    Why.UNKNOWN_STREET: "Cette voie n'est pas dans la liste des voies de la commune.",
    Why.AMBIGUOUS_STREET: "Plusieurs voies de la commune portent ce nom : indiquez aussi le code postal et la ville.",
    Why.OUTSIDE: "Cette adresse n'est pas dans la commune.",
    Why.HOLE: "Aucun secteur scolaire ne comprend cette adresse.",
    Why.NO_NUMBER: "Cette voie dépend de plusieurs secteurs, et l'adresse n'a pas de numéro.",
}


def place_in_words(street: str, house: HouseNumber | None) -> str:
    """`12 bis Rue des Selves`."""
    return f"{house} {street}" if house else street


def found_in_words(place: str, school: str, rule: Rule, sectors: SectorSet) -> str:
    """Which school it is, and by which rule of the town."""
    because = "elle accueille toute la commune" if rule.street_id is None else f"elle accueille {_stretch(rule)}"
    by = f" ({sectors.deliberation})" if sectors.deliberation else ""
    return f"L'école de secteur pour « {place} » est {school} : {because}{by}."


def _stretch(rule: Rule) -> str:
    numbers = _NUMBERS[rule.side]
    if rule.first and rule.first == rule.last:
        return f"le {rule.first} de cette voie"
    if rule.first and rule.last:
        return f"les {numbers} de cette voie du {rule.first} au {rule.last}"
    if rule.first:
        return f"les {numbers} de cette voie à partir du {rule.first}"
    if rule.last:
        return f"les {numbers} de cette voie jusqu'au {rule.last}"
    return "toute cette voie" if rule.side is Side.BOTH else f"les {numbers} de cette voie"


def missing_in_words(why: Why, cycle: Cycle) -> str:
    """Why there is no sector school, and what happens then: never a dead end."""
    if why is Why.NO_SECTORS:
        return f"Les secteurs des écoles ({_CYCLES[cycle]}) ne sont pas encore fixés à cette date. {_SETTLES}"
    return f"{_WHY[why]} {_SETTLES}"


def closed_in_words(school: str) -> str:
    return f"L'école de secteur, {school}, est fermée. {_SETTLES}"


def not_taught_in_words(school: str, level: Level) -> str:
    return f"L'école de secteur, {school}, n'a pas de classe de {level}. {_SETTLES}"


def no_address_in_words() -> str:
    return f"Votre adresse n'a pas encore été validée. {_SETTLES}"
