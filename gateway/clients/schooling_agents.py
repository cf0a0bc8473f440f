"""schooling: the requests of families as the town's agents list, read and decide them."""

from typing import Any, Literal, TypedDict

from gateway.clients.schooling_families import CommissionShown, Kind, SchoolName, Stage, Waiting
from gateway.clients.service import ServiceClient


class RequestItem(TypedDict):
    """A line of the list; `flags` are codes."""

    id: str
    number: str
    kind: Kind
    stage: Stage
    label: str
    child_name: str
    family_code: str
    school_year: int
    level: str
    school: SchoolName | None
    wanted_school: SchoolName | None
    submitted_at: str
    opened_at: str | None
    concluded_at: str | None
    silence_on: str
    silence_near: bool
    flags: list[str]


class RequestList(TypedDict):
    items: list[RequestItem]
    next: str | None


class AgentDecision(TypedDict):
    decision: Literal["accept", "refuse"]
    reason_code: str | None
    label: str | None
    legal_basis: str | None
    comment: str | None
    by: str
    at: str


class Advice(TypedDict):
    opinion: Literal["favourable", "unfavourable"]
    held_on: str
    comment: str | None
    by: str
    at: str


class SettledLevel(TypedDict):
    level: str
    reason: str
    by: str
    at: str


class DeterminedSchool(TypedDict):
    school: SchoolName
    reason: str
    by: str
    at: str


class RequestDocument(TypedDict):
    id: str
    piece: str
    pages: int
    size: int
    scan: Literal["clean", "pending", "infected"]
    added_at: str | None


class ReasonShown(TypedDict):
    code: str
    label: str
    legal_basis: str | None
    between_communes: bool


class Sittings(TypedDict):
    """Of the commission: days that have sat, the latest first, and the first one to come."""

    held: list[str]
    next: str | None


class AgentDerogation(TypedDict):
    wanted_school: SchoolName
    reasons: list[ReasonShown]
    comment: str | None
    commission: CommissionShown | None
    sittings: Sittings
    advice: Advice | None
    decision: AgentDecision | None


class Places(TypedDict):
    """One school, year and level; `places` and `free` are null where there is no bound."""

    school: SchoolName
    school_year: int
    level: str
    places: int | None
    taken: int
    held: int
    waiting: int
    free: int | None


class AgentProposal(TypedDict):
    school: SchoolName
    comment: str | None
    proposed_at: str
    until: str
    state: Literal["pending", "accepted", "refused", "lapsed", "taken-back"]
    closed_at: str | None


class AgentRequest(TypedDict):
    """A request with everything to decide it; see the API of schooling."""

    id: str
    version: int
    number: str
    kind: Kind
    stage: Stage
    label: str
    child_id: str
    child_name: str
    birth_date: str
    other_home: bool
    disagreement: bool
    provisional: bool
    family_id: str
    family_code: str
    family_complete: bool
    school_year: int
    campaign: str | None
    late: bool
    newcomer: bool
    former_school: str | None
    submitted_at: str
    opened_at: str | None
    concluded_at: str | None
    concluded_by: str | None
    silence_means: Literal["accepted", "refused"]
    silence_on: str
    silence_near: bool
    level: str
    level_explanation: str
    level_objection: str | None
    level_now: str | None
    settled_level: SettledLevel | None
    sector_school: SchoolName | None
    sector_reason: str | None
    sector_explanation: str
    address: str | None
    address_now: str | None
    address_changed_at: str | None
    determined_school: DeterminedSchool | None
    school: SchoolName | None
    schools: list[SchoolName]
    derogation: AgentDerogation | None
    decision: AgentDecision | None
    enrolled_at: SchoolName | None
    waiting: Waiting | None
    proposal: AgentProposal | None
    places: list[Places]
    documents: list[RequestDocument]
    flags: list[str]


class SchoolRefusal(TypedDict):
    code: str
    label: str
    legal_basis: str
    applies_to: list[str]


class AgentSchooling(ServiceClient):
    """Every method raises Problem and Unavailable; the bearer is an agent's."""

    async def list_requests(self, bearer: str, asked: dict[str, str]) -> RequestList:
        """`asked`: stage, school_year, kind, level, school, family_code, after; what is left out does not filter."""
        listed: RequestList = (await self.call("GET", "/pre-registrations", bearer, query=asked)).body
        return listed

    async def request(self, bearer: str, request_id: str) -> AgentRequest:
        """The first time an agent reads it, its family can take it back no more."""
        found: AgentRequest = (await self.call("GET", f"/pre-registrations/{request_id}", bearer)).body
        return found

    async def decision_reasons(self, bearer: str) -> list[SchoolRefusal]:
        reasons: list[SchoolRefusal] = (await self.call("GET", "/decision-reasons", bearer)).body
        return reasons

    async def confirm_enrolment(self, bearer: str, child_id: str, school_year: int) -> None:
        """What was provisional holds for good."""
        path = f"/children/{child_id}/enrolments/{school_year}"
        await self.call("PUT", path, bearer, body={"status": "inscrit"})

    async def act_on_request(
        self, bearer: str, request_id: str, method: Literal["PUT", "POST", "DELETE"], what: str, body: Any = None
    ) -> None:
        """`what`: the last part of the path: level, school, derogation/advice, conclusion, ..."""
        await self.call(method, f"/pre-registrations/{request_id}/{what}", bearer, body=body)

    async def places(self, bearer: str, school_year: int) -> list[Places]:
        places: list[Places] = (await self.call("GET", "/places", bearer, query={"school_year": str(school_year)})).body
        return places
