"""What every room of the API of schooling is built from, and its answers about the town."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

SchoolKind = Literal["maternelle", "elementaire", "primaire"]
Level = Literal["TPS", "PS", "MS", "GS", "CP", "CE1", "CE2", "CM1", "CM2"]
CampaignState = Literal["upcoming", "open", "closed"]
Uai = Annotated[str, StringConstraints(pattern=r"^\d{7}[A-Z]$")]
Side = Literal["both", "even", "odd"]
Reason = Literal[
    "no-sectors",
    "unknown-street",
    "ambiguous-street",
    "outside",
    "hole",
    "no-number",
    "school-closed",
    "level-not-taught",
]


class Output(BaseModel):
    model_config = ConfigDict(frozen=True)


class Input(BaseModel):
    """A member that we do not know is refused."""

    model_config = ConfigDict(extra="forbid")


class SchoolNameOut(Output):
    uai: str
    name: str


class SchoolOut(Output):
    """One school of the commune. `levels` are in the order of the school years; `head` directs it, where known."""

    uai: str
    name: str
    kind: SchoolKind
    address: str
    telephone: str
    head: str | None
    levels: list[Level]


class SchoolYearOut(Output):
    """`year` 2026 is 2026/2027; `rentree` is its first day."""

    year: int
    rentree: date


class CampaignOut(Output):
    """When families may pre-register whom.

    Attributes:
        levels: taken whoever the child is; `newcomers`: every newcomer is taken besides.
        closes_at: the first instant at which it is open no more.
        grace_until: until when what was handed in before can still be mended.
        state: by the clock of the database, at the time of the answer.
    """

    code: str
    title: str
    school_year: int
    levels: list[Level]
    newcomers: bool
    opens_at: datetime
    closes_at: datetime
    grace_days: int
    grace_until: datetime
    state: CampaignState
    introduction: str
    closed_text: str


class SectorSchoolOut(Output):
    uai: str
    name: str


class RuleOut(Output):
    """The rule of the town that decided.

    Attributes:
        scope: a street's rule, or the one school of the whole commune.
        first, last: house numbers such as `12 bis`; null: from the beginning, to the end.
        school_year: in force from its rentrée on.
        line: of the file that the rule came from.
        contested: another rule takes the address for another school, less specifically.
    """

    cycle: Literal["maternelle", "elementaire"]
    school_year: int
    deliberation: str | None
    scope: Literal["street", "commune"]
    first: str | None
    last: str | None
    side: Side
    line: int
    contested: bool


class SectorFoundOut(Output):
    """The sector school. `street` is the register's wording; `number` 0: the house has none."""

    street: str | None
    number: int
    repetition: str | None
    school: SectorSchoolOut
    rule: RuleOut
    explanation: str


class SectorMissingOut(Output):
    """Why there is none; `explanation` says what happens then."""

    street: str | None
    number: int
    repetition: str | None
    school: None = None
    rule: None = None
    reason: Reason
    explanation: str


SectorOut = SectorFoundOut | SectorMissingOut
