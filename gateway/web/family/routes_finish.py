"""The check before TERMINER, and TERMINER."""

import asyncio
from collections import defaultdict
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.household import Dashboard, RecordCard
from gateway.clients.service import Problem
from gateway.web.family.account import family_id
from gateway.web.form_view import FormView
from gateway.web.obstacles import complaints
from gateway.web.pieces import piece_labels
from gateway.web.visit import Visit, family_visit
from gateway.web.wording import of_page

router = APIRouter(prefix="/mon-espace/terminer")


@dataclass(frozen=True)
class ToSend:
    """A record that would be handed in: its text changed, or files were joined, piece by piece."""

    card: RecordCard
    changed: bool
    files: list[str]


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
    documents, labels = await asyncio.gather(clients.documents.documents(bearer), piece_labels(visit))
    board = board or await clients.household.dashboard(bearer, family_id(visit))
    new: dict[str, list[str]] = defaultdict(list)
    for document in documents:
        if document["removable"]:
            new[document["record"]].append(labels.get(document["piece"], document["piece"]))
    ready = [
        ToSend(card, card["unsent"], sorted(new[card["key"]]))
        for card in board["records"]
        if card["light"] != "orange" and (card["unsent"] or new[card["key"]])
    ]
    return visit.page("family/finish.html", status, form=form, summary=form.summary(), ready=ready, board=board)
