"""A member of staff, and what the town lets them do here."""

from dataclasses import dataclass
from enum import StrEnum

from libs.domain.errors import Forbidden
from services.household.domain.ids import AgentId


class Permission(StrEnum):
    READ = "household.read"
    DECIDE = "household.decide"
    REGISTER = "household.register"
    HEALTH = "household.health"


@dataclass(frozen=True)
class Agent:
    """`reference` is `staff:<id>`, as audit rows name the agent."""

    id: AgentId
    permissions: frozenset[str]

    @property
    def reference(self) -> str:
        return f"staff:{self.id}"

    def require(self, permission: Permission) -> None:
        """Raises Forbidden unless the town gave this permission."""
        if not self.may(permission):
            raise Forbidden

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions
