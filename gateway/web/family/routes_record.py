"""A record: its fields and its pieces, ENREGISTRER, and TERMINER always in sight."""

import asyncio
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.household import Record
from gateway.clients.service import Problem
from gateway.web.address_form import address_part, wrong_town
from gateway.web.creation import guardian_choice
from gateway.web.family.account import family_id
from gateway.web.family.record_form import typed_fields, typed_values, unchanged, values_of
from gateway.web.form_view import FormView, field_id
from gateway.web.labels import FIELD_LABELS
from gateway.web.pieces.files import Button, Outcome, act_on_files
from gateway.web.pieces.part import act_on_piece, asked_part, kept_text
from gateway.web.pieces.place import Place
from gateway.web.pieces.table import PieceRow, PieceTable, pieces_of, rows
from gateway.web.values import shown
from gateway.web.visit import GoTo, Visit, family_visit
from gateway.web.wording import of_page

router = APIRouter(prefix="/mon-espace/fiches")


@router.get("/{key}")
async def show(request: Request, key: str) -> Response:
    visit = await family_visit(request)
    record = await read_record(visit, key)
    return await _page(visit, record, FormView(values_of(record)))


@router.post("/{key}")
async def keep(request: Request, key: str) -> Response:
    """Every button keeps the text and the chosen files; TERMINER then goes on to the check."""
    visit = await family_visit(request)
    record = await read_record(visit, key)
    action = visit.form.text("action") or "enregistrer"
    form = FormView(typed_values(visit.form, record))
    if action in ("filtrer", "ville"):
        return await _page(visit, record, form, anew=action == "ville")
    if record["locked"]:
        form.complain(of_page("record-locked"))
        return await _page(visit, record, FormView(values_of(record), general=form.general), 409)
    place = place_of(visit, key)
    if part := asked_part(visit):
        return await (_keep_for_script(visit, record, form) if part == "text" else _piece_for_script(place, record))
    button = Button.pressed(action)
    outcome = await act_on_files(place, button)
    record = await _keep_text(visit, record, form, checked=action in ("enregistrer", "terminer"))
    if form.wrong or outcome.errors:
        return await _page(visit, record, form, form.status, outcome)
    leads = {"terminer": "/mon-espace/terminer", "enregistrer": f"{place.page}?fait=enregistre"}
    return visit.go(leads.get(action) or button.leads(place))


def place_of(visit: Visit, key: str) -> Place:
    """Where the pieces of a record stand."""
    return Place(visit, visit.bearer, key, f"/mon-espace/fiches/{key}")


async def _piece_for_script(place: Place, record: Record) -> Response:
    return await act_on_piece(place, record["kind"], record["pieces"])


async def _keep_for_script(visit: Visit, record: Record, form: FormView) -> Response:
    """Store the text as it is; the version that the form is filled from now."""
    await _keep_text(visit, record, form, checked=False)
    if form.wrong:
        return kept_text(visit, {}, kept=False)
    now = await read_record(visit, record["key"])
    return kept_text(visit, {"version": str(now["version"])}, kept=True)


async def _keep_text(visit: Visit, record: Record, form: FormView, *, checked: bool) -> Record:
    """Store what was typed; the record to show when it was refused."""
    typed = typed_fields(record, visit.form)
    if checked and visit.form.has("with_guardians"):
        form.refuse(guardian_choice.contradiction(visit.form))
    if unchanged(record, typed):
        return record
    if checked and isinstance(address := typed.get("address"), dict):
        country, code, city = (str(address[name] or "") for name in ("country", "postal_code", "city"))
        form.refuse(wrong_town(visit.kiosk, country, code, city, field="address.city"))
    if form.wrong:
        return record
    if visit.form.text("version") != str(record["version"]):
        form.went_stale()
        return record
    try:
        await visit.clients.household.keep_record(
            visit.bearer, family_id(visit), record["key"], typed, record["version"], checked=checked
        )
    except Problem as problem:
        if problem.code == "stale-version":
            form.went_stale()
            return await read_record(visit, record["key"])
        form.refused_by(problem)
    return record


async def read_record(visit: Visit, key: str) -> Record:
    """Raises GoTo the dashboard for a key that is none; Problem 404 for somebody else's."""
    if len(key) > 60 or not key.replace("-", "").isalnum():
        raise GoTo("/mon-espace/tableau-de-bord")
    return await visit.clients.household.record(visit.bearer, family_id(visit), key)


async def _page(
    visit: Visit,
    record: Record,
    form: FormView,
    status: int = 200,
    outcome: Outcome | None = None,
    *,
    anew: bool = False,
) -> Response:
    clients, bearer = visit.clients, visit.bearer
    catalogue, documents, board, address = await asyncio.gather(
        clients.documents.catalogue(bearer),
        clients.documents.documents(bearer, record["key"]),
        clients.household.dashboard(bearer, family_id(visit)),
        address_part(visit, form, "address.", anew=anew),
    )
    dossier = pieces_of(catalogue, record["kind"])
    table = PieceTable(rows(dossier, documents, outcome.errors if outcome else {}, record["pieces"]))
    table.complain_in(form)
    adults = {card["key"].removeprefix("adult-"): card["name"] for card in board["records"] if card["kind"] == "adult"}
    fields = {field["name"]: _field(field, adults) for field in record["fields"]}
    _number_refusals(fields, table.rows)
    return visit.page(
        "family/record.html",
        status,
        record=record,
        fields=fields,
        form=form,
        summary=form.summary([field["name"] for field in record["fields"]]),
        dossier=dossier,
        place=place_of(visit, record["key"]),
        rows=table.rows,
        adults=[{"id": adult, "name": name} for adult, name in adults.items()],
        address=address,
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
