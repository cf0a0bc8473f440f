"""What the databases say afterwards, read as the superuser: outboxes, inboxes, order."""

import json
import time
from dataclasses import dataclass
from typing import Any

from deploy.local.credentials import SERVICES
from deploy.local.instance import Instance

_BACKLOG = """
SELECT json_build_object(
    'unsent', (SELECT count(*) FROM outbox WHERE published_at IS NULL),
    'pending', (SELECT count(*) FROM inbox WHERE state = 'pending'))
"""
_APPLIED = """
SELECT coalesce(json_agg(json_build_array(event_id, source, subject, (envelope::json ->> 'aggregateversion')::int)
                         ORDER BY applied_at, position), '[]')
  FROM inbox WHERE state = 'applied'
"""
_PUBLISHED = "SELECT coalesce(json_agg(json_build_array(event_id, type) ORDER BY id), '[]') FROM outbox"
_RECEIVED = "SELECT coalesce(json_agg(event_id), '[]') FROM inbox"
# What makes one real event fail however often it is tried, until an operator has mended it.
_POISON = """
CREATE FUNCTION refuse_poisoned() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.first_name = '{first_name}' THEN RAISE EXCEPTION 'poisoned by a test'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER refuse_poisoned BEFORE INSERT OR UPDATE ON children FOR EACH ROW EXECUTE FUNCTION refuse_poisoned();
"""
_CURE = "DROP TRIGGER refuse_poisoned ON children; DROP FUNCTION refuse_poisoned();"


@dataclass(frozen=True)
class Applied:
    """One applied event.

    Attributes:
        service: who applied it.
        version: of its aggregate.
    """

    service: str
    event_id: str
    source: str
    subject: str
    version: int


class Ledger:
    """The databases of one instance."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance

    def ask(self, service: str, query: str) -> Any:
        """The one JSON value that a query gives."""
        return json.loads(self._instance.postgresql.execute(query, f"kiosque_{service}"))

    def backlogs(self) -> dict[str, dict[str, int]]:
        """Per service: events not yet published, and events not yet applied."""
        return {service: self.ask(service, _BACKLOG) for service in SERVICES}

    def seconds_until_drained(self, patience: float) -> float:
        """Wait until every outbox is published and every inbox applied.

        Raises:
            AssertionError: not within `patience` seconds.
        """
        started = time.monotonic()
        while True:
            backlogs = self.backlogs()
            if all(b["unsent"] == 0 and b["pending"] == 0 for b in backlogs.values()):
                return time.monotonic() - started
            assert time.monotonic() - started < patience, f"not drained after {patience} s: {backlogs}"
            time.sleep(0.3)

    def applied(self) -> list[Applied]:
        """Every applied event of every service, in order within a service."""
        return [Applied(service, *row) for service in SERVICES for row in self.ask(service, _APPLIED)]

    def published(self) -> list[tuple[str, str]]:
        """Event id and type of everything in the outboxes, in the order in which each service said it."""
        return [(row[0], row[1]) for service in SERVICES for row in self.ask(service, _PUBLISHED)]

    def received(self, service: str) -> set[str]:
        """Event ids in a service's inbox."""
        return set(self.ask(service, _RECEIVED))

    def poison(self, first_name: str) -> None:
        """From now on schooling cannot take a child of this name."""
        self._instance.postgresql.execute(_POISON.format(first_name=first_name), "kiosque_schooling")

    def cure(self) -> None:
        """It can again."""
        self._instance.postgresql.execute(_CURE, "kiosque_schooling")

    def children_known(self) -> int:
        """How many children schooling knows."""
        return int(self.ask("schooling", "SELECT count(*) FROM children"))


def out_of_order(applied: list[Applied], published: list[tuple[str, str]]) -> list[Applied]:
    """Events that were applied after one of the same subject that was said later, or has a higher version."""
    said = {event_id: place for place, (event_id, _) in enumerate(published)}
    newest: dict[tuple[str, str, str], tuple[int, int]] = {}
    late = []
    for event in applied:
        key = (event.service, event.source, event.subject)
        place, version = newest.get(key, (-1, 0))
        if said[event.event_id] < place or event.version < version:
            late.append(event)
        newest[key] = max(said[event.event_id], place), max(event.version, version)
    return late
