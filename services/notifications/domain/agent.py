"""A member of the town's staff, as far as messages go."""

from dataclasses import dataclass
from typing import NewType
from uuid import UUID

from libs.domain.errors import Forbidden, NotFound
from services.notifications.domain.desk import Desk, Desks

AgentId = NewType("AgentId", UUID)


@dataclass(frozen=True)
class Agent:
    """Who asks.

    Attributes:
        may_answer: the town gave the permission to answer families.
        name: as the town shows it; None when the request does not tell.
    """

    id: AgentId
    roles: frozenset[str]
    may_answer: bool
    name: str | None = None

    @property
    def reference(self) -> str:
        """As audit rows name the agent."""
        return f"staff:{self.id}"

    @property
    def first_name(self) -> str | None:
        """The first word of the name."""
        return (self.name or "").partition(" ")[0] or None

    def desks(self, desks: Desks) -> tuple[Desk, ...]:
        """Where this agent answers. Raises Forbidden without the permission."""
        if not self.may_answer:
            raise Forbidden
        return desks.answered_by(self.roles)

    def require_desk(self, code: str, desks: Desks) -> None:
        """Raises NotFound: a thread of another desk does not exist for this agent."""
        if not any(desk.code == code for desk in self.desks(desks)):
            raise NotFound
