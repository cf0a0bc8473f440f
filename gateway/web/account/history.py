"""HISTORIQUE: what the services tell of a family, merged by time; of what came in a row, one line."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from gateway.clients.family_data import FamilyData, HistoryEntry
from gateway.clients.service import Unavailable
from gateway.web.account.history_wording import Names, wording
from gateway.web.family.account import family_id
from gateway.web.moments import paris_day
from gateway.web.visit import Visit

A_PAGE = 30


@dataclass(frozen=True)
class Line:
    """One line. `at`: of the last of `times` equal things in a row, on one day. `by`: `Vous`, `Le service`, ..."""

    at: str
    by: str
    text: str
    times: int


@dataclass(frozen=True)
class History:
    """A page.

    Attributes:
        older: the cursor of the next page; None at the end.
        partial: a service is away, and what it would tell is not here.
    """

    lines: Sequence[Line]
    older: str | None
    partial: bool


async def read_history(visit: Visit, before: str | None) -> History:
    """`before` is an instant, which every service understands. Raises Problem for one that is none."""
    found = await asyncio.gather(*(_told(client, visit, before) for client in visit.clients.all()))
    page, older = merged([entries for entries in found if entries is not None])
    names = await _names(visit) if page else Names({}, {})
    return History(lines(page, names), older, partial=None in found)


def merged(told: Iterable[Sequence[HistoryEntry]]) -> tuple[list[HistoryEntry], str | None]:
    """A page and the cursor of the next one: what happened at one instant is never parted."""
    entries = sorted((entry for entries in told for entry in entries), key=lambda entry: entry["at"], reverse=True)
    if len(entries) <= A_PAGE:
        return entries, None
    last = entries[A_PAGE - 1]["at"]
    page = [entry for entry in entries if entry["at"] >= last]
    return page, last if len(page) < len(entries) else None


def lines(entries: Iterable[HistoryEntry], names: Names) -> list[Line]:
    """What nobody has words for stays out: a service may tell more than this page knows."""
    worded = [(entry, *words) for entry in entries if (words := wording(entry, names))]
    grouped = groupby(worded, key=lambda found: (paris_day(found[0]["at"]), found[1], found[2]))
    return [Line(same[0][0]["at"], by, text, len(same)) for (_, by, text), group in grouped for same in [list(group)]]


async def _told(client: FamilyData, visit: Visit, before: str | None) -> Sequence[HistoryEntry] | None:
    """None: it is away."""
    try:
        return await client.history(visit.bearer, family_id(visit), before)
    except Unavailable:
        return None


async def _names(visit: Visit) -> Names:
    """Of the records and the pieces; without them, the sentences are vaguer."""
    try:
        board, dossiers = await asyncio.gather(
            visit.clients.household.dashboard(visit.bearer, family_id(visit)),
            visit.clients.documents.catalogue(visit.bearer),
        )
    except Unavailable:
        return Names({}, {})
    return Names(
        {card["key"]: card["name"] for card in board["records"]},
        {piece["code"]: piece["label"] for dossier in dossiers for piece in dossier["pieces"]},
    )
