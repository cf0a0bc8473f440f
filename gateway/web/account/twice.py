"""What is typed twice against slips, beside the current password."""

from gateway.clients.service import FieldProblem
from gateway.edge.forms import Form
from gateway.web.form_view import text_problem

CURRENT = "current_password"


def slips(posted: Form, once: str, again: str) -> list[FieldProblem]:
    """What is missing; a second time that differs from the first."""
    typed = {name: _typed(posted, name) for name in (CURRENT, once, again)}
    missing = [text_problem(name, "required") for name, value in typed.items() if not value]
    differing = typed[once] and typed[again] and typed[once] != typed[again]
    return [*missing, *([text_problem(again, "confirmation-differs")] if differing else [])]


def _typed(posted: Form, name: str) -> str:
    """A space is part of a password, and of nothing else at its ends."""
    return posted.text(name) if "password" in name else posted.text(name).strip()
