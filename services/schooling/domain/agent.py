"""A member of staff, and what the town lets them do here."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from libs.domain.errors import Forbidden


class Permission(StrEnum):
    READ = "schooling.read"
    DECIDE = "schooling.decide"
    APPOINTMENTS = "schooling.appointments"


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

    def require_at(self, permission: Permission, uai: str) -> None:
        """Raises Forbidden unless the town gave this permission for every school, or for this one."""
        schools = self.schools_of(permission)
        if schools is not None and uai not in schools:
            raise Forbidden

    def schools_of(self, permission: Permission) -> frozenset[str] | None:
        """The schools that a permission is given for, `schooling.appointments@0069901A` each; None: every school."""
        if permission in self.permissions:
            return None
        given = (each.partition("@") for each in self.permissions)
        return frozenset(uai for name, _, uai in given if name == permission and uai)
