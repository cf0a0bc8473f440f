"""From the lines of a town's file to values of records: whatever is not blank must pass its check."""

from collections.abc import Iterable, Sequence

from libs.domain.errors import FieldError
from libs.domain.street_names import matching_name
from services.household.domain import guardians
from services.household.domain.address import OTHER_STREET
from services.household.domain.checking import Circumstances, Composite, Typed, Value, Values
from services.household.domain.civility import civility_of
from services.household.domain.fields import FIELDS, check_field
from services.household.domain.ids import RecordKind
from services.household.domain.imported_family import COLUMNS, FamilyLines, Line, LineProblem, Person

# What a line cannot do without; everything else the family completes itself.
_INDISPENSABLE = {
    RecordKind.ADULT: frozenset({"last_name", "first_name"}),
    RecordKind.CHILD: frozenset({"last_name", "first_name", "sex", "birth_date"}),
}
_SHARED = ("family_situation", "address")
_SEXES = {
    "feminin": ("f", "feminin", "fille", "femme", "mme", "madame"),
    "masculin": ("m", "masculin", "garcon", "homme", "monsieur"),
}
_SITUATIONS = {
    "marie": ("marie", "mariee", "maries"),
    "pacse": ("pacse", "pacsee", "pacses"),
    "concubinage": ("concubinage", "concubin", "concubine", "union"),
    "celibataire": ("celibataire",),
    "separe": ("separe", "separee", "separes"),
    "divorce": ("divorce", "divorcee", "divorces"),
    "veuf": ("veuf", "veuve"),
}
_CIVILITIES = {
    "madame": ("madame", "mme", "mademoiselle", "mlle"),
    "monsieur": ("monsieur", "m", "mr"),
}
_WORDS = {
    "civility": {word: code for code, words in _CIVILITIES.items() for word in words},
    "sex": {word: code for code, words in _SEXES.items() for word in words},
    "family_situation": {word: code for code, words in _SITUATIONS.items() for word in words},
}


class FileReader:
    """Turns lines into values of records: whatever is not blank must pass its check.

    Args:
        adults: the ids of the family's adults, in the order of their lines.
        circumstances: with every street of the register that the lines name.
    """

    def __init__(self, family: FamilyLines, adults: Sequence[str], circumstances: Circumstances) -> None:
        self._family = family
        self._adults = adults
        self._circumstances = circumstances

    def shared(self) -> Values:
        """What the household's own record says: from the first adult's line."""
        return self._values(RecordKind.FAMILY, self._family.adults[0].line, ())

    def adult(self, person: Person, shared: Values) -> Values:
        """Without what is the household's anyway."""
        values = self._values(RecordKind.ADULT, person.line, _INDISPENSABLE[RecordKind.ADULT])
        return {name: value for name, value in values.items() if name not in _SHARED or value != shared.get(name)}

    def child(self, person: Person) -> Values:
        return self._values(RecordKind.CHILD, person.line, _INDISPENSABLE[RecordKind.CHILD])

    def _values(self, kind: RecordKind, line: Line, indispensable: Iterable[str]) -> Values:
        values: Values = {}
        for rule in FIELDS[kind]:
            written = self._written(rule.name, line)
            if written is None and rule.name not in indispensable:
                continue
            value, errors = check_field(rule, written, self._circumstances)
            self._family.problems += [_problem(line, error) for error in errors]
            if not errors and value is not None:
                values[rule.name] = value
        return values

    def _written(self, name: str, line: Line) -> Value:
        if name == "address":
            return self._address(line)
        if name == "guardians":
            return self._guardians(line)
        text = line.cell(COLUMNS[name]) if name in COLUMNS else ""
        if name in _WORDS and text:
            return _WORDS[name].get(matching_name(text).partition(" ")[0], text)
        if name == "civility":
            return civility_of(_WORDS["sex"].get(matching_name(line.cell("sexe"))))
        return text or None

    def _address(self, line: Line) -> Composite | None:
        written: Composite = {
            name.removeprefix("address."): line.cell(column) or None
            for name, column in COLUMNS.items()
            if name.startswith("address.")
        }
        if not any(written.values()):
            return None
        written["street_number"] = written["street_number"] or "0"
        return self._in_the_register(written)

    def _in_the_register(self, written: Composite) -> Composite:
        place = (str(written[member] or "") for member in ("country", "postal_code", "city"))
        country, postal_code, city = place
        if not self._circumstances.town.holds(country or "FR", postal_code, city):
            return written
        name = matching_name(str(written["street_other"] or ""))
        same = [street for street in self._circumstances.streets.values() if matching_name(street.name) == name]
        street = next((street for street in same if street.postal_code == postal_code), next(iter(same), None))
        if street is None:
            return {**written, "street_id": OTHER_STREET}
        return {**written, "street_id": str(street.id), "street_other": None}

    def _guardians(self, line: Line) -> Composite:
        """Every adult of the household is responsible unless the line says which: `1`, `2` or `1,2`."""
        named = [text.strip() for text in line.cell("responsables").split(",") if text.strip()]
        places = {str(place): adult for place, adult in enumerate(self._adults, 1)}
        chosen = [places.get(text, text) for text in named] or list(self._adults)
        elsewhere = {
            name.removeprefix("guardians."): line.cell(column) or None
            for name, column in COLUMNS.items()
            if name.startswith("guardians.elsewhere")
        }
        second = guardians.DECLARED_ELSEWHERE if any(elsewhere.values()) else None
        if len(chosen) < guardians.AT_MOST and second is None:
            second = guardians.NO_SECOND_GUARDIAN
        return {"guardians": chosen, "second_guardian": second, **elsewhere, "states": []}


def _problem(line: Line, error: FieldError) -> LineProblem:
    return LineProblem(line.number, COLUMNS.get(error.field, error.field), error.code)


def differing(values: Values, accepted: Typed | Values) -> list[str]:
    """The fields of the file whose value is not the accepted one; what the file leaves blank says nothing."""
    return [name for name, value in values.items() if value != accepted.get(name)]
