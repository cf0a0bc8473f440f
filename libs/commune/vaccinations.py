"""Which vaccinations the law asks of which children: `vaccinations.yaml`."""

from datetime import date
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from libs.commune.source import Code, Data, Line, Text, read_yaml, refuse_twice

VACCINATIONS_FILE = "vaccinations.yaml"


class DutyData(Data):
    """For whom one vaccination is compulsory.

    Attributes:
        born_from, born_until: first and last birth date; without an end when left out.
        due_months: the age in months from which its absence is said.
        legal_basis: the text that makes it compulsory.
        doubt: what is not certain about it, for whoever edits the table.
    """

    born_from: date | None = None
    born_until: date | None = None
    due_months: int = Field(ge=0, le=216)
    legal_basis: Text
    doubt: Text | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.born_from and self.born_until and self.born_until < self.born_from:
            raise ValueError("born_until lies before born_from")
        return self


class DiseaseData(Data):
    """What one is vaccinated against; without a duty it is recommended alone."""

    code: Code
    label: Line
    compulsory: list[DutyData] = Field(default_factory=list)


class VaccinationsData(Data):
    """The whole file.

    Attributes:
        as_of: when somebody last compared it with the law.
        sources: what it was compared with.
    """

    as_of: date
    sources: list[Line] = Field(min_length=1)
    diseases: list[DiseaseData]

    @model_validator(mode="after")
    def _codes_are_unique(self) -> Self:
        refuse_twice("disease", (disease.code for disease in self.diseases))
        return self


def read_vaccinations(commune_dir: Path) -> VaccinationsData:
    """Raises CommuneError."""
    return read_yaml(commune_dir / VACCINATIONS_FILE, VaccinationsData)
