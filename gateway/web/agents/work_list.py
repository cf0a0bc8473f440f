"""The work list: what was asked for, one page of it, and the way to the next."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import urlencode

from gateway.clients.household import WorkItem
from gateway.web.agents.since import since
from gateway.web.visit import Visit

PATH = "/agents/foyers"
STATES: Mapping[str, Literal["open", "concluded"]] = {"en-cours": "open", "conclues": "concluded"}
ACCOUNTS: Mapping[str, bool | None] = {"tous": None, "actif": True, "non-active": False}
_CODE = re.compile(r"[0-9A-Za-z-]{0,20}", re.ASCII)
_CONFIRMED, _UNCONFIRMED = "a.", "n."


@dataclass(frozen=True)
class Asked:
    """The filters of the list, as they stand in its address.

    Attributes:
        state: a key of STATES.
        account: a key of ACCOUNTS.
        code: how the code famille begins.
        after: where the page begins; empty for the first.
    """

    state: str = "en-cours"
    account: str = "tous"
    code: str = ""
    after: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Asked":
        """What is unknown counts as not asked."""
        state, account = query.get("demandes", ""), query.get("compte", "")
        return cls(
            state if state in STATES else cls.state,
            account if account in ACCOUNTS else cls.account,
            query.get("code", "").strip(),
            query.get("apres", ""),
        )

    @property
    def code_is_one(self) -> bool:
        """Whether a code famille can begin like this at all."""
        return _CODE.fullmatch(self.code) is not None

    @property
    def filtered(self) -> bool:
        return bool(self.code) or self.account != "tous"

    @property
    def address(self) -> str:
        given = {"demandes": self.state, "compte": self.account, "code": self.code, "apres": self.after}
        plain = Asked()
        usual = {"demandes": plain.state, "compte": plain.account, "code": "", "apres": ""}
        query = urlencode({name: value for name, value in given.items() if value != usual[name]})
        return f"{PATH}?{query}" if query else PATH

    def with_state(self, state: str) -> "Asked":
        return replace(self, state=state, after="")

    def first_page(self) -> "Asked":
        return replace(self, after="")


@dataclass(frozen=True)
class Row:
    """One submission of the list."""

    item: WorkItem
    waiting: str

    @property
    def decided(self) -> int:
        return self.item["items"] - self.item["undecided"]


@dataclass(frozen=True)
class Listing:
    """One page. Families that have not confirmed their account yet stand apart, after the others.

    Attributes:
        next: the address of the next page, if any.
    """

    asked: Asked
    rows: list[Row]
    unconfirmed: list[Row]
    next: str | None

    @property
    def empty(self) -> bool:
        return not self.rows and not self.unconfirmed


async def list_work(visit: Visit, asked: Asked) -> Listing:
    """Raises Problem: 422 for a cursor that is none."""
    if STATES[asked.state] == "concluded":
        rows, following = await _page(visit, asked, ACCOUNTS[asked.account], asked.after)
        return Listing(asked, rows, [], _next(asked, "", following))
    confirmed: list[Row] = []
    if asked.account != "non-active" and not asked.after.startswith(_UNCONFIRMED):
        confirmed, following = await _page(visit, asked, True, asked.after.removeprefix(_CONFIRMED))
        if following or asked.account == "actif":
            return Listing(asked, confirmed, [], _next(asked, _CONFIRMED, following))
    after = asked.after.removeprefix(_UNCONFIRMED) if asked.after.startswith(_UNCONFIRMED) else ""
    unconfirmed, following = await _page(visit, asked, False, after)
    return Listing(asked, confirmed, unconfirmed, _next(asked, _UNCONFIRMED, following))


async def _page(visit: Visit, asked: Asked, activated: bool | None, after: str) -> tuple[list[Row], str | None]:
    work = await visit.clients.household.work_list(
        visit.bearer, STATES[asked.state], after or None, activated=activated, family_code=asked.code
    )
    now = datetime.now(UTC)
    return [Row(item, since(item["made_at"], now)) for item in work["items"]], work["next"]


def _next(asked: Asked, part: str, following: str | None) -> str | None:
    return replace(asked, after=part + following).address if following else None
