"""What can be asked for a child and a school year, over HTTP. Sentences are French, for the screen."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from services.schooling.api.schemas import CampaignState, Level, Output, SchoolNameOut

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


class SchoolChoiceOut(SchoolNameOut):
    """A school that teaches the level. `is_sector_school`: it needs no dérogation."""

    address: str
    telephone: str
    is_sector_school: bool


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
