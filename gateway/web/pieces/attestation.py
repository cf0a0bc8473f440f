"""A sworn statement that stands in for a paper: filled in, read and signed on a page of its own."""

from collections.abc import Sequence

from starlette.responses import Response

from gateway.clients.documents import AttestationModel
from gateway.clients.service import Problem
from gateway.web.form_view import FormView
from gateway.web.pieces import attestation_form
from gateway.web.pieces.place import Place
from gateway.web.pieces.table import pieces_of
from gateway.web.visit import GoTo
from gateway.web.wording import of_file

Trail = Sequence[tuple[str, str]]


async def attestation_page(place: Place, kind: str, piece: str, trail: Trail) -> Response:
    """The empty form.

    Args:
        kind: of the record, which says what dossier the piece is in.
        trail: the breadcrumb down to the record's page.
    """
    model, label = await _offered(place, kind, piece)
    return _page(place, piece, label, model, FormView(), trail)


async def sign_attestation(place: Place, kind: str, piece: str, trail: Trail) -> Response:
    """Have it written and put into the slot; an older one of the same slot leaves."""
    model, label = await _offered(place, kind, piece)
    posted = place.visit.form
    form = attestation_form.view_of(posted)
    form.refuse(attestation_form.lacking(posted, model))
    if form.wrong:
        return _page(place, piece, label, model, form, trail)
    try:
        written = await place.visit.clients.documents.attest(
            place.bearer,
            model["code"],
            place.slot(piece),
            attestation_form.signed(posted, model),
            posted.key(f"{place.record}/{piece}"),
        )
    except Problem as problem:
        if problem.status == 404:
            raise
        form.status = problem.status
        form.refuse(attestation_form.as_inputs(problem.errors))
        if not problem.errors:
            form.complain(of_file(problem.code, problem.details))
        return _page(place, piece, label, model, form, trail)
    await _take_older_away(place, piece, written)
    return place.visit.go(place.anchor(piece))


async def _offered(place: Place, kind: str, piece: str) -> tuple[AttestationModel, str]:
    """The model for a piece, and the piece's name. Raises GoTo the record's page where none is offered."""
    documents = place.visit.clients.documents
    dossier = pieces_of(await documents.catalogue(place.bearer), kind)
    for found in dossier["pieces"] if dossier else ():
        model = found.get("attestation")
        if found["code"] == piece and model:
            return await documents.attestation(place.bearer, model), found["label"]
    raise GoTo(place.page)


async def _take_older_away(place: Place, piece: str, written: str) -> None:
    documents = place.visit.clients.documents
    for file in await documents.documents(place.bearer, place.record):
        of_this_slot = file["piece"] == piece and file["removable"] and file.get("kind") == "attestation"
        if of_this_slot and file["id"] != written:
            await documents.remove(place.bearer, file["id"])


def _page(place: Place, piece: str, label: str, model: AttestationModel, form: FormView, trail: Trail) -> Response:
    return place.visit.page(
        "pieces/attestation.html",
        form.status if form.wrong else 200,
        place=place,
        piece=piece,
        piece_label=label,
        model=model,
        signatures=attestation_form.signatures_of(model),
        form=form,
        summary=form.summary(attestation_form.order_of(model)),
        trail=trail,
    )
