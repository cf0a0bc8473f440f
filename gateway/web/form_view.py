"""A form as a page shows it: what was typed, and what is wrong with it, field by field."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from gateway.clients.service import FieldProblem, Problem
from gateway.web.wording import of_field, of_page

Scalar = str | Sequence[str] | None


@dataclass(frozen=True)
class Complaint:
    """One line of the error summary. `anchor` is the id that it leads to; empty when it concerns the whole page."""

    anchor: str
    text: str


@dataclass
class FormView:
    """Values and errors by field.

    Attributes:
        general: sentences for the top of the page.
        status: of the answer that shows the form again.
    """

    values: Mapping[str, Scalar] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    general: list[Complaint] = field(default_factory=list)
    status: int = 422

    def text(self, name: str) -> str:
        value = self.values.get(name)
        return value if isinstance(value, str) else ""

    def has(self, name: str, choice: str) -> bool:
        """Whether a choice of several is ticked."""
        value = self.values.get(name)
        return choice in value if isinstance(value, (list, tuple)) else value == choice

    def error(self, name: str) -> dict[str, str] | None:
        """As govuk's macros want it."""
        said = self.errors.get(name)
        return {"text": said, "visuallyHiddenText": "Erreur"} if said else None

    def refuse(self, problems: Iterable[FieldProblem]) -> None:
        """Take over what a service refused; the first refusal of a field stands."""
        for problem in problems:
            self.errors.setdefault(problem.name, of_field(problem))

    def refuse_blank(self, names: Iterable[str]) -> None:
        """Of these every one is needed."""
        self.refuse(FieldProblem(name, "required") for name in names if not self.text(name).strip())

    def refused_by(self, problem: Problem) -> None:
        """Take over a service's refusal: beside its fields, or at the top when it names none."""
        self.status = problem.status
        self.refuse(problem.errors)
        if not problem.errors:
            self.complain(of_page(problem.code, problem.details, problem.retry_after))

    def complain(self, text: str, anchor: str = "") -> None:
        self.general.append(Complaint(anchor, text))

    def went_stale(self) -> None:
        """Another tab was faster: what was typed here stays, to be looked at again."""
        self.status = 409
        self.complain(of_page("stale-version"), "fiche")

    @property
    def wrong(self) -> bool:
        return bool(self.errors or self.general)

    def summary(self, order: Sequence[str] = ()) -> list[Complaint]:
        """Every complaint, those of fields in the order of the screen; a member stands where its field does."""
        places = {name: place for place, name in enumerate(order)}
        names = sorted(self.errors, key=lambda name: places.get(name, places.get(name.partition(".")[0], len(places))))
        return self.general + [Complaint(field_id(name), self.errors[name]) for name in names]


def field_id(name: str) -> str:
    """The id of an input: its name, without what CSS selectors stumble over."""
    return name.replace(".", "-").replace(":", "-")


def text_problem(name: str, code: str) -> FieldProblem:
    """A refusal that the gateway finds itself."""
    return FieldProblem(name, code)
