"""The page of a record: what its sections show."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.responses import Response

from gateway.clients.documents import Document
from gateway.clients.household import Record, RecordField
from gateway.clients.schooling_families import ChildSchooling
from gateway.clients.service import Problem, Unavailable
from gateway.web.address_form import address_part
from gateway.web.family.account import family_id
from gateway.web.family.adults import adults_of
from gateway.web.family.record_form import EXACTNESS, row_counts
from gateway.web.form_view import Complaint, FormView, field_id
from gateway.web.pieces.files import Outcome
from gateway.web.pieces.paper_dates import Dates
from gateway.web.pieces.place import Place
from gateway.web.pieces.table import INSTEAD, Held, PieceRow, PieceTable, pieces_of, rows
from gateway.web.values import shown
from libs.french.fields import FIELD_LABELS

_ADDRESSES = {"family": ("address", "billing"), "adult": ("address",)}


async def record_page(
    place: Place,
    record: Record,
    form: FormView,
    status: int = 200,
    outcome: Outcome | None = None,
    dates: Dates | None = None,
    *,
    anew: bool = False,
    kept: bool = False,
    one_more: str = "",
    lacking: Sequence[Complaint] = (),
) -> Response:
    """The form with what stands in it; read-only while the record lies with the town.

    Args:
        dates: what was typed of the papers' dates, where it was refused.
        anew: the person asked for the towns of a postal code.
        kept: what was typed is stored, wrong as it may be.
        one_more: the field that shows one more row.
        lacking: why TERMINER would leave the record with the family.
    """
    visit, kind = place.visit, record["kind"]
    clients, bearer = visit.clients, place.bearer
    prefixes = _ADDRESSES.get(kind, ())
    (catalogue, documents, typed, board, email, schooling), addresses = await asyncio.gather(
        asyncio.gather(
            clients.documents.catalogue(bearer),
            _documents(place, record),
            _dates(place, record),
            clients.household.dashboard(bearer, family_id(visit)),
            _email(place, record),
            _schooling(place, record),
        ),
        asyncio.gather(*(address_part(visit, form, f"{prefix}.", anew=anew) for prefix in prefixes)),
    )
    dossier = pieces_of(catalogue, kind)
    adults = adults_of(board)
    held = Held(
        documents,
        outcome.errors if outcome else {},
        record["pieces"],
        dates or typed,
        adults,
        [*visit.form.all(INSTEAD), *visit.request.query_params.getlist(INSTEAD)],
    )
    table = PieceTable(rows(dossier, held))
    table.complain_in(form)
    diseases = {disease["code"]: disease["label"] for disease in record["vaccinations"]}
    fields = {field["name"]: _field(field, adults, diseases) for field in record["fields"]}
    _number_refusals(fields, table.rows)
    return visit.page(
        "family/record.html",
        status,
        record=record,
        fields=fields,
        form=form,
        summary=form.summary([*fields, EXACTNESS]),
        kept=kept,
        lacking=lacking,
        dossier=dossier,
        place=place,
        rows=table.rows,
        row_counts=row_counts(form.values, one_more),
        adults=[{"id": adult, "name": name} for adult, name in adults.items()],
        addresses=dict(zip(prefixes, addresses, strict=True)),
        email=email,
        schooling=schooling,
        other_vaccinations=_others_given(record, form),
    )


async def _schooling(place: Place, record: Record) -> ChildSchooling | None:
    """Of a child's record; None while schooling has not heard of the child, or is away."""
    if record["kind"] != "child":
        return None
    visit, child_id = place.visit, record["key"].removeprefix("child-")
    try:
        return await visit.clients.schooling.child_schooling(visit.bearer, family_id(visit), child_id)
    except (Problem, Unavailable):
        return None


async def _documents(place: Place, record: Record) -> list[Document]:
    """A fiche sanitaire has no papers of its own."""
    if record["kind"] == "health":
        return []
    return await place.visit.clients.documents.documents(place.bearer, record["key"])


async def _dates(place: Place, record: Record) -> Dates:
    if record["kind"] == "health":
        return Dates()
    return Dates.kept(await place.visit.clients.documents.paper_dates(place.bearer, record["key"]))


async def _email(place: Place, record: Record) -> str:
    """The account's address, which is changed under « Mon compte » alone."""
    if record["kind"] != "family":
        return ""
    return (await place.visit.clients.identity.own_account(place.bearer))["email"]


def _others_given(record: Record, form: FormView) -> bool:
    """Whether a vaccination that nobody has to have is filled in or wrong."""
    names = [f"vaccinations.{disease['code']}" for disease in record["vaccinations"] if not disease["compulsory"]]
    return any(form.text(name) or form.error(name) for name in names)


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


def _field(field: RecordField, adults: Mapping[str, str], diseases: Mapping[str, str]) -> dict[str, Any]:
    name = field["name"]
    return {
        **field,
        "anchor": field_id(name),
        "label": FIELD_LABELS.get(name, name),
        "lines": shown(name, field["value"], adults, diseases),
        "accepted_lines": shown(name, field["accepted_value"], adults, diseases),
    }
