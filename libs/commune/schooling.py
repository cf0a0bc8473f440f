"""How the town decides about schools: `schooling.yaml` and `derogation_reasons.yaml`."""

from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from libs.commune.schools import Year
from libs.commune.source import Code, CommuneError, Data, Line, Text, read_yaml, refuse_twice

SCHOOLING_FILE = "schooling.yaml"
DEROGATION_REASONS_FILE = "derogation_reasons.yaml"

RequestKind = Literal["pre_registration", "derogation", "outside"]


class DerogationReasonData(Data):
    """Why a family asks for another school.

    Attributes:
        legal_basis: the text that names the ground, where one does.
        between_communes: it binds the commune of residence for a child of another commune (L212-8, R212-21).
        proof: what may show it; never required.
    """

    code: Code
    label: Line
    legal_basis: Line | None = None
    between_communes: bool = False
    proof: Line | None = None


class DerogationReasonsData(Data):
    """The whole file, in the order of the list that the family sees."""

    reasons: list[DerogationReasonData] = Field(min_length=1)

    @model_validator(mode="after")
    def _codes_are_unique(self) -> Self:
        refuse_twice("reason", (reason.code for reason in self.reasons))
        return self


class SilenceData(Data):
    """What the town's silence means, and after how many months (R112-11-1, L231-1 CRPA)."""

    means: Literal["accepted", "refused"]
    months: Annotated[int, Field(ge=1, le=12)]
    legal_basis: Line


class SilencesData(Data):
    """For each kind of request; `outside` is that of a child who lives in another commune."""

    pre_registration: SilenceData
    derogation: SilenceData
    outside: SilenceData


class CommissionData(Data):
    """A session of the commission that advises on the dérogations of a school year."""

    code: Code
    school_year: Year
    held_on: date


class SchoolRefusalData(Data):
    """Why a request is refused: in law (`legal_basis`) and in fact (`label`, which the agent completes)."""

    code: Code
    label: Line
    legal_basis: Line
    applies_to: list[RequestKind] = Field(min_length=1)


class SchoolingData(Data):
    """The whole file.

    Attributes:
        reassignment_days: how long a family has to answer when the town proposes another school.
        reassignment_reminder_days: how long before the end of that time a family that has not answered is reminded; of
            a shorter time, half of it.
        warn_days: how long before the town's silence means something its agents are warned.
        remedies: what a family can do against a decision, one paragraph each.
    """

    reassignment_days: int = Field(ge=1, le=60)
    reassignment_reminder_days: int = Field(default=3, ge=1, le=59)
    silence: SilencesData
    warn_days: int = Field(ge=1, le=60)
    remedies: list[Text] = Field(min_length=1)
    commissions: list[CommissionData] = Field(default_factory=list)
    refusal_reasons: list[SchoolRefusalData] = Field(min_length=1)

    @model_validator(mode="after")
    def _codes_are_unique(self) -> Self:
        refuse_twice("commission", (session.code for session in self.commissions))
        refuse_twice("refusal reason", (reason.code for reason in self.refusal_reasons))
        return self


def read_schooling(commune_dir: Path, school_years: Collection[int]) -> SchoolingData:
    """Raises CommuneError, also when a session is for a year that the town does not list."""
    read = read_yaml(commune_dir / SCHOOLING_FILE, SchoolingData)
    if unknown := sorted({session.school_year for session in read.commissions} - set(school_years)):
        raise CommuneError([f"{SCHOOLING_FILE}: not among the school years: {year}" for year in unknown])
    return read


def read_derogation_reasons(commune_dir: Path) -> DerogationReasonsData:
    """Raises CommuneError."""
    return read_yaml(commune_dir / DEROGATION_REASONS_FILE, DerogationReasonsData)
