"""Keeping an adult or a child of the draft, in one tab or in two."""

import hashlib
import json
import unicodedata
from collections.abc import Sequence
from typing import Literal

from gateway.clients.household import Member, Scalar, Typed
from gateway.clients.service import Problem
from gateway.edge.forms import Form
from gateway.web.creation.step import HouseholdStep
from libs.french.names import full_name

Kind = Literal["adults", "children"]


class ChangedElsewhere(Exception):
    """The member is not what this form was filled from: somebody else, or another tab, changed it meanwhile."""


def member_of(step: HouseholdStep, kind: Kind, member_id: str) -> Member | None:
    """The member of the draft that bears this id."""
    members = step.draft["adults"] if kind == "adults" else step.draft["children"]
    return next((member for member in members if member["id"] == member_id), None)


def typed_texts(form: Form, names: Sequence[str]) -> Typed:
    """What was typed in these fields; null where nothing was."""
    return {name: _clean(form.text(name)) or None for name in names}


def fingerprint(typed: Typed | None) -> str:
    """What a form carries to tell later what it was filled from."""
    filled = {name: value for name, value in (typed or {}).items() if value}
    return hashlib.sha256(json.dumps(filled, sort_keys=True).encode()).hexdigest()[:24]


async def keep_member(step: HouseholdStep, kind: Kind, member_id: str, typed: Typed, *, checked: bool) -> None:
    """Store what was typed; the same thing sent twice is stored once.

    Raises:
        ChangedElsewhere: another tab was faster.
        Problem: household refused.
    """
    member = member_of(step, kind, member_id)
    now = fingerprint(member["typed"] if member else None)
    if member and now == fingerprint(typed) and (member["complete"] or not checked):
        return
    if now != step.visit.form.text("base"):
        raise ChangedElsewhere
    household = step.visit.clients.household
    keep = household.keep_adult if kind == "adults" else household.keep_child
    try:
        await keep(step.bearer, step.registration_id, member_id, typed, step.draft["version"], checked=checked)
    except Problem as problem:
        if problem.code == "stale-version":
            raise ChangedElsewhere from None
        raise


def member_name(typed: Typed) -> str:
    """`Camille MARTIN`, or what there is of it."""
    return full_name(_text(typed.get("first_name")), _text(typed.get("last_name")))


def _text(value: Scalar) -> str:
    return value if isinstance(value, str) else ""


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()
