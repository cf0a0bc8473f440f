"""The list of threads: what was asked for, one page of it, and the way to the next."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import urlencode

from gateway.clients.notifications import ThreadState, WorkThread
from gateway.web.agents.messages.door import MESSAGES, desk_names
from gateway.web.agents.since import since
from gateway.web.visit import Visit

View = Literal["a-repondre", "en-attente", "closes", "automatiques"]
VIEWS: Mapping[View, str] = {
    "a-repondre": "À répondre",
    "en-attente": "En attente de la famille",
    "closes": "Closes",
    "automatiques": "Messages automatiques",
}
_STATES: Mapping[View, ThreadState] = {
    "a-repondre": "to_answer",
    "en-attente": "answered",
    "closes": "closed",
    "automatiques": "told",
}
_CODE = re.compile(r"[0-9A-Za-z-]{0,20}", re.ASCII)
_DESK = re.compile(r"[a-z0-9-]{0,60}", re.ASCII)


@dataclass(frozen=True)
class Asked:
    """The view and its filters, as they stand in the address.

    Attributes:
        desk: code of the one desk that is looked at; empty for all of the agent's.
        code: how the code famille begins.
        after: where the page begins; empty for the first.
    """

    view: View = "a-repondre"
    desk: str = ""
    code: str = ""
    after: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Asked":
        """What is unknown counts as not asked."""
        view: View = next((known for known in VIEWS if known == query.get("liste")), "a-repondre")
        desk = query.get("service", "")
        return cls(view, desk if _DESK.fullmatch(desk) else "", query.get("code", "").strip(), query.get("apres", ""))

    @property
    def code_is_one(self) -> bool:
        """Whether a code famille can begin like this at all."""
        return _CODE.fullmatch(self.code) is not None

    @property
    def address(self) -> str:
        view = "" if self.view == "a-repondre" else self.view
        given = {"liste": view, "service": self.desk, "code": self.code, "apres": self.after}
        query = urlencode({name: value for name, value in given.items() if value})
        return f"{MESSAGES}?{query}" if query else MESSAGES

    def in_view(self, view: View) -> "Asked":
        return replace(self, view=view, after="")

    def first_page(self) -> "Asked":
        return replace(self, after="")

    def unfiltered(self) -> "Asked":
        return replace(self, desk="", code="", after="")

    def query(self) -> dict[str, str]:
        """As notifications takes it."""
        given = {"state": _STATES[self.view], "desk": self.desk, "family_code": self.code, "after": self.after}
        return {name: value for name, value in given.items() if value}


@dataclass(frozen=True)
class Row:
    """One thread of the list. `waiting`: since when the family waits, in words; empty when it does not."""

    thread: WorkThread
    desk: str
    waiting: str


@dataclass(frozen=True)
class Listing:
    """One page. `next`: the address of the next page, if any."""

    asked: Asked
    rows: list[Row]
    next: str | None


async def list_threads(visit: Visit, asked: Asked) -> Listing:
    """Raises Problem: 422 for a cursor that is none."""
    found = await visit.clients.notifications.work_threads(visit.bearer, asked.query())
    now, names = datetime.now(UTC), desk_names(visit)
    rows = [Row(thread, names.get(thread["desk"], thread["desk"]), _waiting(thread, now)) for thread in found["items"]]
    return Listing(asked, rows, replace(asked, after=found["next"]).address if found["next"] else None)


def _waiting(thread: WorkThread, now: datetime) -> str:
    return since(thread["waiting_since"], now) if thread["waiting_since"] else ""
