"""Pre-registrations over HTTP, as the family that asks reads and writes them. Sentences are French, for the screen."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from libs.chassis.typed_text import Code, FreeText, Manifest, Typed
from services.schooling.api.schemas import CampaignState, Level, Output

Uai = Annotated[str, StringConstraints(pattern=r"^\d{7}[A-Z]$")]
EnrolmentStatusName = Literal["non-inscrit", "preinscrit", "derogation-en-cours", "inscrit", "admis", "radie"]
Kind = Literal["sector", "derogation", "outside"]
Stage = Literal["submitted", "opened", "proposed", "waiting", "accepted", "refused", "withdrawn"]
ObstacleCode = Literal[
    "not-all-green",
    "already-requested",
    "requested-by-other-home",
    "already-enrolled",
    "too-young",
    "too-old",
    "say-whether-newcomer",
    "campaign-not-open-yet",
    "campaign-closed",
    "closed-for-level",
    "no-campaign",
]


class Input(BaseModel):
    """A member that we do not know is refused."""

    model_config = ConfigDict(extra="forbid")


class SchoolNameOut(Output):
    uai: str
    name: str


class SchoolChoiceOut(SchoolNameOut):
    """A school that teaches the level. `is_sector_school`: it needs no dérogation."""

    address: str
    telephone: str
    is_sector_school: bool


class EnrolmentOut(Output):
    """État inscription of a child in a school year.

    Attributes:
        label: the status in words: `Non inscrit`, `Préinscrit`, ...
        school, level: once the town decided; shared by both homes.
        since: when it took this status; null for the first three.
        provisional: « à titre provisoire »; it says no more to any home.
    """

    school_year: int
    school_year_label: str
    status: EnrolmentStatusName
    label: str
    school: SchoolNameOut | None
    level: Level | None
    since: datetime | None
    provisional: bool


class ObstacleOut(Output):
    """One reason why not.

    Attributes:
        explanation: what is so; `what_to_do`: what the family can do about it.
        opens_at: with `campaign-not-open-yet`.
        pre_registration_id: with `already-requested`: the family's own request.
    """

    code: ObstacleCode
    explanation: str
    what_to_do: str
    opens_at: datetime | None = None
    pre_registration_id: UUID | None = None


class CampaignShownOut(Output):
    """The campaign that takes the child, whatever its state now; its texts are the town's."""

    code: str
    title: str
    state: CampaignState
    opens_at: datetime
    closes_at: datetime
    grace_until: datetime
    introduction: str
    closed_text: str


class LevelShownOut(Output):
    """`level` is null for a child who is too young or too old."""

    level: Level | None
    explanation: str


class SectorShownOut(Output):
    """École de secteur by the accepted address of the family that asks, never by the other home's.

    Attributes:
        school: null: « le service détermine votre école », for the reason of the explanation.
        address: the address in one line; null where the town accepted none yet.
    """

    school: SchoolNameOut | None
    reason: str | None
    explanation: str
    address: str | None


class NextStepOut(Output):
    """What comes after the decision. `appointment`: with the head of school (PS, CP, newcomers)."""

    appointment: bool
    explanation: str


class CommissionOut(Output):
    """The next session that advises on dérogations; `sentence` says when to expect an answer."""

    on: date
    month: str
    sentence: str


class TargetOut(Output):
    """What can be asked for a child and one school year, and what a form would show.

    Attributes:
        title: of the page: `Préinscription scolaire 2026/2027`.
        may_pre_register, may_derogate: whether TERMINER would be taken now.
        kind_without_wish: `outside` when the family lives in another commune: a wanted school and reasons are
            needed then; else `sector`.
        obstacles: every reason why nothing can be asked; `derogation_closed`: why another school cannot, alone.
        late: the campaign is over and school is compulsory: the enrolment is taken all the same, a dérogation is not.
        newcomer: null: the town does not know; ask the family whether the child was in a school of the commune the
            year before, and ask again here with its answer.
        asks_former_school: a newcomer who went to school elsewhere names it and may bring its certificat de radiation.
        schools: those that teach the level; `schools` without the sector school are the choices of a dérogation.
        offer: what the form was filled from; TERMINER sends it back. Null while nothing can be asked.
        request_id: the id that the request will have; its proofs lie in documents under `derogation-<request_id>`.
    """

    school_year: int
    school_year_label: str
    title: str
    may_pre_register: bool
    may_derogate: bool
    kind_without_wish: Literal["sector", "outside"]
    obstacles: list[ObstacleOut]
    derogation_closed: str | None
    late: bool
    late_explanation: str | None
    campaign: CampaignShownOut | None
    newcomer: bool | None
    asks_former_school: bool
    level: LevelShownOut
    sector: SectorShownOut | None
    schools: list[SchoolChoiceOut]
    next_step: NextStepOut | None
    commission: CommissionOut | None
    offer: str | None
    request_id: UUID


class RequestLineOut(Output):
    """A request of this family in a list.

    Attributes:
        label: the stage in words.
        answer_before: while another school is proposed, the first instant at which it can be answered no more.
    """

    id: UUID
    number: str
    kind: Kind
    school_year: int
    school_year_label: str
    stage: Stage
    label: str
    submitted_at: datetime
    answer_before: datetime | None


class ChildSchoolingOut(Output):
    """A child's schooling as one of its homes reads it.

    Attributes:
        this_year, next_year: état inscription.
        targets: the school years that the town takes requests for, or will.
        requests: this family's own, newest first.
    """

    child_id: UUID
    first_name: str
    last_name: str
    birth_date: date
    this_year: EnrolmentOut
    next_year: EnrolmentOut
    targets: list[TargetOut]
    requests: list[RequestLineOut]


class DerogationReasonOut(Output):
    """Motif de dérogation. `between_communes`: it binds the commune of residence (L212-8, R212-21)."""

    code: str
    label: str
    legal_basis: str | None
    between_communes: bool
    proof: str | None


class WishIn(Input):
    """Demande de dérogation: École désirée, one to three reasons in the family's order, its comment."""

    wanted_school: Uai
    reasons: list[Code] = Field(min_length=1, max_length=3)
    comment: FreeText | None = None


class PreRegistrationIn(Input):
    """TERMINER.

    Attributes:
        school_year, request_id, offer: from the target that the form was filled from.
        enrolled_before: the family's answer, where `newcomer` was null: in a school of the commune the year before?
        level_objection: « Ce niveau n'est pas le bon », in the family's words; staff settle it.
        former_school: a newcomer's, with its town.
        derogation: needed where `kind_without_wish` is `outside`.
        manifest: documents' signature over `derogation-<request_id>`; null without files.
    """

    school_year: int
    request_id: UUID
    offer: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
    enrolled_before: bool | None = None
    level_objection: FreeText | None = None
    former_school: Typed | None = None
    derogation: WishIn | None = None
    manifest: Manifest | None = None


class PreRegistrationMadeOut(Output):
    pre_registration_id: UUID


class DocumentOut(Output):
    """A file that was handed in; `added_at`: it followed the request, null: it came with it."""

    id: UUID
    piece: str
    pages: int
    size: int
    added_at: datetime | None


class RefusalOut(Output):
    """Why, in fact (`label`, `comment`) and in law."""

    label: str
    legal_basis: str
    comment: str | None


class DerogationAskedOut(Output):
    """`accepted` is null until the request is concluded; `advised`: the commission has looked at it."""

    wanted_school: SchoolNameOut
    reasons: list[str]
    comment: str | None
    commission: CommissionOut | None
    advised: bool
    accepted: bool | None
    refusal: RefusalOut | None


class WaitingOut(Output):
    """The family's place on a waiting list: 1 is the first. Nobody else is shown."""

    school: SchoolNameOut
    rank: int
    since: datetime


class ConsequencesOut(Output):
    """What each answer to a proposal leads to, and none, in sentences."""

    accepted: str
    refused: str
    unanswered: str


class ProposalOut(Output):
    """Régulation: another school is proposed because the first one is full.

    Attributes:
        until: the first instant at which it can be answered no more.
        state: `lapsed`: the time went by without an answer; `taken-back`: by the town.
        consequences: null once it is closed.
    """

    school: SchoolChoiceOut
    comment: str | None
    proposed_at: datetime
    until: datetime
    state: Literal["pending", "accepted", "refused", "lapsed", "taken-back"]
    consequences: ConsequencesOut | None


class ServiceOut(Output):
    """Who deals with the request, and how to reach them."""

    name: str
    telephone: str
    email: str
    address: list[str]


class ReceiptOut(Output):
    """Accusé de réception (R112-11-1 CRPA).

    Attributes:
        silence_means: what the town's silence means from `silence_on` on, by `legal_basis`.
        sentence: all of that in words.
    """

    number: str
    received_at: datetime
    service: ServiceOut
    silence_means: Literal["accepted", "refused"]
    silence_on: date
    legal_basis: str
    sentence: str
    remedies: list[str]


class StepOut(Output):
    """One line of the follow-up, oldest first."""

    at: datetime
    sentence: str


class FamilyPreRegistrationOut(Output):
    """A request as its own family follows it; decisions show once they are final.

    Attributes:
        level: as settled by the town, else as computed.
        level_settled: why the town settled another level.
        sector_school: null: the town determines it; `school`: where the child is enrolled, once decided.
        address_changed: the family's accepted address is no longer the one that the request was made from.
        may_withdraw: « Reprendre ma demande »: nobody has opened it yet.
        documents: a newcomer's certificat de radiation, the proofs of a dérogation.
        may_add_documents: it has a dossier, and is not decided yet.
    """

    id: UUID
    number: str
    kind: Kind
    stage: Stage
    label: str
    child_id: UUID
    child_name: str
    school_year: int
    school_year_label: str
    submitted_at: datetime
    answer_before: datetime | None
    opened_at: datetime | None
    concluded_at: datetime | None
    late: bool
    newcomer: bool
    former_school: str | None
    level: Level
    level_explanation: str
    level_objection: str | None
    level_settled: str | None
    sector_school: SchoolNameOut | None
    sector_explanation: str
    address: str | None
    address_changed: bool
    school_determined: str | None
    derogation: DerogationAskedOut | None
    school: SchoolNameOut | None
    refusal: RefusalOut | None
    waiting: WaitingOut | None
    proposal: ProposalOut | None
    may_withdraw: bool
    documents: list[DocumentOut]
    may_add_documents: bool
    next_step: NextStepOut
    receipt: ReceiptOut
    steps: list[StepOut]


class DocumentsIn(Input):
    """`manifest`: documents' signature over `derogation-<request_id>`; what it names besides is known already."""

    manifest: Manifest


class AnswerIn(Input):
    """The family's answer to a proposal."""

    answer: Literal["accept", "refuse"]
