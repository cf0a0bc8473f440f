"""Household's counter behind the gateway: drafts that agents opened, and what a family handed in."""

from typing import TYPE_CHECKING

from gateway.clients.household_counter import CounterDraft, Receipt
from gateway.clients.service import Problem

if TYPE_CHECKING:
    from tests.fakes.services_behind_gateway import World

# As `services_behind_gateway` names it, which imports this module.
FAMILY_ID = "11111111-1111-4111-8111-111111111111"
COUNTER_DRAFT = "77777777-7777-4777-8777-777777777777"
OPENED_AT = "2026-11-23T08:05:00Z"
RECEIPT: Receipt = {
    "family_code": "00012",
    "registered_at": "2026-11-23T08:10:00Z",
    "registered_by": None,
    "adults": [{"name": "Inès MARTIN"}],
    "children": [{"name": "Léa MARTIN", "birth_date": "2021-05-02"}],
    "address_lines": ["25 bis rue des Selves", "06510 CARROS"],
    "pieces": [{"record_name": "Léa MARTIN", "label": "Livret de famille - Page parents/enfant", "files": 2}],
    "missing": ["Justificatif de domicile"],
}


class CounterOfHousehold:
    """What `FakeHousehold` answers to agents who may register; `keys` of one form make one draft."""

    _world: "World"

    async def open_counter_draft(self, bearer: str, key: str) -> str:
        self._world.called("open_counter_draft")
        if key not in self._world.keys:
            self._world.keys.append(key)
            self._world.counter_drafts.append(a_counter_draft())
        return COUNTER_DRAFT

    async def counter_drafts(self, bearer: str) -> list[CounterDraft]:
        self._world.called("counter_drafts")
        return self._world.counter_drafts

    async def erase_counter_draft(self, bearer: str, registration_id: str) -> None:
        self._world.called("erase_counter_draft")
        kept = [draft for draft in self._world.counter_drafts if draft["registration_id"] != registration_id]
        if len(kept) == len(self._world.counter_drafts):
            raise Problem(404, "not-found")
        self._world.counter_drafts[:] = kept

    async def find_family(self, bearer: str, code: str) -> str | None:
        self._world.called("find_family")
        return FAMILY_ID if code == RECEIPT["family_code"] else None

    async def receipt(self, bearer: str, family_id: str) -> Receipt:
        self._world.called("receipt")
        return RECEIPT


def a_counter_draft(*names: str, opened_by: str = "somebody") -> CounterDraft:
    return {"registration_id": COUNTER_DRAFT, "opened_at": OPENED_AT, "opened_by": opened_by, "names": list(names)}
