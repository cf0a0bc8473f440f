"""What a family wrote beside its request."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """In the family's words. `level_objection`: why the level is not the right one. `former_school`: a newcomer's."""

    level_objection: str | None = None
    former_school: str | None = None
