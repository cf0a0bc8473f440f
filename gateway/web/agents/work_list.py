"""The work list: what was asked for, one page of it, and the way to the next."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import urlencode

from gateway.clients.household import WorkItem
from gateway.web.agents.since import since
from gateway.web.moments import PARIS, day
from gateway.web.visit import Visit

PATH = "/agents/foyers"
NEVER_ACTIVATED = f"{PATH}/jamais-actives"
View = Literal["a-traiter", "conclues", "jamais-actives"]
_STATES: Mapping[View, Literal["open", "concluded", "never_activated"]] = {
    "a-traiter": "open",
    "conclues": "concluded",
    "jamais-actives": "never_activated",
}
_CODE = re.compile(r"[0-9A-Za-z-]{0,20}", re.ASCII)


@dataclass(frozen=True)
class Asked:
    """The view and its filter, as they stand in the address.

    Attributes:
        code: how the code famille begins.
        after: where the page begins; empty for the first.
    """

    view: View = "a-traiter"
    code: str = ""
    after: str = ""

    @classmethod
    def of(cls, path: str, query: Mapping[str, str]) -> "Asked":
        """What is unknown counts as not asked."""
        view: View = "conclues" if query.get("demandes") == "conclues" else "a-traiter"
        return cls(
            "jamais-actives" if path == NEVER_ACTIVATED else view, query.get("code", "").strip(), query.get("apres", "")
        )

    @property
    def code_is_one(self) -> bool:
        """Whether a code famille can begin like this at all."""
        return _CODE.fullmatch(self.code) is not None

    @property
    def path(self) -> str:
        return NEVER_ACTIVATED if self.view == "jamais-actives" else PATH

    @property
    def address(self) -> str:
        given = {"demandes": "conclues" if self.view == "conclues" else "", "code": self.code, "apres": self.after}
        query = urlencode({name: value for name, value in given.items() if value})
        return f"{self.path}?{query}" if query else self.path

    def in_view(self, view: View) -> "Asked":
        return replace(self, view=view, after="")

    def first_page(self) -> "Asked":
        return replace(self, after="")

    def unfiltered(self) -> "Asked":
        return replace(self, code="", after="")


@dataclass(frozen=True)
class Row:
    """One submission of the list."""

    item: WorkItem
    waiting: str

    @property
    def closes_on(self) -> str:
        """The day on which a family that nobody confirmed is erased at the earliest; empty for the others."""
        closes_at = self.item["closes_at"]
        return day(datetime.fromisoformat(closes_at).astimezone(PARIS).date()) if closes_at else ""


@dataclass(frozen=True)
class Listing:
    """One page.

    Attributes:
        next: the address of the next page, if any.
    """

    asked: Asked
    rows: list[Row]
    next: str | None


async def list_work(visit: Visit, asked: Asked) -> Listing:
    """Raises Problem: 422 for a cursor that is none."""
    work = await visit.clients.household.work_list(visit.bearer, _STATES[asked.view], asked.after or None, asked.code)
    now = datetime.now(UTC)
    rows = [Row(item, since(item["made_at"], now)) for item in work["items"]]
    return Listing(asked, rows, replace(asked, after=work["next"]).address if work["next"] else None)
