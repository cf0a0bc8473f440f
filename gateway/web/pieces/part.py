"""Answers for the script of a page with files: one row of the table, or what the form is now filled from."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from starlette.responses import JSONResponse, Response

from gateway.web.pieces.files import Button, Outcome, act_on_files
from gateway.web.pieces.paper_dates import Dates
from gateway.web.pieces.place import Place
from gateway.web.pieces.table import Held, piece_of, pieces_of, rows, stands_in
from gateway.web.typography import keep_together
from gateway.web.visit import Visit

HEADER = "X-Kiosque-Part"
"""The script names what it sends and wants back; a form that a browser sends by itself has no such header."""


def asked_part(visit: Visit) -> Literal["", "text", "piece"]:
    """`text`: keep what was typed, no more. `piece`: files alone came, for one piece."""
    match visit.request.headers.get(HEADER):
        case "text":
            return "text"
        case "piece":
            return "piece"
    return ""


def kept_text(visit: Visit, fields: Mapping[str, str], *, kept: bool) -> Response:
    """Tell the script what the form is filled from from now on."""
    return visit.answer(JSONResponse({"fields": dict(fields)} if kept else {}, 200 if kept else 409))


async def act_on_piece(place: Place, held: Held, *kinds: str) -> Response:
    """Do what a button of one row asks, and send this row alone back.

    Args:
        held: what is known besides the files, of which the row shows those that are there now.
        kinds: the dossiers of the page, which differ in their pieces.
    """
    button = Button.pressed(place.visit.form.text("action"))
    outcome = await act_on_files(place, button)
    documents = place.visit.clients.documents
    catalogue, files, dates = await asyncio.gather(
        documents.catalogue(place.bearer),
        documents.documents(place.bearer, place.record),
        documents.paper_dates(place.bearer, place.record),
    )
    dossiers = [pieces_of(catalogue, kind) for kind in kinds]
    dossier = next((found for found in dossiers if piece_of(found, button.piece)), None)
    now = replace(held, documents=files, dates=Dates.kept(dates), instead=[stands_in(dossier, button.piece)])
    table = rows(dossier, now)
    row = next((row for row in table if row.code == button.piece), None)
    html = place.visit.kiosk.pages.render("pieces/row.html", {"row": row, "place": place}) if row else ""
    return place.visit.answer(JSONResponse(row_told(outcome, html), 422 if outcome.errors else 200))


def row_told(outcome: Outcome, html: str) -> dict[str, object]:
    """What the script reads: the row anew, the sentences beside it, and whether the same may work in a moment."""
    said = [keep_together(sentence) for sentences in outcome.errors.values() for sentence in sentences]
    return {"row": html, "said": said, "again": outcome.again}
