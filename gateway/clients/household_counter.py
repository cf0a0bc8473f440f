"""household: families that an agent creates at the counter."""

from typing import TypedDict

from gateway.clients.service import Problem, ServiceClient


class CounterDraft(TypedDict):
    """A family that is being created at the counter; `names` of the adults and children typed so far."""

    registration_id: str
    opened_at: str
    opened_by: str
    names: list[str]


class ReceiptAdult(TypedDict):
    name: str


class ReceiptChild(TypedDict):
    name: str
    birth_date: str | None


class ReceiptPiece(TypedDict):
    record_name: str
    label: str
    files: int


class Receipt(TypedDict):
    """What the town has received of a family, for the printed receipt.

    Attributes:
        registered_at: when, ISO 8601.
        registered_by: the agent's id; null when the family did it itself.
        missing: labels of required pieces that are still to be brought.
    """

    family_code: str
    registered_at: str
    registered_by: str | None
    adults: list[ReceiptAdult]
    children: list[ReceiptChild]
    address_lines: list[str]
    pieces: list[ReceiptPiece]
    missing: list[str]


class Counter(ServiceClient):
    """Every method raises Problem and Unavailable; the bearer is an agent's who may register families."""

    async def open_counter_draft(self, bearer: str, key: str) -> str:
        """The id of a new, empty registration."""
        reply = await self.call("POST", "/counter-drafts", bearer, headers={"Idempotency-Key": key})
        registration_id: str = reply.body["registration_id"]
        return registration_id

    async def counter_drafts(self, bearer: str) -> list[CounterDraft]:
        """Those that are not handed in yet."""
        drafts: list[CounterDraft] = (await self.call("GET", "/counter-drafts", bearer)).body
        return drafts

    async def erase_counter_draft(self, bearer: str, registration_id: str) -> None:
        await self.call("DELETE", f"/counter-drafts/{registration_id}", bearer)

    async def find_family(self, bearer: str, code: str) -> str | None:
        """The id of the family with this code famille; None when there is none."""
        try:
            found: str = (await self.call("GET", "/families", bearer, query={"code": code})).body["family_id"]
        except Problem as problem:
            if problem.status in (404, 422):
                return None
            raise
        return found

    async def receipt(self, bearer: str, family_id: str) -> Receipt:
        receipt: Receipt = (await self.call("GET", f"/families/{family_id}/receipt", bearer)).body
        return receipt
