"""Publishes every child again, whole, so that projections can be rebuilt."""

from sqlalchemy import select

from libs.chassis.db import Database
from libs.chassis.outbox import put_events
from libs.contracts.event import Event
from services.household.adapters.child_repository import SqlChildren
from services.household.adapters.published import published
from services.household.adapters.tables import CHASSIS, CHILDREN
from services.household.domain.child import Child
from services.household.domain.ids import ChildId

_AT_ONCE = 200


async def resync_children(database: Database) -> int:
    """One outbox row per child with its present version; returns how many.

    A child that changes meanwhile waits for its row: its two events leave in the order of its states.
    """
    total, last = 0, None
    while True:
        query = select(CHILDREN.c.id).order_by(CHILDREN.c.id).limit(_AT_ONCE)
        async with database.transaction() as connection:
            found = await connection.scalars(query if last is None else query.where(CHILDREN.c.id > last))
            child_ids = list(found)
            repository = SqlChildren(connection, lambda _child: None)
            children = [await repository.get(ChildId(child_id)) for child_id in child_ids]
            await put_events(connection, CHASSIS, "household", [event for child in children for event in _whole(child)])
        total += len(child_ids)
        if len(child_ids) < _AT_ONCE:
            return total
        last = child_ids[-1]


def _whole(child: Child) -> list[tuple[Event, int]]:
    child.announce()
    return [(event, child.version) for fact in child.collect_events() if (event := published(fact)) is not None]
