"""Using a paper again that was given before: what may serve in a slot, and taking it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from starlette.responses import Response

from gateway.clients.documents import Reusable, Slot
from gateway.clients.service import Problem
from gateway.web.file_wording import of_file
from gateway.web.form_view import FormView, field_id
from gateway.web.moments import day, paris_day
from gateway.web.pieces.attestation import Trail
from gateway.web.pieces.place import Place
from gateway.web.pieces.table import piece_labels_of
from gateway.web.visit import GoTo

INPUT = "source"
NameOf = Callable[[str], str]
"""Whose record a key names, in words; empty when it is unknown."""


@dataclass(frozen=True)
class Choice:
    """One paper to choose: `value` of its radio, what it is, and what is known of it."""

    value: str
    label: str
    details: str


async def reuse_page(place: Place, piece: str, name_of: NameOf, trail: Trail) -> Response:
    """The papers of this family that may serve in a slot."""
    return await _page(place, piece, name_of, trail, FormView())


async def reuse(place: Place, piece: str, name_of: NameOf, trail: Trail) -> Response:
    """Take the chosen one."""
    record, _, source = place.visit.form.text(INPUT).partition("/")
    form = FormView()
    if not source:
        form.errors[INPUT] = "Choisissez un document, ou revenez à la fiche."
        return await _page(place, piece, name_of, trail, form)
    key = place.visit.form.key(f"{place.record}/{piece}/{record}/{source}")
    try:
        await place.visit.clients.documents.reuse(place.bearer, place.slot(piece), Slot(record, source), key)
    except Problem as problem:
        form.status = problem.status
        form.errors[INPUT] = of_file("not-reusable" if problem.status == 404 else problem.code, problem.details)
        return await _page(place, piece, name_of, trail, form)
    return place.visit.go(place.anchor(piece))


async def _page(place: Place, piece: str, name_of: NameOf, trail: Trail, form: FormView) -> Response:
    documents = place.visit.clients.documents
    labels = piece_labels_of(await documents.catalogue(place.bearer))
    label = labels.get(piece)
    if label is None:
        raise GoTo(place.page)
    choices = _choices(await documents.reusable(place.bearer, place.slot(piece)), labels, name_of)
    return place.visit.page(
        "pieces/reuse.html",
        form.status if form.wrong else 200,
        address=place.reuse(piece),
        back=place.anchor(piece),
        piece_label=label,
        choices=choices,
        form=form,
        input=INPUT,
        summary=form.summary([INPUT]),
        anchor=field_id(INPUT),
        trail=trail,
    )


def _choices(found: Sequence[Reusable], labels: dict[str, str], name_of: NameOf) -> list[Choice]:
    return [
        Choice(
            f"{one['record']}/{one['piece']}",
            ", ".join(part for part in (labels.get(one["piece"], one["piece"]), name_of(one["record"])) if part),
            _details(one),
        )
        for one in found
    ]


def _details(one: Reusable) -> str:
    files, pages = one["files"], one["pages"]
    said = [f"{files} fichier{'s' if files > 1 else ''}, {pages} page{'s' if pages > 1 else ''}"]
    said.append(f"joint le {day(paris_day(one['received_at']))}")
    if one["dated"]:
        said.append(f"document du {day(one['dated'])}")
    return ", ".join(said)
