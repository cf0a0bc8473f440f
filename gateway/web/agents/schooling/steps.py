"""The steps that an agent takes with a request: what each form sends, and what it lacks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from gateway.clients.service import FieldProblem
from gateway.edge.forms import Form
from gateway.web.form_view import text_problem


@dataclass(frozen=True)
class Step:
    """One form of the page.

    Attributes:
        method, what: of the API of schooling.
        body: what is sent of what was typed.
        lacking: what is missing for certain, found before schooling is asked.
    """

    method: Literal["PUT", "POST", "DELETE"]
    what: str
    body: Callable[[Form], Any] = lambda _form: None
    lacking: Callable[[Form], list[FieldProblem]] = lambda _form: []


def _text(form: Form, name: str) -> str:
    return form.text(name).strip()


def _required(**codes: str) -> Callable[[Form], list[FieldProblem]]:
    return lambda form: [text_problem(name, code) for name, code in codes.items() if not _text(form, name)]


def _decision(form: Form) -> dict[str, Any]:
    refused = form.text("decision") == "refuse"
    return {
        "decision": form.text("decision"),
        "reason_code": form.text("reason_code") or None if refused else None,
        "comment": _text(form, "comment") or None if refused else None,
    }


def _undecided(form: Form) -> list[FieldProblem]:
    if form.text("decision") not in ("accept", "refuse"):
        return [text_problem("decision", "required")]
    if form.text("decision") == "accept":
        return []
    missing = {"reason_code": "reason-required", "comment": "required"}
    return [text_problem(name, code) for name, code in missing.items() if not _text(form, name)]


def _proposal(form: Form) -> dict[str, Any]:
    days = _text(form, "days")
    return {
        "school": form.text("school"),
        "comment": _text(form, "comment") or None,
        "days": int(days) if days.isascii() and days.isdigit() else None,
    }


def _advice(form: Form) -> dict[str, Any]:
    return {
        "opinion": form.text("opinion"),
        "held_on": form.text("held_on"),
        "comment": _text(form, "comment") or None,
    }


STEPS: Mapping[str, Step] = {
    "niveau": Step(
        "PUT",
        "level",
        lambda form: {"level": form.text("level"), "reason": _text(form, "reason")},
        _required(level="required", reason="words-required"),
    ),
    "ecole": Step(
        "PUT",
        "school",
        lambda form: {"school": form.text("school"), "reason": _text(form, "reason")},
        _required(school="required", reason="words-required"),
    ),
    "avis": Step("PUT", "derogation/advice", _advice, _required(opinion="required", held_on="required")),
    "derogation": Step("PUT", "derogation/decision", _decision, _undecided),
    "decision": Step("PUT", "decision", _decision, _undecided),
    "attente": Step("PUT", "waiting"),
    "fin-attente": Step("DELETE", "waiting"),
    "proposition": Step("PUT", "reassignment", _proposal, _required(school="required")),
    "retrait": Step("DELETE", "reassignment"),
}
