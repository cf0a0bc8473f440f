"""Pre-registrations over HTTP, as the family that asked follows them. Sentences are French, for the screen."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from libs.chassis.typed_text import Manifest
from services.schooling.api.schemas import Input, Level, Output, SchoolNameOut
from services.schooling.api.schemas_targets import CommissionOut, NextStepOut, SchoolChoiceOut

Kind = Literal["sector", "derogation", "outside"]
Stage = Literal["submitted", "opened", "proposed", "waiting", "accepted", "refused", "withdrawn"]


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
