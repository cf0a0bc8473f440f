"""The schools of the commune: `schools.yaml`."""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from libs.commune.profile import Telephone
from libs.commune.source import Data, Line, read_yaml, refuse_twice

SCHOOLS_FILE = "schools.yaml"

Level = Literal["TPS", "PS", "MS", "GS", "CP", "CE1", "CE2", "CM1", "CM2"]


class SchoolData(Data):
    """One school. `uai` is the national identifier of the establishment: seven digits and a letter."""

    uai: Annotated[str, StringConstraints(pattern=r"^\d{7}[A-Z]$")]
    name: Line
    kind: Literal["maternelle", "elementaire", "primaire"]
    address: Line
    telephone: Telephone
    levels: list[Level] = Field(min_length=1)


class SchoolsData(Data):
    """The whole file."""

    schools: list[SchoolData]

    @model_validator(mode="after")
    def _identifiers_are_unique(self) -> Self:
        refuse_twice("school", (school.uai for school in self.schools))
        return self


def read_schools(commune_dir: Path) -> SchoolsData:
    """Raises CommuneError."""
    return read_yaml(commune_dir / SCHOOLS_FILE, SchoolsData)
