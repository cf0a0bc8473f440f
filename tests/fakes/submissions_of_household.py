"""What a family handed in, as the gateway's tests need it: one submission in whatever state a test puts it."""

from typing import TYPE_CHECKING, Any

from gateway.clients.household_submissions import (
    FamilySubmissions,
    HeldSlot,
    Offer,
    OwnSubmission,
    SubmissionLine,
)
from gateway.clients.service import Problem

if TYPE_CHECKING:
    from tests.fakes.services_behind_gateway import World


class SubmissionsOfHousehold(FamilySubmissions):
    """In memory; `World.own_submissions` and `World.offers` are what a test set."""

    _world: "World"

    async def own_submissions(self, bearer: str, family_id: str) -> list[SubmissionLine]:
        self._world.called("own_submissions")
        return [_line(found) for found in self._world.own_submissions]

    async def own_submission(self, bearer: str, family_id: str, submission_id: str) -> OwnSubmission:
        self._world.called("own_submission")
        for found in self._world.own_submissions:
            if found["id"] == submission_id:
                return found
        raise Problem(404, "not-found")

    async def preview(self, bearer: str, family_id: str, slots: list[HeldSlot]) -> list[Offer]:
        self._world.called("preview")
        self._world.held = slots
        return self._world.offers

    async def withdraw(self, bearer: str, family_id: str, submission_id: str) -> None:
        self._world.called("withdraw")


def _line(found: OwnSubmission) -> SubmissionLine:
    items = [item for record in found["records"] for item in record["items"]]
    line: Any = {name: value for name, value in found.items() if name != "records"} | {
        "items": len(items),
        "refused": sum(item["decision"] == "refuse" for item in items),
        "record_names": [record["name"] for record in found["records"]],
    }
    told: SubmissionLine = line
    return told
