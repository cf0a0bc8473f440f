"""A child as household tells of it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True)
class Child:
    """A whole state. `version` is household's: the newest known one stands.

    Attributes:
        family_ids: a child may have two homes.
        validated: the town accepted every item of the child's record.
        disagreement: its homes contradict each other, and an agent said so: changes of school are frozen.
    """

    id: UUID
    version: int
    family_ids: tuple[UUID, ...]
    last_name: str
    first_name: str
    sex: str
    birth_date: date
    validated: bool
    disagreement: bool
