"""What a conclusion changes beyond the records that it decides: children, their other homes, adults who leave."""

from collections.abc import Sequence

from services.household.application.ports import UnitOfWork
from services.household.domain.child import Child
from services.household.domain.family import Family
from services.household.domain.ids import AdultId, ChildId, RecordKind
from services.household.domain.lights import validated
from services.household.domain.pieces import Catalogue
from services.household.domain.record import Record


async def settle_child(record: Record, child: Child | None, catalogue: Catalogue, uow: UnitOfWork) -> Child | None:
    """The child takes over what was accepted; a new one is declared with the first thing that is."""
    accepted = validated(record, catalogue)
    if child is not None:
        child.settle(record.family_id, record.accepted, validated=accepted)
        await uow.children.save(child)
        return child
    if not record.accepted:
        return None
    values = {**record.values, **record.accepted}
    declared = Child.declare(ChildId(record.key.id), record.family_id, values, validated=accepted)
    await uow.children.add(declared)
    return declared


async def settle_departures(
    records: Sequence[Record], family: Family, children: Sequence[Child], uow: UnitOfWork
) -> None:
    """Adults whose leaving was accepted go. Raises LastAdult."""
    leaving = [record for record in records if record.kind is RecordKind.ADULT and record.accepted.get("departure")]
    for record in leaving:
        adult_id = AdultId(record.key.id)
        family.let_go(adult_id)
        family.drop_record(record.key)
        for child in children:
            child.lose_guardian(family.id, adult_id)
        await uow.records.forget(record)
    if leaving:
        for child in children:
            await uow.children.save(child)
        await uow.families.save(family)


async def ask_for_guardians(family: Family, uow: UnitOfWork) -> None:
    """Of children whose accepted guardians left the household; one that lies with the town is asked when it is back."""
    for record in await uow.records.of_family(family.id):
        if record.kind is RecordKind.CHILD and record.open and record.lose_guardians(family.adults):
            await uow.records.save(record)
