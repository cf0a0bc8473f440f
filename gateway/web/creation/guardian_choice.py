"""CHOIX DES RESPONSABLES LÉGAUX: the four boxes of the screen, and the two facts that household keeps."""

from gateway.clients.household import Scalar, Typed
from gateway.clients.service import FieldProblem
from gateway.edge.forms import Form
from gateway.web.choices import SECOND_GUARDIAN
from gateway.web.form_view import text_problem

BOXES = "guardians"


def typed_choice(form: Form) -> Typed:
    """Ids of adults in `guardians`; the other two boxes are `second_guardian`."""
    ticked = form.all(BOXES)
    second = [box for box in ticked if box in SECOND_GUARDIAN]
    return {
        "guardians": [box for box in ticked if box not in SECOND_GUARDIAN],
        "second_guardian": second[0] if second else None,
    }


def contradiction(form: Form) -> list[FieldProblem]:
    """Another parent was declared, and none was: household cannot be told both."""
    both = all(box in form.all(BOXES) for box in SECOND_GUARDIAN)
    return [text_problem(BOXES, "second-guardian-conflict")] if both else []


def boxes(typed: Typed) -> list[str]:
    """The boxes that are ticked for a stored choice."""
    guardians: Scalar = typed.get("guardians")
    second = typed.get("second_guardian")
    ticked = list(guardians) if isinstance(guardians, list) else []
    return [*ticked, second] if isinstance(second, str) else ticked
