"""What the town accepted of a child from one home shows in the other: the facts that both know, and nothing else."""

from collections.abc import Collection

from libs.domain.errors import NotFound
from services.household.application.ports import UnitOfWork
from services.household.domain.checking import Values
from services.household.domain.child import Child
from services.household.domain.fields import FIELDS
from services.household.domain.record import Record


def shared_facts(record: Record) -> Values:
    """What the town accepted of the facts that both homes know."""
    return {
        rule.name: record.accepted[rule.name]
        for rule in FIELDS[record.kind]
        if rule.shared and rule.name in record.accepted
    }


async def mirror_shared(record: Record, names: Collection[str], child: Child, uow: UnitOfWork) -> None:
    """Inside the caller's transaction, with the child held.

    A record in which nothing changes is left alone: not even its version tells when the other home did something.
    """
    told = {name: value for name, value in shared_facts(record).items() if name in names}
    if not told:
        return
    for home in child.other_homes(record.family_id):
        try:
            other = await uow.records.get(home, record.key)
        except NotFound:
            continue
        if other.take_over(told, record.said_at):
            await uow.records.save(other)
