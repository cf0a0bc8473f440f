"""What the schools API answers with."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

SchoolKind = Literal["maternelle", "elementaire", "primaire"]
Level = Literal["TPS", "PS", "MS", "GS", "CP", "CE1", "CE2", "CM1", "CM2"]


class SchoolOut(BaseModel):
    """One school of the commune. `levels` are in the order of the school years."""

    model_config = ConfigDict(frozen=True)

    uai: str
    name: str
    kind: SchoolKind
    address: str
    telephone: str
    levels: list[Level]
