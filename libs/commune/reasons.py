"""Why an agent may refuse or waive an item: `refusal_reasons.yaml`."""

from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from libs.commune.source import Code, Data, Line, read_yaml, refuse_twice

REASONS_FILE = "refusal_reasons.yaml"

AppliesTo = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{1,59}$")]


class ReasonData(Data):
    """One reason.

    Attributes:
        label: what the agent picks and the parent reads: what is wrong and what to do, in plain French.
        applies_to: `field` and `piece`, or the name of a field or the code of a piece alone.
    """

    code: Code
    label: Line
    applies_to: list[AppliesTo] = Field(min_length=1)


class ReasonsData(Data):
    """The whole file, in the order of the list that the agent sees."""

    reasons: list[ReasonData]

    @model_validator(mode="after")
    def _codes_are_unique(self) -> Self:
        refuse_twice("reason", (reason.code for reason in self.reasons))
        return self


def read_reasons(commune_dir: Path) -> ReasonsData:
    """Raises CommuneError."""
    return read_yaml(commune_dir / REASONS_FILE, ReasonsData)
