"""The schools of the commune, its school years and its maps of sectors: `schools.yaml`."""

from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from libs.commune.profile import Telephone
from libs.commune.source import Data, Line, read_yaml, refuse_twice

SCHOOLS_FILE = "schools.yaml"

Level = Literal["TPS", "PS", "MS", "GS", "CP", "CE1", "CE2", "CM1", "CM2"]
Year = Annotated[int, Field(ge=2000, le=2100)]
FileName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*\.csv$", max_length=80)]


class SchoolYearData(Data):
    """2026 is 2026/2027. `rentree` is the first day of class."""

    year: Year
    rentree: date

    @model_validator(mode="after")
    def _starts_in_its_year(self) -> Self:
        if self.rentree.year != self.year:
            raise ValueError(f"the rentrée of {self.year} lies in {self.rentree.year}")
        return self


class SchoolData(Data):
    """One school.

    Attributes:
        uai: the national identifier of the establishment: seven digits and a letter.
        head: who directs it.
        places: by school year and level; a level without a number has as many as it takes.
    """

    uai: Annotated[str, StringConstraints(pattern=r"^\d{7}[A-Z]$")]
    name: Line
    kind: Literal["maternelle", "elementaire", "primaire"]
    address: Line
    telephone: Telephone
    head: Line | None = None
    levels: list[Level] = Field(min_length=1)
    places: dict[Year, dict[Level, Annotated[int, Field(ge=0, le=1000)]]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _places_belong_to_its_levels(self) -> Self:
        if strange := {level for levels in self.places.values() for level in levels} - set(self.levels):
            raise ValueError(f"places in levels that it does not teach: {', '.join(sorted(strange))}")
        return self


class SectorMapData(Data):
    """One map of sectors of the folder: in force from the rentrée of its year, until the next one of its cycle."""

    cycle: Literal["maternelle", "elementaire"]
    school_year: Year
    file: FileName
    deliberation: Line | None = None


class SchoolsData(Data):
    """The whole file."""

    school_years: list[SchoolYearData] = Field(default_factory=list)
    schools: list[SchoolData]
    sectors: list[SectorMapData] = Field(default_factory=list)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        refuse_twice("school", (school.uai for school in self.schools))
        refuse_twice("school year", (str(year.year) for year in self.school_years))
        refuse_twice("map of sectors", (f"{sectors.cycle} {sectors.school_year}" for sectors in self.sectors))
        named = {year for school in self.schools for year in school.places}
        named |= {sectors.school_year for sectors in self.sectors}
        if unknown := named - {year.year for year in self.school_years}:
            raise ValueError(f"not among the school years: {', '.join(map(str, sorted(unknown)))}")
        return self


def read_schools(commune_dir: Path) -> SchoolsData:
    """Raises CommuneError."""
    return read_yaml(commune_dir / SCHOOLS_FILE, SchoolsData)
