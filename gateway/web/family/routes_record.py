"""A record: its fields and its pieces, ENREGISTRER, and TERMINER always in sight."""

from collections.abc import Mapping

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.household import Record, Value
from gateway.clients.service import FieldProblem, Problem
from gateway.web.address_form import wrong_town
from gateway.web.creation import guardian_choice
from gateway.web.family.account import family_id
from gateway.web.family.adults import adults_of
from gateway.web.family.board import still_lacking
from gateway.web.family.record_form import (
    EXACTNESS,
    declared,
    typed_fields,
    typed_values,
    unchanged,
    values_of,
    without_row,
)
from gateway.web.family.record_page import record_page
from gateway.web.form_view import FormView, text_problem
from gateway.web.pieces.files import Button, act_on_files
from gateway.web.pieces.paper_dates import keep_dates
from gateway.web.pieces.part import act_on_piece, asked_part, kept_text
from gateway.web.pieces.place import Place
from gateway.web.pieces.table import Held
from gateway.web.visit import GoTo, Visit, family_visit
from gateway.web.wording import of_page

router = APIRouter(prefix="/mon-espace/fiches")
KEPT_INCOMPLETE = "enregistre-incomplet"
_ADD_ROW, _REMOVE_ROW = "ajouter-ligne", "retirer-ligne"


@router.get("/{key}")
async def show(request: Request, key: str) -> Response:
    visit = await family_visit(request)
    record = await read_record(visit, key)
    form, asked = FormView(values_of(record)), request.query_params
    lacking = await still_lacking(visit, key) if asked.get("fait") == KEPT_INCOMPLETE else ()
    place = place_of(visit, key)
    return await record_page(place, record, form, one_more=asked.get("ligne", ""), lacking=lacking)


@router.post("/{key}")
async def keep(request: Request, key: str) -> Response:
    """Every button keeps the text and the chosen files; TERMINER then goes on to the check."""
    visit = await family_visit(request)
    record = await read_record(visit, key)
    action = visit.form.text("action") or "enregistrer"
    form = FormView(typed_values(visit.form, record))
    place = place_of(visit, key)
    if action in ("filtrer", "ville"):
        return await record_page(place, record, form, anew=action == "ville")
    if record["locked"] and not _urgent_alone(record, typed_fields(record, visit.form)):
        form.complain(of_page("record-locked"))
        return await record_page(place, record, FormView(values_of(record), general=form.general), 409)
    if part := asked_part(visit):
        return await (_keep_for_script(place, record, form) if part == "text" else _piece_for_script(place, record))
    button = Button.pressed(action)
    outcome = await act_on_files(place, button)
    deliberate = action in ("enregistrer", "terminer")
    dates = await keep_dates(place, checked=deliberate)
    kept = await _keep_text(visit, record, form, checked=deliberate)
    if action == "terminer" and _awaits_declaration(kept) and not form.errors:
        form.refuse([text_problem(EXACTNESS, "exactness-required")])
    if form.wrong or outcome.errors or dates:
        stored = deliberate and not form.general
        return await record_page(place, kept, form, form.status, outcome, dates, kept=stored)
    if action == "enregistrer":
        lacking = await still_lacking(visit, key)
        return visit.go(f"{place.page}?fait={KEPT_INCOMPLETE if lacking else 'enregistre'}")
    return visit.go(_next(action, button, place))


def place_of(visit: Visit, key: str) -> Place:
    """Where the pieces of a record stand."""
    return Place(visit, visit.bearer, key, f"/mon-espace/fiches/{key}")


def _next(action: str, button: Button, place: Place) -> str:
    if action == "terminer":
        return "/mon-espace/terminer"
    if button.verb == _ADD_ROW:
        return f"{place.page}?ligne={button.piece}#{button.piece}"
    return f"{place.page}#{button.piece}" if button.verb == _REMOVE_ROW else button.leads(place)


async def _piece_for_script(place: Place, record: Record) -> Response:
    """Names are asked only where a slot may bear one."""
    adults: dict[str, str] = {}
    if record["kind"] == "family":
        adults = adults_of(await place.visit.clients.household.dashboard(place.bearer, family_id(place.visit)))
    return await act_on_piece(place, Held((), decided=record["pieces"], adults=adults), record["kind"])


async def _keep_for_script(place: Place, record: Record, form: FormView) -> Response:
    """Store the text as it is; the version that the form is filled from now."""
    visit = place.visit
    await keep_dates(place, checked=False)
    await _keep_text(visit, record, form, checked=False)
    if form.wrong:
        return kept_text(visit, {}, kept=False)
    now = await read_record(visit, record["key"])
    return kept_text(visit, {"version": str(now["version"])}, kept=True)


async def _keep_text(visit: Visit, record: Record, form: FormView, *, checked: bool) -> Record:
    """Store what was typed. What breaks a rule is said in the form, and kept all the same.

    Returns:
        The record as it is now.
    """
    typed = _typed(visit, record)
    same = unchanged(record, typed)
    if same and not checked:
        return record
    if not same and visit.form.text("version") != str(record["version"]):
        form.went_stale()
        return record
    # While somebody types nothing is declared: the box counts once a button is pressed.
    exact = declared(visit.form) if checked else None
    if checked:
        form.refuse(_contradictions(visit, typed))
        if not form.wrong:
            await _store(visit, record, form, typed, checked=True, exact=exact)
    if not same and not form.general and (form.errors or not checked):
        await _store(visit, record, form, typed, checked=False, exact=exact)
    return await read_record(visit, record["key"])


async def _store(
    visit: Visit, record: Record, form: FormView, typed: dict[str, Value], *, checked: bool, exact: bool | None
) -> None:
    household, family = visit.clients.household, family_id(visit)
    try:
        await household.keep_record(
            visit.bearer, family, record["key"], typed, record["version"], checked=checked, declared=exact
        )
    except Problem as problem:
        if problem.code == "stale-version":
            form.went_stale()
        else:
            form.refused_by(problem)


def _typed(visit: Visit, record: Record) -> dict[str, Value]:
    """What the form brings, without the row that RETIRER was pressed for."""
    typed, button = typed_fields(record, visit.form), Button.pressed(visit.form.text("action"))
    return without_row(typed, button.piece, button.document) if button.verb == _REMOVE_ROW else typed


def _contradictions(visit: Visit, typed: Mapping[str, Value]) -> list[FieldProblem]:
    """What the gateway finds itself."""
    found = guardian_choice.contradiction(visit.form) if visit.form.has("with_guardians") else []
    for name in ("address", "billing"):
        if isinstance(address := typed.get(name), dict):
            country, code, city = (str(address[member] or "") for member in ("country", "postal_code", "city"))
            found += wrong_town(visit.kiosk, country, code, city, field=f"{name}.city")
    return found


def _urgent_alone(record: Record, typed: Mapping[str, Value]) -> bool:
    """Whether the form is about urgent facts and nothing else: those are never locked."""
    urgent = {field["name"] for field in record["fields"] if field["urgent"]}
    return bool(typed) and typed.keys() <= urgent


def _awaits_declaration(record: Record) -> bool:
    return record["light"] == "red" and record["declared_at"] is None


async def read_record(visit: Visit, key: str) -> Record:
    """Raises GoTo the dashboard for a key that is none; Problem 404 for somebody else's."""
    if len(key) > 60 or not key.replace("-", "").isalnum():
        raise GoTo("/mon-espace/tableau-de-bord")
    return await visit.clients.household.record(visit.bearer, family_id(visit), key)
