"""The check before TERMINER, and TERMINER."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.documents import Document, Dossier
from gateway.clients.household import Dashboard, RecordCard
from gateway.clients.service import Problem
from gateway.web.family.account import family_id
from gateway.web.form_view import FormView
from gateway.web.obstacles import complaints
from gateway.web.pieces.table import piece_labels, pieces_of
from gateway.web.visit import Visit, family_visit
from gateway.web.wording import of_page

router = APIRouter(prefix="/mon-espace/terminer")


@dataclass(frozen=True)
class ToSend:
    """A record with something new: its text changed, or files were joined, by the names of their pieces.

    Attributes:
        lacking: how many required things it still lacks; it then stays with the family.
    """

    card: RecordCard
    changed: bool
    files: list[str]
    lacking: int


@router.get("")
async def check(request: Request) -> Response:
    return await _page(await family_visit(request), FormView())


@router.post("")
async def finish(request: Request) -> Response:
    visit = await family_visit(request)
    clients, bearer, family = visit.clients, visit.bearer, family_id(visit)
    board = await clients.household.dashboard(bearer, family)
    open_records = [card["key"] for card in board["records"] if card["light"] != "orange"]
    if not open_records:
        return visit.go("/mon-espace/tableau-de-bord")
    form = FormView()
    try:
        signed = await clients.documents.sign_manifest(bearer, open_records)
        await clients.household.submit(bearer, family, signed["manifest"], visit.form.key())
    except Problem as problem:
        if problem.code == "idempotency-key-reused":
            return visit.go("/mon-espace/tableau-de-bord?fait=deja-transmis")
        names = {card["key"]: card["name"] for card in board["records"]}
        labels = await piece_labels(visit)
        form.general += complaints(problem, names, "/mon-espace/fiches/{}".format, labels)
        if not form.general:
            form.complain(of_page(problem.code, problem.details))
        return await _page(visit, form, 409, board)
    return visit.go("/mon-espace/tableau-de-bord?fait=transmis")


async def _page(visit: Visit, form: FormView, status: int = 200, board: Dashboard | None = None) -> Response:
    clients, bearer = visit.clients, visit.bearer
    documents, catalogue = await asyncio.gather(
        clients.documents.documents(bearer), clients.documents.catalogue(bearer)
    )
    board = board or await clients.household.dashboard(bearer, family_id(visit))
    changed = [
        _to_send(card, [document for document in documents if document["record"] == card["key"]], catalogue)
        for card in board["records"]
        if card["light"] != "orange"
    ]
    changed = [record for record in changed if record.changed or record.files]
    return visit.page(
        "family/finish.html",
        status,
        form=form,
        summary=form.summary(),
        ready=[record for record in changed if not record.lacking],
        incomplete=[record for record in changed if record.lacking],
        board=board,
    )


def _to_send(card: RecordCard, documents: Sequence[Document], catalogue: Sequence[Dossier]) -> ToSend:
    """Household counts what it was handed; files that were joined since fill some of what it misses."""
    dossier = pieces_of(catalogue, card["kind"])
    pieces = {piece["code"]: piece for piece in dossier["pieces"]} if dossier else {}
    handed = {document["piece"] for document in documents if not document["removable"]}
    new = sorted({document["piece"] for document in documents if document["removable"]})
    filled = [code for code in new if code in pieces and pieces[code]["required"] and code not in handed]
    labels = [pieces[code]["label"] for code in new if code in pieces]
    return ToSend(card, card["unsent"], labels, max(0, card["missing"] - len(filled)))
