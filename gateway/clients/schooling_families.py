"""schooling: a family's children, what can be asked for them, and the requests that the family follows."""

from typing import Any, Literal, NotRequired, TypedDict

from gateway.clients.service import ServiceClient

Stage = Literal["submitted", "opened", "proposed", "waiting", "accepted", "refused", "withdrawn"]
Kind = Literal["sector", "derogation", "outside"]
CLOSED: frozenset[Stage] = frozenset({"accepted", "refused", "withdrawn"})


class SchoolName(TypedDict):
    uai: str
    name: str


class SchoolChoice(SchoolName):
    """A school that teaches the level."""

    address: str
    telephone: str
    is_sector_school: bool


class Enrolment(TypedDict):
    """État inscription in one school year; `label` in words."""

    school_year: int
    school_year_label: str
    status: Literal["non-inscrit", "preinscrit", "derogation-en-cours", "inscrit", "admis", "radie"]
    label: str
    school: SchoolName | None
    level: str | None
    since: str | None
    provisional: bool


class Obstacle(TypedDict):
    """Why not, and what to do about it."""

    code: str
    explanation: str
    what_to_do: str
    opens_at: str | None
    pre_registration_id: str | None


class CampaignShown(TypedDict):
    code: str
    title: str
    state: Literal["upcoming", "open", "closed"]
    opens_at: str
    closes_at: str
    grace_until: str
    introduction: str
    closed_text: str


class LevelShown(TypedDict):
    level: str | None
    explanation: str


class SectorShown(TypedDict):
    """`school` is null where the town determines it."""

    school: SchoolName | None
    reason: str | None
    explanation: str
    address: str | None


class NextStep(TypedDict):
    appointment: bool
    explanation: str


class CommissionShown(TypedDict):
    on: str
    month: str
    sentence: str


class Target(TypedDict):
    """What can be asked for a child and one school year; see the API of schooling."""

    school_year: int
    school_year_label: str
    title: str
    may_pre_register: bool
    may_derogate: bool
    kind_without_wish: Literal["sector", "outside"]
    obstacles: list[Obstacle]
    derogation_closed: str | None
    late: bool
    late_explanation: str | None
    campaign: CampaignShown | None
    newcomer: bool | None
    asks_former_school: bool
    level: LevelShown
    sector: SectorShown | None
    schools: list[SchoolChoice]
    next_step: NextStep | None
    commission: CommissionShown | None
    offer: str | None
    request_id: str


class RequestLine(TypedDict):
    """A request of this family in a list. `answer_before`: while a proposal waits for the family's answer."""

    id: str
    number: str
    kind: Kind
    school_year: int
    school_year_label: str
    stage: Stage
    label: str
    submitted_at: str
    answer_before: str | None


class ChildSchooling(TypedDict):
    child_id: str
    first_name: str
    last_name: str
    birth_date: str
    this_year: Enrolment
    next_year: Enrolment
    targets: list[Target]
    requests: list[RequestLine]


class DerogationReason(TypedDict):
    code: str
    label: str
    legal_basis: str | None
    between_communes: bool
    proof: str | None


class Answers(TypedDict):
    """What a family typed for one child and school year, and has not handed in; `reasons` in the order of the lists."""

    enrolled_before: bool | None
    level_objection: str
    former_school: str
    wanted_school: str
    reasons: list[str]
    comment: str


class Asking(TypedDict):
    """TERMINER."""

    school_year: int
    request_id: str
    offer: str
    enrolled_before: NotRequired[bool | None]
    level_objection: NotRequired[str | None]
    former_school: NotRequired[str | None]
    derogation: NotRequired[dict[str, Any] | None]
    manifest: NotRequired[str | None]


class HandedFile(TypedDict):
    """`added_at`: it followed the request; null: it came with it."""

    id: str
    piece: str
    pages: int
    size: int
    added_at: str | None


class DecisionShown(TypedDict):
    """A refusal: in fact (`label`, `comment`) and in law."""

    label: str
    legal_basis: str
    comment: str | None


class DerogationAsked(TypedDict):
    wanted_school: SchoolName
    reasons: list[str]
    comment: str | None
    commission: CommissionShown | None
    advised: bool
    accepted: bool | None
    refusal: DecisionShown | None


class Waiting(TypedDict):
    """1 is the first of the list."""

    school: SchoolName
    rank: int
    since: str


class Consequences(TypedDict):
    """What each answer to a proposal leads to, and none, in sentences."""

    accepted: str
    refused: str
    unanswered: str


class Proposal(TypedDict):
    """Régulation. `until`: the first instant at which it can be answered no more; `consequences`: while it waits."""

    school: SchoolChoice
    comment: str | None
    proposed_at: str
    until: str
    state: Literal["pending", "accepted", "refused", "lapsed", "taken-back"]
    consequences: Consequences | None


class Service(TypedDict):
    name: str
    telephone: str
    email: str
    address: list[str]


class ReceiptTold(TypedDict):
    """Accusé de réception (R112-11-1 CRPA)."""

    number: str
    received_at: str
    service: Service
    silence_means: Literal["accepted", "refused"]
    silence_on: str
    legal_basis: str
    sentence: str
    remedies: list[str]


class Step(TypedDict):
    at: str
    sentence: str


class FollowedRequest(TypedDict):
    """A request as its own family follows it."""

    id: str
    number: str
    kind: Kind
    stage: Stage
    label: str
    child_id: str
    child_name: str
    school_year: int
    school_year_label: str
    submitted_at: str
    answer_before: str | None
    opened_at: str | None
    concluded_at: str | None
    late: bool
    newcomer: bool
    former_school: str | None
    level: str
    level_explanation: str
    level_objection: str | None
    level_settled: str | None
    sector_school: SchoolName | None
    sector_explanation: str
    address: str | None
    address_changed: bool
    school_determined: str | None
    derogation: DerogationAsked | None
    school: SchoolName | None
    refusal: DecisionShown | None
    waiting: Waiting | None
    proposal: Proposal | None
    may_withdraw: bool
    documents: list[HandedFile]
    may_add_documents: bool
    next_step: NextStep
    receipt: ReceiptTold
    steps: list[Step]


class FamilySchooling(ServiceClient):
    """Every method raises Problem and Unavailable; the bearer is the family's."""

    async def children_schooling(self, bearer: str, family_id: str) -> list[ChildSchooling]:
        """Every child of the family, oldest first."""
        children: list[ChildSchooling] = (await self.call("GET", f"/families/{family_id}/schooling", bearer)).body
        return children

    async def child_schooling(
        self, bearer: str, family_id: str, child_id: str, enrolled_before: bool | None = None
    ) -> ChildSchooling:
        """`enrolled_before`: the family's answer to the question whether the child is a newcomer."""
        query = None if enrolled_before is None else {"enrolled_before": str(enrolled_before).lower()}
        found: ChildSchooling = (
            await self.call("GET", f"/families/{family_id}/children/{child_id}/schooling", bearer, query=query)
        ).body
        return found

    async def derogation_reasons(self, bearer: str) -> list[DerogationReason]:
        reasons: list[DerogationReason] = (await self.call("GET", "/derogation-reasons", bearer)).body
        return reasons

    async def kept_answers(self, bearer: str, family_id: str, child_id: str, school_year: int) -> Answers:
        """Empty ones where nothing was kept."""
        answers: Answers = (
            await self.call("GET", f"/families/{family_id}/children/{child_id}/answers/{school_year}", bearer)
        ).body
        return answers

    async def keep_answers(
        self, bearer: str, family_id: str, child_id: str, school_year: int, answers: Answers
    ) -> None:
        await self.call("PUT", f"/families/{family_id}/children/{child_id}/answers/{school_year}", bearer, body=answers)

    async def submit_pre_registration(
        self, bearer: str, family_id: str, child_id: str, asking: Asking, key: str
    ) -> str:
        """TERMINER. The id of the request."""
        reply = await self.call(
            "POST",
            f"/families/{family_id}/children/{child_id}/pre-registrations",
            bearer,
            body=asking,
            headers={"Idempotency-Key": key},
        )
        request_id: str = reply.body["pre_registration_id"]
        return request_id

    async def followed_request(self, bearer: str, family_id: str, request_id: str) -> FollowedRequest:
        found: FollowedRequest = (
            await self.call("GET", f"/families/{family_id}/pre-registrations/{request_id}", bearer)
        ).body
        return found

    async def withdraw_request(self, bearer: str, family_id: str, request_id: str) -> None:
        await self.call("POST", f"/families/{family_id}/pre-registrations/{request_id}/withdrawal", bearer)

    async def add_documents(self, bearer: str, family_id: str, request_id: str, manifest: str) -> None:
        path = f"/families/{family_id}/pre-registrations/{request_id}/documents"
        await self.call("POST", path, bearer, body={"manifest": manifest})

    async def answer_proposal(
        self, bearer: str, family_id: str, request_id: str, answer: Literal["accept", "refuse"]
    ) -> None:
        path = f"/families/{family_id}/pre-registrations/{request_id}/reassignment/answer"
        await self.call("POST", path, bearer, body={"answer": answer})
