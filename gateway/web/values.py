"""Values of records as the screen writes them: an address in lines, guardians by name, codes in words."""

from collections.abc import Callable, Mapping, Sequence

from gateway.clients.household import Members, Scalar, Value
from gateway.web.choices import (
    ANSWERS,
    CIVILITIES,
    DIETS,
    LINKS,
    PERMISSIONS,
    SECOND_GUARDIAN,
    SEXES,
    SITUATIONS,
    STATES,
)
from gateway.web.moments import day
from libs.french.countries import COUNTRIES
from libs.french.names import full_name

_WORDS: Mapping[str, Mapping[str, str]] = {"family_situation": SITUATIONS, "sex": SEXES, "civility": CIVILITIES}
_PERSONS = frozenset({"persons_to_call", "persons_allowed"})


def shown(
    name: str, value: Value, adults: Mapping[str, str] | None = None, diseases: Mapping[str, str] | None = None
) -> list[str]:
    """The lines of a field's value; empty when there is none.

    Args:
        adults: names of the household's adults, by id, for guardians.
        diseases: names of diseases, by code, for vaccinations.
    """
    if isinstance(value, list):
        return [_row(name, row) for row in value]
    if isinstance(value, dict):
        return _composite(name, value, adults or {}, diseases or {})
    if not value:
        return []
    return [_WORDS[name].get(value, value) if name in _WORDS else day(value)]


def _composite(name: str, value: Members, adults: Mapping[str, str], diseases: Mapping[str, str]) -> list[str]:
    if name == "guardians":
        return _guardians(value, adults)
    if name == "vaccinations":
        return [f"{diseases.get(code, code)} : {day(done)}" for code, done in value.items() if isinstance(done, str)]
    return _COMPOSITES.get(name, address_lines)(value)


def _departure(value: Members) -> list[str]:
    return [line for line in (f"Le {day(_text(value, 'on'))}" if value.get("on") else "", _text(value, "word")) if line]


def _doctor(value: Members) -> list[str]:
    return [line for line in (_text(value, "name"), _text(value, "telephone")) if line]


def _diet(value: Members) -> list[str]:
    needs, other = value.get("needs"), _text(value, "other")
    chosen = [DIETS.get(need, need) for need in needs] if isinstance(needs, list) else []
    return [*chosen, *([other] if other else [])]


def _care_plan(value: Members) -> list[str]:
    answer = ANSWERS.get(_text(value, "answer"), "")
    return [line for line in (answer, _text(value, "measures")) if line]


def _permissions(value: Members) -> list[str]:
    answers = ((question, ANSWERS.get(_text(value, name), "")) for name, question in PERMISSIONS.items())
    return [f"{question} {answer}" for question, answer in answers if answer]


def _row(name: str, row: Members) -> str:
    """`Odile ROUX (Grand-mère), 06 39 98 00 02`; `Arachide : donner l'antihistaminique, appeler le 15`."""
    if name in _PERSONS:
        link = _text(row, "link")
        who = full_name(_text(row, "first_name"), _text(row, "last_name")) + (f" ({link})" if link else "")
        return ", ".join(part for part in (who, _text(row, "telephone")) if part)
    return " : ".join(part for part in row.values() if isinstance(part, str) and part)


def _billing(value: Members) -> list[str]:
    civility = CIVILITIES.get(_text(value, "civility"), "")
    name = full_name(_text(value, "first_name"), _text(value, "last_name"))
    who = " ".join(part for part in (civility, name) if part)
    address = address_lines(value) if value.get("postal_code") or value.get("city") else []
    return [line for line in (who, _text(value, "telephone"), *address) if line]


def _text(value: Members, member: str) -> str:
    part = value.get(member)
    return part if isinstance(part, str) else ""


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
    name = full_name(text.get("elsewhere_first_name"), text.get("elsewhere_last_name"))
    link = LINKS.get(text.get("elsewhere_link", ""))
    reach = [text.get(f"elsewhere_{means}", "") for means in ("telephone", "email", "address")]
    who = f"{name}, {link.lower()}" if link else name
    return [f"{who} (n'habite pas avec l'enfant)".strip(), *(line for line in reach if line)]


_COMPOSITES: Mapping[str, Callable[[Members], list[str]]] = {
    "departure": _departure,
    "billing": _billing,
    "doctor": _doctor,
    "diet": _diet,
    "care_plan": _care_plan,
    "permissions": _permissions,
}
