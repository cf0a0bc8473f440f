"""A child or an adult who is being added: saved as one types, the record may be there before ENREGISTRER."""

import re
from dataclasses import dataclass
from typing import Literal

from starlette.responses import Response

from gateway.clients.service import Problem
from gateway.edge.forms import Form
from gateway.web.family.account import family_id
from gateway.web.family.record_form import unchanged
from gateway.web.form_view import FormView
from gateway.web.pieces.part import asked_part, kept_text
from gateway.web.visit import Visit

Kind = Literal["child", "adult"]
_RECORD = re.compile(r"(child|adult)-[0-9a-f-]{36}", re.ASCII)
_ADDED = {"child": "enfant-ajoute", "adult": "adulte-ajoute"}


@dataclass(frozen=True)
class Begun:
    """The record that holds what was typed so far, at the version that the form knows; empty while nothing is saved."""

    record: str = ""
    version: str = ""

    @property
    def number(self) -> int:
        """The version; 0 where none was sent, which no record has."""
        return int(self.version) if self.version.isdecimal() else 0

    @classmethod
    def of(cls, form: Form) -> "Begun":
        record = form.text("record")
        return cls(record, form.text("version")) if _RECORD.fullmatch(record) else cls()


async def keep_newcomer(visit: Visit, kind: Kind, form: FormView) -> Response | None:
    """What the pressed button, or the script, asks for.

    Args:
        form: with what was typed; it takes what is wrong with it.

    Returns:
        The answer; None when the form is to be shown again.
    """
    begun = Begun.of(visit.form)
    if visit.form.text("action") == "annuler":
        page = f"/mon-espace/fiches/{begun.record}/retirer" if begun.record else "/mon-espace/tableau-de-bord"
        return visit.go(page)
    as_typed = asked_part(visit) == "text"
    record = await _keep(visit, kind, form, begun, checked=not as_typed)
    if not as_typed:
        return None if form.wrong else visit.go(f"/mon-espace/fiches/{record}?fait={_ADDED[kind]}")
    if form.wrong:
        return kept_text(visit, {}, kept=False)
    now = await visit.clients.household.record(visit.bearer, family_id(visit), record)
    return kept_text(visit, {"record": record, "version": str(now["version"])}, kept=True)


async def begun_now(visit: Visit) -> Begun:
    """What a form that is shown again is filled from."""
    begun = Begun.of(visit.form)
    if not begun.record:
        return begun
    record = await visit.clients.household.record(visit.bearer, family_id(visit), begun.record)
    return Begun(record["key"], str(record["version"]))


async def _keep(visit: Visit, kind: Kind, form: FormView, begun: Begun, *, checked: bool) -> str:
    """The key of the record."""
    household, family = visit.clients.household, family_id(visit)
    typed = {name: form.text(name) or None for name in form.values}
    try:
        if begun.record:
            record = await household.record(visit.bearer, family, begun.record)
            same = unchanged(record, typed)
            if checked or not same:
                version = record["version"] if same else begun.number
                await household.keep_record(visit.bearer, family, begun.record, {**typed}, version, checked=checked)
            return begun.record
        add = household.add_child if kind == "child" else household.add_adult
        return await add(visit.bearer, family, {**typed}, visit.form.key(), checked=checked)
    except Problem as problem:
        if problem.code == "stale-version":
            form.went_stale()
        else:
            form.refused_by(problem)
        return begun.record
