"""Aggregates and the facts they record while a rule is carried out."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class DomainEvent:
    """A fact inside one service, in the past tense; `adapters/published.py` says which ones leave it."""


@dataclass
class Aggregate:
    """A consistency boundary: loaded whole, changed by its own methods, saved whole under a version.

    `version` is the stored one: 0 before the first save. A repository that saves the aggregate raises it by one and
    refuses the save when the stored version is no longer the loaded one.
    """

    version: int = field(default=0, kw_only=True)
    _events: list[DomainEvent] = field(default_factory=list, kw_only=True, repr=False, compare=False)

    def record(self, event: DomainEvent) -> None:
        """Keep a fact until the unit of work commits."""
        self._events.append(event)

    def collect_events(self) -> list[DomainEvent]:
        """Hand over the facts recorded since the last call, oldest first."""
        events, self._events = self._events, []
        return events
