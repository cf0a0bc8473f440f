"""CRÉATION D'ENFANT: identity, guardians and pieces of a child of the household, in one form."""

import asyncio
from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.household import Typed
from gateway.clients.service import Problem
from gateway.edge.forms import Form
from gateway.web.creation import guardian_choice
from gateway.web.creation.members import ChangedElsewhere, fingerprint, keep_member, member_name, member_of, typed_texts
from gateway.web.creation.step import HouseholdStep, household_step
from gateway.web.form_view import FormView
from gateway.web.pieces.files import Button, Outcome, act_on_files
from gateway.web.pieces.paper_dates import Dates, keep_dates
from gateway.web.pieces.part import act_on_piece, asked_part, kept_text
from gateway.web.pieces.place import Place
from gateway.web.pieces.table import Held, PieceTable, pieces_of, rows
from gateway.web.streets import street_options
from gateway.web.values import address_lines
from gateway.web.visit import GoTo

router = APIRouter(prefix="/enfants")
CIVIL = ("sex", "last_name", "first_name", "birth_date", "birth_place")
TEXTS = (*CIVIL, *guardian_choice.TEXTS)
ORDER = (*CIVIL, "guardians", "second_guardian", *guardian_choice.TEXTS, guardian_choice.STATES)


@router.get("/{child_id}")
async def edit(request: Request, child_id: UUID) -> Response:
    step = await household_step(request)
    if not step.draft["adults"]:
        raise GoTo(f"{step.base}?fait=adulte-d-abord")
    member = member_of(step, "children", str(child_id))
    form = _view(member["typed"]) if member else FormView()
    return await _page(step, str(child_id), form, fingerprint(member["typed"] if member else None))


@router.post("/{child_id}")
async def keep(request: Request, child_id: UUID) -> Response:
    """Every button keeps the text and the chosen files; ENREGISTRER alone asks for a complete form."""
    step = await household_step(request)
    child, posted = str(child_id), step.visit.form
    action = posted.text("action") or "enregistrer"
    place = place_of(step, child)
    if asked_part(step.visit) == "piece":
        return await act_on_piece(place, Held((), creating=True), "child")
    form = _view(_typed(posted))
    base = await _keep_text(step, child, form, checked=action == "enregistrer")
    dates = await keep_dates(place, checked=action == "enregistrer")
    if asked_part(step.visit) == "text":
        return kept_text(step.visit, {"base": base}, kept=not form.wrong)
    button = Button.pressed(action)
    outcome = await act_on_files(place, button)
    if form.wrong or outcome.errors or dates:
        return await _page(step, child, form, base, form.status, outcome, dates)
    if action == "enregistrer":
        return step.visit.go(step.base)
    return step.visit.go(button.leads(place))


def place_of(step: HouseholdStep, child_id: str) -> Place:
    """Where this child's pieces stand; an agent opens a draft's files through the draft's own door."""
    files = f"{step.base}/pieces" if step.at_counter else "/pieces"
    return Place(step.visit, step.bearer, f"child-{child_id}", f"{step.base}/enfants/{child_id}", files)


async def _keep_text(step: HouseholdStep, child_id: str, form: FormView, *, checked: bool) -> str:
    """Store the text; what the next form is filled from."""
    posted = step.visit.form
    typed = _typed(posted)
    if checked:
        form.refuse(guardian_choice.contradiction(posted))
    if form.wrong:
        return posted.text("base")
    try:
        await keep_member(step, "children", child_id, typed, checked=checked)
    except ChangedElsewhere:
        form.went_stale()
        current = member_of(step, "children", child_id)
        return fingerprint(current["typed"] if current else None)
    except Problem as problem:
        form.refused_by(problem)
        return posted.text("base")
    return fingerprint(typed)


def _typed(posted: Form) -> Typed:
    return {**typed_texts(posted, TEXTS), **guardian_choice.typed_choice(posted)}


def _view(typed: Typed) -> FormView:
    return FormView({**typed, guardian_choice.BOXES: guardian_choice.boxes(typed)})


async def _page(
    step: HouseholdStep,
    child_id: str,
    form: FormView,
    base: str,
    status: int = 200,
    outcome: Outcome | None = None,
    dates: Dates | None = None,
) -> Response:
    visit = step.visit
    place = place_of(step, child_id)
    catalogue, documents, kept, streets = await asyncio.gather(
        visit.clients.documents.catalogue(step.bearer),
        visit.clients.documents.documents(step.bearer, place.record),
        visit.clients.documents.paper_dates(step.bearer, place.record),
        _street_names(step),
    )
    held = Held(documents, outcome.errors if outcome else {}, dates=dates or Dates.kept(kept), creating=True)
    table = PieceTable(rows(pieces_of(catalogue, "child"), held))
    table.complain_in(form)
    adults = [{"id": adult["id"], "name": member_name(adult["typed"])} for adult in step.draft["adults"]]
    return visit.page(
        "creation/child.html",
        status,
        step=step,
        form=form,
        summary=form.summary(ORDER),
        child_id=child_id,
        base=base,
        adults=adults,
        address=address_lines(step.draft["adults"][0]["typed"], streets),
        place=place,
        rows=table.rows,
    )


async def _street_names(step: HouseholdStep) -> dict[str, str]:
    """The register's names by id, to write the household's address out."""
    return {street.id: street.name for street in await street_options(step.visit)}
