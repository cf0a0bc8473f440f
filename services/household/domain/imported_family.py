"""A family as the town's own file describes it, one line a person: what the lines say, and what is wrong with them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from libs.domain.street_names import matching_name
from services.household.domain.checking import Circumstances, Refused
from services.household.domain.contact import email
from services.household.domain.draft import CHILDREN_AT_MOST
from services.household.domain.family import ADULTS_AT_MOST
from services.household.domain.ids import RecordKind

KINDS: Mapping[str, RecordKind] = {"adulte": RecordKind.ADULT, "enfant": RecordKind.CHILD}

# The column of the file that holds each field of a record.
COLUMNS: Mapping[str, str] = {
    "civility": "civilite",
    "last_name": "nom",
    "birth_name": "nom_naissance",
    "first_name": "prenom",
    "birth_date": "date_naissance",
    "sex": "sexe",
    "birth_place": "lieu_naissance",
    "family_situation": "situation_familiale",
    "landline": "telephone_fixe",
    "mobile": "portable",
    "telephone": "telephone",
    "email": "email",
    "profession": "profession",
    "employer": "employeur",
    "work_telephone": "telephone_professionnel",
    "work_extension": "poste",
    "address.country": "pays",
    "address.postal_code": "code_postal",
    "address.city": "ville",
    "address.street_number": "numero",
    "address.repetition": "repetition",
    "address.street_other": "voie",
    "address.complement": "complement",
    "guardians.guardians": "responsables",
    "guardians.second_guardian": "responsables",
    "guardians.elsewhere_link": "autre_parent_lien",
    "guardians.elsewhere_last_name": "autre_parent_nom",
    "guardians.elsewhere_first_name": "autre_parent_prenom",
    "address": "voie",
    "guardians": "responsables",
}
CODE, PERSON, EMAIL = "code_famille", "personne", "email"
ALL_COLUMNS = frozenset({CODE, PERSON, EMAIL, *COLUMNS.values()})
NEEDED_COLUMNS = frozenset({CODE, PERSON, "nom", "prenom"})


@dataclass(frozen=True)
class Line:
    """One person of the file. `number` is the line's; `cells` are trimmed texts by column, blank ones too."""

    number: int
    cells: Mapping[str, str]

    def cell(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True)
class LineProblem:
    """What is wrong with a line, without what stands in it. `column` is empty when it is the line or the family."""

    line: int
    column: str
    code: str


@dataclass(frozen=True)
class Person:
    """An adult or a child, and the line that tells of them."""

    line: Line
    kind: RecordKind

    @property
    def name_key(self) -> tuple[str, str]:
        """The same for every spelling of the name."""
        return matching_name(self.line.cell("prenom")), matching_name(self.line.cell("nom"))


@dataclass
class FamilyLines:
    """The lines of one code famille, in their order."""

    code: str
    lines: list[Line]
    problems: list[LineProblem] = field(default_factory=list)

    def __post_init__(self) -> None:
        for line in self.lines:
            if line.cell(PERSON).lower() not in KINDS:
                self.problems.append(LineProblem(line.number, PERSON, "not-a-choice"))
        if not self.problems:
            self.problems += self._miscounted()

    def _miscounted(self) -> list[LineProblem]:
        if not self.adults:
            return [LineProblem(self.lines[0].number, "", "adults-missing")]
        crowds = (
            (self.adults[ADULTS_AT_MOST:], "adults-too-many"),
            (self.children[CHILDREN_AT_MOST:], "children-too-many"),
        )
        return [LineProblem(person.line.number, "", code) for crowd, code in crowds for person in crowd]

    def of_kind(self, kind: RecordKind) -> list[Person]:
        return [Person(line, kind) for line in self.lines if KINDS.get(line.cell(PERSON).lower()) is kind]

    @property
    def adults(self) -> list[Person]:
        return self.of_kind(RecordKind.ADULT)

    @property
    def children(self) -> list[Person]:
        return self.of_kind(RecordKind.CHILD)

    @property
    def street_names(self) -> set[str]:
        """Of the addresses, as streets are matched."""
        return {matching_name(line.cell("voie")) for line in self.lines if line.cell("voie")}

    def email(self, circumstances: Circumstances) -> str | None:
        """The first one that stands beside an adult; a wrong one is noted among the problems."""
        for person in self.adults:
            if text := person.line.cell(EMAIL):
                try:
                    return email(text, circumstances)
                except Refused as refused:
                    self.problems.append(LineProblem(person.line.number, EMAIL, refused.code))
        return None


def group(lines: Iterable[Line]) -> list[FamilyLines]:
    """The lines by code famille, in the order in which the codes come first."""
    by_code: dict[str, list[Line]] = {}
    for line in lines:
        by_code.setdefault(line.cell(CODE), []).append(line)
    return [FamilyLines(code, found) for code, found in by_code.items()]
