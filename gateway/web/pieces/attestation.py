"""A sworn statement that stands in for a paper: filled in, read and signed on a page of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import Response

from gateway.clients.documents import AttestationModel
from gateway.clients.service import Problem
from gateway.web.file_wording import of_file
from gateway.web.form_view import FormView
from gateway.web.moments import day, today
from gateway.web.pieces import attestation_form
from gateway.web.pieces.place import Place
from gateway.web.pieces.statement_text import paragraphs
from gateway.web.pieces.table import pieces_of
from gateway.web.visit import GoTo

Trail = Sequence[tuple[str, str]]


async def attestation_page(place: Place, kind: str, piece: str, trail: Trail) -> Response:
    """The empty form; the address names the model.

    Args:
        kind: of the record, which says what dossier the piece is in.
        trail: the breadcrumb down to the record's page.
    """
    return _page(place, await _asked(place, kind, piece), FormView(), trail)


async def sign_attestation(place: Place, kind: str, piece: str, trail: Trail) -> Response:
    """Have it written and put into the slot, in the place of an older one when it is done again."""
    asked = await _asked(place, kind, piece)
    posted = place.visit.form
    form = attestation_form.view_of(posted)
    form.refuse(attestation_form.lacking(posted, asked.model))
    if form.wrong:
        return _page(place, asked, form, trail)
    try:
        await place.visit.clients.documents.attest(
            place.bearer,
            asked.model["code"],
            place.slot(piece),
            attestation_form.signed(posted, asked.model),
            posted.key(f"{place.record}/{piece}"),
            await _older(place, piece, asked.replaces),
        )
    except Problem as problem:
        if problem.status == 404:
            raise
        form.status = problem.status
        form.refuse(attestation_form.as_inputs(problem.errors))
        if not problem.errors:
            form.complain(of_file(problem.code, problem.details))
        return _page(place, asked, form, trail)
    return place.visit.go(place.anchor(piece))


@dataclass(frozen=True)
class _Asked:
    """What the address asks for. `replaces`: id of an older statement, as the address names it."""

    piece: str
    label: str
    model: AttestationModel
    replaces: str


async def _asked(place: Place, kind: str, piece: str) -> _Asked:
    """Raises GoTo the record's page where no such statement is offered."""
    query, documents = place.visit.request.query_params, place.visit.clients.documents
    dossier = pieces_of(await documents.catalogue(place.bearer), kind)
    for found in dossier["pieces"] if dossier else ():
        offered = [model["code"] for model in found.get("attestations", ())]
        if found["code"] == piece and query.get("modele") in offered:
            model = await documents.attestation(place.bearer, query["modele"])
            return _Asked(piece, found["label"], model, query.get("remplace", ""))
    raise GoTo(place.page)


async def _older(place: Place, piece: str, wanted: str) -> str | None:
    """The statement that is done again, when it is still there."""
    if not wanted:
        return None
    files = await place.visit.clients.documents.documents(place.bearer, place.record)
    own = (file["id"] for file in files if file["piece"] == piece and file["removable"])
    return next((known for known in own if known == wanted), None)


def _page(place: Place, asked: _Asked, form: FormView, trail: Trail) -> Response:
    model = asked.model
    return place.visit.page(
        "pieces/attestation.html",
        form.status if form.wrong else 200,
        address=place.attestation(asked.piece, model["code"], asked.replaces),
        back=place.anchor(asked.piece),
        piece_label=asked.label,
        model=model,
        paragraphs=paragraphs(model, form, day(today())),
        signatures=attestation_form.signatures_of(model),
        form=form,
        summary=form.summary(attestation_form.order_of(model)),
        trail=trail,
    )
