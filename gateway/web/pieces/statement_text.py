"""The text of a sworn statement, with what was filled in so far: whoever signs reads it first."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from gateway.clients.documents import AttestationField, AttestationModel
from gateway.web.form_view import FormView, field_id
from gateway.web.pieces.attestation_form import input_name
from gateway.web.typography import keep_together

TODAY = "today"
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class Run:
    """A part of a paragraph.

    Attributes:
        source: id of the input that fills it; empty for what the model says itself.
        blank: what stands there while nothing is filled in.
    """

    text: str
    source: str = ""
    blank: str = ""


def paragraphs(model: AttestationModel, form: FormView, today: str) -> list[list[Run]]:
    """The paragraphs, part by part. `today`: the day as it will be written."""
    fields = {field["name"]: field for field in model["fields"]}
    texts = (keep_together(" ".join(paragraph.split())) for paragraph in model["text"].split("\n\n"))
    return [_runs(text, fields, form, today) for text in texts if text]


def _runs(text: str, fields: Mapping[str, AttestationField], form: FormView, today: str) -> list[Run]:
    runs = []
    for number, part in enumerate(_PLACEHOLDER.split(text)):
        if number % 2 == 0:
            runs.append(Run(part))
        elif part == TODAY:
            runs.append(Run(today))
        elif field := fields.get(part):
            name = input_name(part)
            runs.append(Run(_filled(field, form.text(name)), field_id(name), f"[{field['label']}]"))
    return [run for run in runs if run.text or run.source]


def _filled(field: AttestationField, typed: str) -> str:
    """A choice is written with its words."""
    labels = {option["value"]: option["label"] for option in field["options"] or ()}
    return labels.get(typed, "") if labels else typed.strip()
