"""Values of records as the screen writes them: an address in lines, guardians by name, codes in words."""

from collections.abc import Mapping, Sequence

from gateway.clients.household import Scalar, Value
from gateway.web.choices import LINKS, SECOND_GUARDIAN, SEXES, SITUATIONS, STATES
from gateway.web.moments import day
from libs.french.countries import COUNTRIES

_WORDS: Mapping[str, Mapping[str, str]] = {"family_situation": SITUATIONS, "sex": SEXES}


def shown(name: str, value: Value, adults: Mapping[str, str] | None = None) -> list[str]:
    """The lines of a field's value; empty when there is none.

    Args:
        adults: names of the household's adults, by id, for guardians.
    """
    if isinstance(value, dict):
        return _guardians(value, adults or {}) if "guardians" in value else address_lines(value)
    if not value:
        return []
    return [_WORDS[name].get(value, value) if name in _WORDS else day(value)]


def address_lines(address: Mapping[str, Scalar], streets: Mapping[str, str] | None = None) -> list[str]:
    """`25 bis Rue des Lilas`, `75001 PARIS`, `FRANCE`."""
    text = {name: value for name, value in address.items() if isinstance(value, str)}
    street = text.get("street_name") or (streets or {}).get(text.get("street_id", "")) or text.get("street_other", "")
    number = text.get("street_number", "")
    lines = [
        " ".join(part for part in (number if number != "0" else "", text.get("repetition", ""), street) if part),
        text.get("complement", ""),
        " ".join(part for part in (text.get("postal_code", ""), text.get("city", "")) if part),
        COUNTRIES.get(text.get("country", ""), text.get("country", "")),
    ]
    return [line for line in lines if line]


def _guardians(value: Mapping[str, Scalar], adults: Mapping[str, str]) -> list[str]:
    chosen, states = value.get("guardians"), value.get("states")
    said = [state.partition(":") for state in states] if isinstance(states, list) else []
    lines = []
    for adult in chosen if isinstance(chosen, list) else []:
        lines += [adults.get(adult, "Adulte du foyer"), *_states(adult, said)]
    second = value.get("second_guardian")
    if second == "declared_elsewhere":
        lines += [*_elsewhere(value), *_states("elsewhere", said)]
    elif isinstance(second, str) and second in SECOND_GUARDIAN:
        lines.append("Pas de second responsable déclaré")
    return lines


def _states(person: str, said: Sequence[tuple[str, str, str]]) -> list[str]:
    """What a court said of one person, a line each."""
    return [f"– {STATES.get(state, state)}" for about, _, state in said if about == person]


def _elsewhere(value: Mapping[str, Scalar]) -> list[str]:
    """The mother or father who lives elsewhere, and how to reach them."""
    text = {name: part for name, part in value.items() if isinstance(part, str)}
    name = f"{text.get('elsewhere_first_name', '')} {text.get('elsewhere_last_name', '')}".strip()
    link = LINKS.get(text.get("elsewhere_link", ""))
    reach = [text.get(f"elsewhere_{means}", "") for means in ("telephone", "email", "address")]
    who = f"{name}, {link.lower()}" if link else name
    return [f"{who} (n'habite pas avec l'enfant)".strip(), *(line for line in reach if line)]
