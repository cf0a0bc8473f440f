"""CHOIX DES RESPONSABLES LÉGAUX: four boxes, the parent who lives elsewhere, and what a court said of anybody."""

from gateway.clients.household import Scalar, Typed
from gateway.clients.service import FieldProblem
from gateway.edge.forms import Form
from gateway.web.choices import SECOND_GUARDIAN
from gateway.web.form_view import text_problem

BOXES = "guardians"
STATES = "states"
ELSEWHERE = "elsewhere"
TEXTS = (
    "elsewhere_link", "elsewhere_last_name", "elsewhere_first_name", "elsewhere_telephone", "elsewhere_email",
    "elsewhere_address",
)  # fmt: skip


def typed_choice(form: Form) -> Typed:
    """Ids of adults in `guardians`; the other two boxes are `second_guardian`.

    `states` are `<adult id>:<state>`; those of somebody who is no longer chosen go with the choice.
    """
    ticked = form.all(BOXES)
    second = [box for box in ticked if box in SECOND_GUARDIAN]
    guardians = [box for box in ticked if box not in SECOND_GUARDIAN]
    persons = {*guardians, ELSEWHERE} if "declared_elsewhere" in second else set(guardians)
    return {
        "guardians": guardians,
        "second_guardian": second[0] if second else None,
        STATES: [state for state in form.all(STATES) if state.partition(":")[0] in persons],
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
