"""A member of staff, and what the town lets them do here."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from libs.domain.errors import Forbidden


class Permission(StrEnum):
    READ = "schooling.read"
    DECIDE = "schooling.decide"


@dataclass(frozen=True)
class Agent:
    """`reference` is `staff:<id>`, as audit rows name the agent."""

    id: UUID
    permissions: frozenset[str]

    @property
    def reference(self) -> str:
        return f"staff:{self.id}"

    def require(self, permission: Permission) -> None:
        """Raises Forbidden unless the town gave this permission."""
        if permission not in self.permissions:
            raise Forbidden
