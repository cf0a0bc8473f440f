"""A record: its fields and its pieces, ENREGISTRER, and TERMINER always in sight."""

import asyncio
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.household import Record
from gateway.clients.service import Problem
from gateway.web.creation import guardian_choice
from gateway.web.family.account import family_id
from gateway.web.family.record_form import typed_fields, typed_values, unchanged, values_of
from gateway.web.form_view import FormView, field_id
from gateway.web.labels import FIELD_LABELS
from gateway.web.pieces import Joined, PieceRow, join_files, pieces_of, rows
from gateway.web.streets import starting_with, street_options
from gateway.web.values import shown
from gateway.web.visit import GoTo, Visit, family_visit
from gateway.web.wording import of_page

router = APIRouter(prefix="/mon-espace/fiches")


@router.get("/{key}")
async def show(request: Request, key: str) -> Response:
    visit = await family_visit(request)
    record = await _record(visit, key)
    return await _page(visit, record, FormView(values_of(record)))


@router.post("/{key}")
async def keep(request: Request, key: str) -> Response:
    """Every button keeps the text and the chosen files; TERMINER then goes on to the check."""
    visit = await family_visit(request)
    record = await _record(visit, key)
    action = visit.form.text("action") or "enregistrer"
    form = FormView(typed_values(visit.form, record))
    if action == "filtrer":
        return await _page(visit, record, form)
    if record["locked"]:
        form.complain(of_page("record-locked"))
        return await _page(visit, record, FormView(values_of(record), general=form.general), 409)
    joined = await join_files(visit, key, action)
    record = await _keep_text(visit, record, form)
    if action.startswith("retirer:"):
        await _remove(visit, action.removeprefix("retirer:"), form)
    if form.wrong or joined.errors:
        return await _page(visit, record, form, form.status, joined)
    if action == "terminer":
        return visit.go("/mon-espace/terminer")
    if action == "enregistrer":
        return visit.go(f"/mon-espace/fiches/{key}?fait=enregistre")
    return visit.go(f"/mon-espace/fiches/{key}#piece-{action.partition(':')[2]}")


async def _keep_text(visit: Visit, record: Record, form: FormView) -> Record:
    """Store what was typed; the record to show when it was refused."""
    typed = typed_fields(record, visit.form)
    if visit.form.has("with_guardians"):
        form.refuse(guardian_choice.contradiction(visit.form))
    if form.wrong or unchanged(record, typed):
        return record
    if visit.form.text("version") != str(record["version"]):
        form.went_stale()
        return record
    try:
        await visit.clients.household.keep_record(
            visit.bearer, family_id(visit), record["key"], typed, record["version"]
        )
    except Problem as problem:
        if problem.code == "stale-version":
            form.went_stale()
            return await _record(visit, record["key"])
        form.refused_by(problem)
    return record


async def _remove(visit: Visit, document_id: str, form: FormView) -> None:
    """Take a file back; one that is gone already was removed twice."""
    known = {document["id"] for document in await visit.clients.documents.documents(visit.bearer)}
    if document_id not in known:
        return
    try:
        await visit.clients.documents.remove(visit.bearer, document_id)
    except Problem as problem:
        if problem.status != 404:
            form.complain(of_page(problem.code))


async def _record(visit: Visit, key: str) -> Record:
    """Raises GoTo the dashboard for a key that is none; Problem 404 for somebody else's."""
    if len(key) > 60 or not key.replace("-", "").isalnum():
        raise GoTo("/mon-espace/tableau-de-bord")
    return await visit.clients.household.record(visit.bearer, family_id(visit), key)


async def _page(
    visit: Visit, record: Record, form: FormView, status: int = 200, joined: Joined | None = None
) -> Response:
    clients, bearer = visit.clients, visit.bearer
    catalogue, documents, board, streets = await asyncio.gather(
        clients.documents.catalogue(bearer),
        clients.documents.documents(bearer, record["key"]),
        clients.household.dashboard(bearer, family_id(visit)),
        street_options(visit),
    )
    dossier = pieces_of(catalogue, record["kind"])
    table = rows(dossier, documents, joined.errors if joined else {}, record["pieces"])
    for row in table:
        if row.error:
            form.complain(f"{row.label} : {row.error}", f"piece-{row.code}")
    adults = {card["key"].removeprefix("adult-"): card["name"] for card in board["records"] if card["kind"] == "adult"}
    fields = {field["name"]: _field(field, adults) for field in record["fields"]}
    _number_refusals(fields, table)
    return visit.page(
        "family/record.html",
        status,
        record=record,
        fields=fields,
        form=form,
        summary=form.summary([field["name"] for field in record["fields"]]),
        dossier=dossier,
        rows=table,
        adults=[{"id": adult, "name": name} for adult, name in adults.items()],
        streets=starting_with(streets, form.text("letter"), form.text("address.street_id")),
    )


def _number_refusals(fields: dict[str, dict[str, Any]], table: list[PieceRow]) -> None:
    """From the top of the page: the dashboard leads to the first one."""
    number = 0
    for field in fields.values():
        if field["refusal"]:
            number += 1
            field["refusal_number"] = number
    for row in table:
        if row.refusal:
            number += 1
            row.refusal_number = number


def _field(field: Any, adults: dict[str, str]) -> dict[str, Any]:
    name = field["name"]
    return {
        **field,
        "anchor": field_id(name),
        "label": FIELD_LABELS.get(name, name),
        "lines": shown(name, field["value"], adults),
        "accepted_lines": shown(name, field["accepted_value"], adults),
    }
