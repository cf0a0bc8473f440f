"""The town's desks: to whom a family writes, and who answers there. They are the commune's data."""

from collections.abc import Collection
from dataclasses import dataclass

from services.notifications.domain.errors import UnknownDesk
from services.notifications.domain.message import AboutKind


@dataclass(frozen=True)
class Desk:
    """One desk.

    Attributes:
        roles: an agent with one of them answers here.
        about: what the kiosk's own messages of this desk are about.
    """

    code: str
    name: str
    hint: str | None
    roles: frozenset[str]
    about: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Desks:
    """All of them, in the commune's order; there is at least one."""

    listed: tuple[Desk, ...]

    def named(self, code: str) -> Desk:
        """Raises UnknownDesk."""
        for desk in self.listed:
            if desk.code == code:
                return desk
        raise UnknownDesk

    def of(self, about: AboutKind) -> Desk:
        """Where messages about this come from; the first desk unless the commune names one."""
        return next((desk for desk in self.listed if about in desk.about), self.listed[0])

    def answered_by(self, roles: Collection[str]) -> tuple[Desk, ...]:
        return tuple(desk for desk in self.listed if desk.roles.intersection(roles))
