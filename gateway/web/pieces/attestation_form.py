"""Reading a sworn statement as it was filled in and signed, and what is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gateway.clients.documents import AttestationModel
from gateway.clients.service import FieldProblem
from gateway.edge.forms import Form
from gateway.web.form_view import FormView

DECLARED = "declared"
_MAX_TRACE = 60_000
_PNG = "data:image/png;base64,"


@dataclass(frozen=True)
class Signature:
    """One place to sign: the inputs' names, and what they are for."""

    number: int
    label: str

    @property
    def name(self) -> str:
        """Input for the signer's first and last name, typed."""
        return f"signature.{self.number}.name"

    @property
    def drawing(self) -> str:
        """Input that the script fills with the drawing, as a PNG."""
        return f"signature.{self.number}.drawing"

    @property
    def trace(self) -> str:
        """Input that the script fills with the pen's way, to draw it again when the page comes back."""
        return f"signature.{self.number}.trace"


def signatures_of(model: AttestationModel) -> list[Signature]:
    return [Signature(number, signer["label"]) for number, signer in enumerate(model["signatures"])]


def input_name(field: str) -> str:
    """The input of a field of the model."""
    return f"values.{field}"


def order_of(model: AttestationModel) -> list[str]:
    """The names of all inputs in the order of the screen."""
    fields = [input_name(field["name"]) for field in model["fields"]]
    return [*fields, *(signature.name for signature in signatures_of(model)), DECLARED]


def view_of(posted: Form) -> FormView:
    """What was typed, to be shown again."""
    return FormView({name: texts[-1][:_MAX_TRACE] for name, texts in posted.texts.items()})


def signed(posted: Form, model: AttestationModel) -> dict[str, Any]:
    """As documents wants it."""
    return {
        "values": {field["name"]: posted.text(input_name(field["name"])).strip() for field in model["fields"]},
        "signatures": [
            {"name": posted.text(signature.name).strip(), "drawing": _drawing(posted, signature)}
            for signature in signatures_of(model)
        ],
        "declared": posted.text(DECLARED) == "oui",
    }


def lacking(posted: Form, model: AttestationModel) -> list[FieldProblem]:
    """What is missing for certain, found before documents is asked: all of it is said at once."""
    asked = {input_name(field["name"]): field["label"] for field in model["fields"] if field["required"]}
    asked |= {signature.name: signature.label for signature in signatures_of(model)}
    missing = [(name, label) for name, label in asked.items() if not posted.text(name).strip()]
    found = [FieldProblem(name, "to-complete", {"label": label}) for name, label in missing]
    if posted.text(DECLARED) != "oui":
        found.append(FieldProblem(DECLARED, "required"))
    return found


def as_inputs(errors: Sequence[FieldProblem]) -> list[FieldProblem]:
    """What documents refused, by the names of the inputs: `signatures.0.drawing` is shown where the name is typed."""
    return [FieldProblem(_input_of(error.name), error.code, error.params) for error in errors]


def _input_of(field: str) -> str:
    parts = field.split(".")
    if parts[0] == "signatures" and len(parts) > 1:
        return f"signature.{parts[1]}.name"
    return field if parts[0] in ("values", DECLARED) else input_name(field)


def _drawing(posted: Form, signature: Signature) -> str | None:
    drawing = posted.text(signature.drawing)
    return drawing if drawing.startswith(_PNG) else None
