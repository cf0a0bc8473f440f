"""Where the family's fiches are: household's word on each, and for the red ones what the files that wait make of it.

Household learns of files at TERMINER (they lie in documents until then): to it a fiche whose papers were all joined
still lacks them, and a family that has done everything would read that it has not.
"""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from gateway.clients.household import Dashboard, RecordCard
from gateway.clients.service import Unavailable
from gateway.web.family.account import family_id
from gateway.web.family.adults import adults_of
from gateway.web.family.check_answers import CheckedRecord, Wording, checked_records, held_slots
from gateway.web.form_view import Complaint
from gateway.web.pieces.table import piece_labels_of
from gateway.web.visit import Visit

_LACKING = frozenset({"incomplete", "refused", "expired"})


@dataclass(frozen=True)
class Board:
    """The fiches as the family's screens show them.

    Attributes:
        fiches: as household has them, a fiche to which nothing is missing but TERMINER as `unsent`.
        lacks: by the key of a fiche, why TERMINER would leave it with the family.
    """

    fiches: Dashboard
    lacks: Mapping[str, Sequence[Complaint]] = field(default_factory=dict)


async def family_board(visit: Visit, *, why: bool = False) -> Board:
    """One call where no fiche lacks anything; household's word alone while documents is away.

    Args:
        why: what each lacks is asked too. Else documents is asked only about fiches that are declared exact, as nothing
            but files can be missing there.
    """
    fiches = await visit.clients.household.dashboard(visit.bearer, family_id(visit))
    lacking = [card for card in fiches["records"] if card["status"] in _LACKING]
    declared = {card["key"] for card in lacking if not card["undeclared"]}
    try:
        if (why and lacking) or (declared and await _files_wait(visit, declared)):
            return counting_files(fiches, await check_all(visit, fiches))
        return Board(fiches)
    except Unavailable:
        return Board(fiches)


async def _files_wait(visit: Visit, records: Collection[str]) -> bool:
    documents = await visit.clients.documents.documents(visit.bearer)
    return any(document["removable"] and document["record"] in records for document in documents)


async def still_lacking(visit: Visit, key: str) -> Sequence[Complaint]:
    """Why TERMINER would leave this fiche with the family; nothing while documents is away."""
    fiches = await visit.clients.household.dashboard(visit.bearer, family_id(visit))
    try:
        return counting_files(fiches, await check_all(visit, fiches)).lacks.get(key, ())
    except Unavailable:
        return ()


async def check_all(visit: Visit, fiches: Dashboard) -> list[CheckedRecord]:
    """What TERMINER would hand in now, and what would stay."""
    clients, bearer = visit.clients, visit.bearer
    documents, catalogue, dates = await asyncio.gather(
        clients.documents.documents(bearer), clients.documents.catalogue(bearer), clients.documents.paper_dates(bearer)
    )
    offers = await clients.household.preview(bearer, family_id(visit), held_slots(documents, catalogue, dates))
    adults = adults_of(fiches)
    wording = Wording(adults, piece_labels_of(catalogue, adults), documents, visit.kiosk.commune.diseases)
    return checked_records(offers, wording)


def counting_files(fiches: Dashboard, checked: Sequence[CheckedRecord]) -> Board:
    """The same fiches once the files that wait are counted."""
    found = {record.key: record for record in checked}
    cards = [_card(card, found.get(card["key"])) for card in fiches["records"]]
    can_submit = fiches["can_submit"] or any(record.ready for record in checked)
    completed: Dashboard = {**fiches, "records": cards, "can_submit": can_submit}
    return Board(completed, {record.key: record.reasons for record in checked if record.reasons})


def _card(card: RecordCard, checked: CheckedRecord | None) -> RecordCard:
    if card["status"] not in _LACKING or checked is None:
        return card
    if checked.ready or checked.lacks_the_box_alone:
        return {**card, "status": "unsent", "unsent": True, "missing": 0, "undeclared": not checked.ready}
    return card
