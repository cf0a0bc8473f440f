"""Pre-registrations over HTTP, as the town's agents see and decide them."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from libs.chassis.typed_text import Code, FreeText
from services.schooling.api.schemas import Input, Level, Output, SchoolNameOut, Uai
from services.schooling.api.schemas_family_requests import Kind, Stage, WaitingOut
from services.schooling.api.schemas_targets import CommissionOut

Words = Annotated[FreeText, StringConstraints(min_length=1)]
StageFilter = Literal["open", "submitted", "opened", "proposed", "waiting", "accepted", "refused", "withdrawn"]


class RequestItem(Output):
    """A line of the list.

    Attributes:
        school: where the child would be placed by what is decided so far; null: to be determined.
        wanted_school: of a dérogation.
        silence_on: from that day on the town's silence means something; `silence_near`: warn about it.
        flags: `address-changed`, `level-objection`, `no-school`, `late`, `newcomer`,
            `advice-missing`, `birth-date-changed`, `infected-file`, `child-left`.
    """

    id: UUID
    number: str
    kind: Kind
    stage: Stage
    label: str
    child_name: str
    family_code: str
    school_year: int
    level: Level
    school: SchoolNameOut | None
    wanted_school: SchoolNameOut | None
    submitted_at: datetime
    opened_at: datetime | None
    concluded_at: datetime | None
    silence_on: date
    silence_near: bool
    flags: list[str]


class RequestListOut(Output):
    """`next` is the cursor of the following page, null on the last one."""

    items: list[RequestItem]
    next: str | None


class DecisionOut(Output):
    """`by`: the agent's id."""

    decision: Literal["accept", "refuse"]
    reason_code: str | None
    label: str | None
    legal_basis: str | None
    comment: str | None
    by: UUID
    at: datetime


class AdviceOut(Output):
    opinion: Literal["favourable", "unfavourable"]
    held_on: date
    comment: str | None
    by: UUID
    at: datetime


class SettledLevelOut(Output):
    level: Level
    reason: str
    by: UUID
    at: datetime


class DeterminedSchoolOut(Output):
    school: SchoolNameOut
    reason: str
    by: UUID
    at: datetime


class RequestDocumentOut(Output):
    """Read through documents by its id; `piece`: the slot's code; `added_at`: it followed the request."""

    id: UUID
    piece: str
    pages: int
    size: int
    scan: Literal["clean", "pending", "infected"]
    added_at: datetime | None


class ReasonShownOut(Output):
    code: str
    label: str
    legal_basis: str | None
    between_communes: bool


class SittingsOut(Output):
    """Sittings of the commission that the town lists for the request's school year, by the day in Paris.

    Attributes:
        held: those that have sat, today's too, the latest first: the days of an advice.
        next: the first one to come.
    """

    held: list[date]
    next: date | None


class DerogationOut(Output):
    wanted_school: SchoolNameOut
    reasons: list[ReasonShownOut]
    comment: str | None
    commission: CommissionOut | None
    sittings: SittingsOut
    advice: AdviceOut | None
    decision: DecisionOut | None


class PlacesOut(Output):
    """One school, year and level.

    Attributes:
        places: null: as many as it takes.
        taken: by enrolments; `held`: for proposals that wait for an answer; `waiting`: on the list.
    """

    school: SchoolNameOut
    school_year: int
    level: Level
    places: int | None
    taken: int
    held: int
    waiting: int
    free: int | None


class StaffProposalOut(Output):
    school: SchoolNameOut
    comment: str | None
    proposed_at: datetime
    until: datetime
    state: Literal["pending", "accepted", "refused", "lapsed", "taken-back"]
    closed_at: datetime | None


class RequestOut(Output):
    """A request with everything to decide it.

    Attributes:
        level: as settled, else as computed; `level_now`: computed from the birth date of today, where it differs.
        address: frozen at TERMINER; `address_now`: the family's accepted one, where it differs.
        school: where the child would be placed by what is decided so far; null: to be determined.
        other_home: the child has another home; nothing of it is shown here.
        disagreement: the homes contradict each other: another school cannot be decided on, an enrolment is provisional.
        provisional: the child was enrolled so.
        places: of the school and level concerned, and of the wanted school.
        version: grows with each change.
    """

    id: UUID
    version: int
    number: str
    kind: Kind
    stage: Stage
    label: str
    child_id: UUID
    child_name: str
    birth_date: date
    other_home: bool
    disagreement: bool
    provisional: bool
    family_id: UUID
    family_code: str
    family_complete: bool
    school_year: int
    campaign: str | None
    late: bool
    newcomer: bool
    former_school: str | None
    submitted_at: datetime
    opened_at: datetime | None
    concluded_at: datetime | None
    concluded_by: UUID | None
    silence_means: Literal["accepted", "refused"]
    silence_on: date
    silence_near: bool
    level: Level
    level_explanation: str
    level_objection: str | None
    level_now: Level | None
    settled_level: SettledLevelOut | None
    sector_school: SchoolNameOut | None
    sector_reason: str | None
    sector_explanation: str
    address: str | None
    address_now: str | None
    address_changed_at: datetime | None
    determined_school: DeterminedSchoolOut | None
    school: SchoolNameOut | None
    schools: list[SchoolNameOut]
    derogation: DerogationOut | None
    decision: DecisionOut | None
    enrolled_at: SchoolNameOut | None
    waiting: WaitingOut | None
    proposal: StaffProposalOut | None
    places: list[PlacesOut]
    documents: list[RequestDocumentOut]
    flags: list[str]


class LevelIn(Input):
    level: Level
    reason: Words


class SchoolIn(Input):
    """A school that teaches the level, and why this one."""

    school: Uai
    reason: Words


class AdviceIn(Input):
    """What the commission said on that day."""

    opinion: Literal["favourable", "unfavourable"]
    held_on: date
    comment: FreeText | None = None


class DecisionIn(Input):
    """A refusal needs the code of a reason that applies (the law), and the agent's words (the facts): L211-5 CRPA."""

    decision: Literal["accept", "refuse"]
    reason_code: Code | None = None
    comment: FreeText | None = None


class ProposalIn(Input):
    """`days`: how long the family has; the town's setting without it."""

    school: Uai
    comment: FreeText | None = None
    days: int | None = Field(default=None, ge=1, le=60)


class EnrolmentStepIn(Input):
    """`admis`: the head of school admitted the child. `radie`: the child left; needs a reason.

    `inscrit`: what was provisional holds for good, once the child's homes agree; the certificate is replaced.
    """

    status: Literal["inscrit", "admis", "radie"]
    reason: FreeText | None = None
