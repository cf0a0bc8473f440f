"""household: what a family handed in, for the family itself."""

from typing import Any, Literal, TypedDict

from gateway.clients.service import ServiceClient

SubmissionState = Literal["open", "concluded", "withdrawn"]
SubmissionKind = Literal["registration", "change"]


class SubmissionDates(TypedDict):
    """`opened_at`: when an agent first opened it; the family may take it back until then."""

    id: str
    state: SubmissionState
    kind: SubmissionKind
    made_at: str
    opened_at: str | None
    concluded_at: str | None
    withdrawn_at: str | None


class SubmissionLine(SubmissionDates):
    """A line of the list; `refused` counts once the decisions are final."""

    items: int
    refused: int
    record_names: list[str]


class OwnRefusal(TypedDict):
    reason_label: str
    comment: str | None


class OwnItem(TypedDict):
    """What the family handed in, and the town's decision once the submission is concluded."""

    key: str
    field: str | None
    piece: str | None
    label: str
    old: Any
    new: Any
    document_ids: list[str]
    decision: Literal["accept", "refuse", "waive"] | None
    refusal: OwnRefusal | None


class OwnRecord(TypedDict):
    key: str
    kind: str
    name: str
    items: list[OwnItem]


class OwnSubmission(SubmissionDates):
    records: list[OwnRecord]


class HeldFile(TypedDict):
    id: str
    scan: str


class HeldSlot(TypedDict):
    """Files that were not handed in yet; `date_problem`: code of what is wrong with the date of the paper."""

    record: str
    piece: str
    required: bool
    documents: list[HeldFile]
    date_problem: str | None


class OfferedItem(TypedDict):
    field: str | None
    piece: str | None
    label: str
    old: Any
    new: Any
    document_ids: list[str]


class Obstacle(TypedDict):
    code: str
    field: str | None
    piece: str | None


class Offer(TypedDict):
    """One record; it leaves with TERMINER when it is `ready`, else it stays with the family."""

    key: str
    kind: str
    name: str
    ready: bool
    items: list[OfferedItem]
    obstacles: list[Obstacle]


class FamilySubmissions(ServiceClient):
    """Every method raises Problem and Unavailable; the bearer is the family's."""

    async def own_submissions(self, bearer: str, family_id: str) -> list[SubmissionLine]:
        """Newest first."""
        lines: list[SubmissionLine] = (await self.call("GET", f"/families/{family_id}/submissions", bearer)).body
        return lines

    async def own_submission(self, bearer: str, family_id: str, submission_id: str) -> OwnSubmission:
        path = f"/families/{family_id}/submissions/{submission_id}"
        submission: OwnSubmission = (await self.call("GET", path, bearer)).body
        return submission

    async def preview(self, bearer: str, family_id: str, slots: list[HeldSlot]) -> list[Offer]:
        """What TERMINER would hand in now, of every record that is not with the town."""
        path = f"/families/{family_id}/submissions/preview"
        offers: list[Offer] = (await self.call("POST", path, bearer, body={"slots": slots})).body
        return offers

    async def withdraw(self, bearer: str, family_id: str, submission_id: str) -> None:
        """Take it back; twice is fine. 409 `submission-opened`, `already-concluded`."""
        await self.call("POST", f"/families/{family_id}/submissions/{submission_id}/withdrawal", bearer)
