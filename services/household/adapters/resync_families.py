"""Publishes every family again, whole, so that projections can be rebuilt."""

from libs.chassis.db import Database
from libs.chassis.outbox import put_events
from libs.contracts.event import Event
from services.household.adapters.published import published
from services.household.adapters.published_families import SqlPublishedFamilies
from services.household.adapters.tables import CHASSIS
from services.household.domain.published_family import PublishedFamily

_AT_ONCE = 200


async def resync_families(database: Database, *, differing_alone: bool = False) -> int:
    """One outbox row per family with its present state; returns how many.

    What changed unseen is told by the way, such as the lights under a catalogue that asks for one more piece.

    Args:
        differing_alone: leave out the families whose last told state is still true.
    """
    total, last = 0, None
    while True:
        async with database.transaction() as connection:
            repository = SqlPublishedFamilies(connection)
            family_ids = await repository.page(last, _AT_ONCE)
            families = [await repository.tell(family_id) for family_id in family_ids]
            events = [
                event
                for family in families
                if family is not None
                for event in _told(family) or ([] if differing_alone else _again(family))
            ]
            await put_events(connection, CHASSIS, "household", events)
        total += len(events)
        if len(family_ids) < _AT_ONCE:
            return total
        last = family_ids[-1]


def _told(family: PublishedFamily) -> list[tuple[Event, int]]:
    facts = family.collect_events()
    return [(event, family.version) for fact in facts if (event := published(fact)) is not None]


def _again(family: PublishedFamily) -> list[tuple[Event, int]]:
    family.repeat()
    return _told(family)
