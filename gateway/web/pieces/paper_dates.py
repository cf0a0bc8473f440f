"""The dates of papers in a form: read, kept with the rest of what was typed, and shown beside the files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gateway.clients.documents import DateRule, Document, PaperDate
from gateway.clients.service import FieldProblem, Problem
from gateway.edge.forms import Form
from gateway.web.moments import day
from gateway.web.pieces.place import Place
from gateway.web.wording import of_field

INPUT = "date"
_LABELS = {"issued": "Date du document", "expires": "Valable jusqu'au"}


@dataclass(frozen=True)
class DateField:
    """The input beside the files of one slot. `error` is a sentence, empty when nothing is wrong."""

    name: str
    label: str
    value: str
    required: bool
    hint: str
    error: str


@dataclass(frozen=True)
class Dates:
    """What stands in the inputs of a record's dates, by piece, and what is wrong with them."""

    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def kept(cls, found: Sequence[PaperDate]) -> "Dates":
        return cls({one["piece"]: one["typed"] for one in found})

    def beside(self, code: str, rule: DateRule) -> DateField:
        return DateField(
            f"{INPUT}:{code}",
            _LABELS[rule["asks"]],
            self.typed.get(code, ""),
            rule["required"],
            _hint(rule),
            self.errors.get(code, ""),
        )


def typed_dates(form: Form) -> dict[str, str]:
    """By piece: those that the form shows."""
    return {name.partition(":")[2]: texts[-1] for name, texts in form.texts.items() if name.startswith(f"{INPUT}:")}


async def keep_dates(place: Place, *, checked: bool) -> Dates | None:
    """Keep what was typed; what to show again when it was refused."""
    typed = typed_dates(place.visit.form)
    if not typed:
        return None
    try:
        await place.visit.clients.documents.keep_paper_dates(place.bearer, place.record, typed, checked=checked)
    except Problem as problem:
        if not problem.errors:
            raise
        return Dates(typed, {error.name: of_field(_dated(error)) for error in problem.errors})
    return None


def asked_of(files: Sequence[Document]) -> bool:
    """A date is asked of what was not handed in yet; a sworn statement bears its own."""
    return any(file["removable"] and file.get("kind") != "attestation" for file in files)


def lacking_date(rule: DateRule | None, files: Sequence[Document]) -> str | None:
    """The code of the problem when nothing was typed."""
    return "paper-date-missing" if rule and rule["required"] and asked_of(files) else None


def said_of(file: Document) -> str:
    """The date of a paper that was handed in: `du 02/05/2026`, `valable jusqu'au 31/08/2027`; empty when unknown."""
    dated, ends = file.get("dated"), file.get("expires_on")
    said = [f"du {day(dated)}"] if dated and dated != ends else []
    return ", ".join([*said, f"valable jusqu'au {day(ends)}"] if ends else said)


def _hint(rule: DateRule) -> str:
    months = rule["fresh_months"]
    form = "JJ/MM/AAAA"
    return f"{form}, de moins de {months} mois" if months else form


def _dated(error: FieldProblem) -> FieldProblem:
    return FieldProblem("paper_date", error.code, error.params)
