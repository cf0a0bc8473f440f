"""household: the draft of a family, its records, its submissions, and what agents decide."""

from typing import Any, Literal, NotRequired, TypedDict

from gateway.clients.family_data import FamilyData
from gateway.clients.household_counter import Counter
from gateway.clients.household_health import Health, Vaccination
from gateway.clients.household_members import Members as FamilyMembers
from gateway.clients.household_submissions import FamilySubmissions
from gateway.clients.service import Reply

Scalar = str | list[str] | None
Members = dict[str, Scalar]
Value = str | Members | list[Members] | None
Typed = dict[str, Scalar]
RecordKind = Literal["family", "adult", "child", "health"]
Light = Literal["red", "orange", "green", "grey"]
Status = Literal["pending", "valid", "refused", "expired", "incomplete", "unsent", "of-age"]


class Street(TypedDict):
    id: str
    name: str
    postal_code: str
    city: str


class RefusalReason(TypedDict):
    code: str
    label: str
    applies_to: list[str]


class Member(TypedDict):
    """An adult or a child of a draft."""

    id: str
    typed: Typed
    complete: bool


class Draft(TypedDict):
    """`to_complete`: once submitted, how many records of the new family are still red."""

    version: int
    state: Literal["open", "submitted"]
    family_code: str | None
    family_id: str | None
    adults: list[Member]
    children: list[Member]
    missing: list[str]
    expires_at: str | None
    to_complete: NotRequired[int | None]


class RecordCard(TypedDict):
    """`name`: of the person, a fiche sanitaire's too. `undeclared`: it has to be declared exact before it is sent."""

    key: str
    kind: RecordKind
    name: str
    light: Light
    status: Status
    refused: int
    missing: int
    unsent: bool
    undeclared: bool


class OpenSubmission(TypedDict):
    """`opened_at`: when an agent first opened it."""

    id: str
    made_at: str
    opened_at: NotRequired[str | None]


class Dashboard(TypedDict):
    family_code: str
    records: list[RecordCard]
    can_submit: bool
    open_submissions: list[OpenSubmission]


class Refusal(TypedDict):
    reason_label: str
    comment: str | None


class RecordField(TypedDict):
    """A field. `known`: what may be proposed while it is empty. `urgent`: it applies as soon as it is saved.

    `asked_again`: why it is to be looked at anew; `frozen`: the child's homes disagree about what both know.
    """

    name: str
    value: Value
    accepted_value: Value
    known: Value
    required: bool
    pending: bool
    urgent: bool
    said_at: str | None
    refusal: Refusal | None
    asked_again: NotRequired[Literal["guardian-left", "changed-elsewhere"] | None]
    frozen: NotRequired[bool]


class RecordPiece(TypedDict):
    code: str
    label: str
    required: bool
    document_ids: list[str]
    state: Literal["missing", "pending", "accepted", "refused", "waived", "expired", "outdated"]
    expired_on: NotRequired[str | None]
    refusal: Refusal | None


class Record(TypedDict):
    """A record, whole. `declared_at`: since when its values are declared exact."""

    key: str
    kind: RecordKind
    name: str
    version: int
    light: Light
    status: Status
    locked: bool
    closed: NotRequired[bool]
    removable: NotRequired[bool]
    submission: NotRequired[OpenSubmission | None]
    declared_at: str | None
    fields: list[RecordField]
    pieces: list[RecordPiece]
    vaccinations: list[Vaccination]


WorkState = Literal["open", "concluded", "never_activated"]


class WorkItem(TypedDict):
    """A line of the work list. `closes_at`: when a family that nobody confirmed is erased, at the earliest."""

    id: str
    family_code: str
    family_name: str
    made_at: str
    concluded_at: str | None
    items: int
    undecided: int
    kind: Literal["registration", "change"]
    activated: bool
    origin: Literal["online", "counter", "imported"]
    registered_at: str
    closes_at: str | None


class WorkList(TypedDict):
    items: list[WorkItem]
    next: str | None


class Decision(TypedDict):
    decision: Literal["accept", "refuse", "waive"]
    reason_code: str | None
    reason_label: str | None
    comment: str | None
    by: str | None
    at: str


class ItemDocument(TypedDict):
    id: str
    sha256: str
    pages: int
    size: int
    scan: Literal["clean", "pending", "infected"]


class PaperDate(TypedDict):
    """As the family gave it: the day of the document (`issued`), or the last one on which it counts."""

    asks: Literal["issued", "expires"]
    day: str
    expires_on: str | None


class Item(TypedDict):
    key: str
    field: str | None
    piece: str | None
    label: str
    old: Value
    new: Value
    documents: list[ItemDocument]
    old_document_ids: list[str]
    required: bool
    health: bool
    paper_date: NotRequired[PaperDate | None]
    decision: Decision | None


class SubmittedChild(TypedDict):
    """`other_homes`: codes famille; `disagreement`: why an agent froze what both homes know."""

    child_id: str
    other_homes: list[str]
    disagreement: str | None


class SubmittedRecord(TypedDict):
    """`hidden_items`, `hidden_undecided`: of a fiche sanitaire that this agent may not see; `items` is empty then."""

    key: str
    kind: RecordKind
    name: str
    declared_at: str | None
    child: NotRequired[SubmittedChild | None]
    items: list[Item]
    hidden_items: int
    hidden_undecided: int


class SubmittingAdult(TypedDict):
    id: str
    last_name: str | None
    first_name: str | None


class SubmittingFamily(TypedDict):
    id: str
    code: str
    activated: bool
    address: Value
    adults: list[SubmittingAdult]


class Submission(TypedDict):
    id: str
    version: int
    state: Literal["open", "concluded"]
    kind: Literal["registration", "change"]
    made_at: str
    concluded_at: str | None
    family: SubmittingFamily
    records: list[SubmittedRecord]


class FamilyCreated(TypedDict):
    family_id: str
    family_code: str


class HouseholdClient(FamilySubmissions, FamilyMembers, Counter, FamilyData, Health):
    """Every method raises Problem and Unavailable."""

    async def streets(self, bearer: str) -> list[Street]:
        streets: list[Street] = (await self.call("GET", "/streets", bearer)).body
        return streets

    async def refusal_reasons(self, bearer: str) -> list[RefusalReason]:
        reasons: list[RefusalReason] = (await self.call("GET", "/refusal-reasons", bearer)).body
        return reasons

    async def draft(self, bearer: str, registration_id: str) -> Draft:
        draft: Draft = (await self.call("GET", f"/drafts/{registration_id}", bearer)).body
        return draft

    async def keep_adult(
        self, bearer: str, registration_id: str, adult_id: str, typed: Typed, version: int, *, checked: bool
    ) -> None:
        await self._keep(bearer, f"/drafts/{registration_id}/adults/{adult_id}", typed, version, checked=checked)

    async def keep_child(
        self, bearer: str, registration_id: str, child_id: str, typed: Typed, version: int, *, checked: bool
    ) -> None:
        await self._keep(bearer, f"/drafts/{registration_id}/children/{child_id}", typed, version, checked=checked)

    async def remove_adult(self, bearer: str, registration_id: str, adult_id: str, version: int) -> None:
        await self.call("DELETE", f"/drafts/{registration_id}/adults/{adult_id}", bearer, headers=_if_match(version))

    async def remove_child(self, bearer: str, registration_id: str, child_id: str, version: int) -> None:
        await self.call("DELETE", f"/drafts/{registration_id}/children/{child_id}", bearer, headers=_if_match(version))

    async def discard_draft(self, bearer: str, registration_id: str) -> None:
        """Erase what was typed, at once; twice is fine."""
        await self.call("DELETE", f"/drafts/{registration_id}", bearer)

    async def create_family(self, bearer: str, registration_id: str, manifest: str, key: str) -> FamilyCreated:
        """TERMINER on a draft: the family exists and has its code."""
        reply = await self.call(
            "POST", f"/drafts/{registration_id}/submission", bearer, body={"manifest": manifest}, headers=_once(key)
        )
        created: FamilyCreated = reply.body
        return created

    async def dashboard(self, bearer: str, family_id: str) -> Dashboard:
        dashboard: Dashboard = (await self.call("GET", f"/families/{family_id}/dashboard", bearer)).body
        return dashboard

    async def record(self, bearer: str, family_id: str, key: str) -> Record:
        record: Record = (await self.call("GET", f"/families/{family_id}/records/{key}", bearer)).body
        return record

    async def keep_record(
        self,
        bearer: str,
        family_id: str,
        key: str,
        fields: dict[str, Value],
        version: int,
        *,
        checked: bool = True,
        declared: bool | None = None,
    ) -> None:
        """Store fields of a record; `checked` refuses (422) what breaks a rule, else it is kept as typed.

        Args:
            declared: whether they are declared exact; None when nothing is said of it.
        """
        await self.call(
            "PUT",
            f"/families/{family_id}/records/{key}",
            bearer,
            body={"fields": fields, "declares_exact": declared},
            query={"keep": "checked" if checked else "typed"},
            headers=_if_match(version),
        )

    async def submit(self, bearer: str, family_id: str, manifest: str, key: str) -> str:
        """TERMINER on a family's records. The submission's id."""
        reply = await self.call(
            "POST", f"/families/{family_id}/submissions", bearer, body={"manifest": manifest}, headers=_once(key)
        )
        submission_id: str = reply.body["submission_id"]
        return submission_id

    async def work_list(self, bearer: str, state: WorkState, after: str | None, family_code: str = "") -> WorkList:
        """One page. `family_code`: how it begins."""
        asked = {"state": state, "after": after or "", "family_code": family_code}
        query = {name: value for name, value in asked.items() if value}
        work: WorkList = (await self.call("GET", "/submissions", bearer, query=query)).body
        return work

    async def submission(self, bearer: str, submission_id: str) -> Submission:
        submission: Submission = (await self.call("GET", f"/submissions/{submission_id}", bearer)).body
        return submission

    async def decide(self, bearer: str, submission_id: str, item_key: str, decision: dict[str, Any]) -> None:
        await self.call("PUT", f"/submissions/{submission_id}/items/{item_key}/decision", bearer, body=decision)

    async def accept_the_rest(self, bearer: str, submission_id: str) -> None:
        await self.call("POST", f"/submissions/{submission_id}/acceptance", bearer)

    async def conclude(self, bearer: str, submission_id: str) -> None:
        await self.call("POST", f"/submissions/{submission_id}/conclusion", bearer)

    async def _keep(self, bearer: str, path: str, typed: Typed, version: int, *, checked: bool) -> Reply:
        return await self.call(
            "PUT",
            path,
            bearer,
            body=typed,
            query={"keep": "checked" if checked else "typed"},
            headers=_if_match(version),
        )


def _if_match(version: int) -> dict[str, str]:
    return {"If-Match": f'"{version}"'}


def _once(key: str) -> dict[str, str]:
    return {"Idempotency-Key": key}
