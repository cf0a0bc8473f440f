"""What a conclusion changes beyond the records that it decides: children, their other homes, adults who leave."""

from collections.abc import Mapping, Sequence
from contextlib import suppress

from libs.domain.errors import NotFound
from services.household.application.ports import UnitOfWork
from services.household.domain.child import Child
from services.household.domain.family import Family
from services.household.domain.ids import AdultId, ChildId, RecordKey, RecordKind
from services.household.domain.lights import validated
from services.household.domain.pieces import Catalogue
from services.household.domain.record import Record


async def held_child(key: RecordKey, uow: UnitOfWork) -> Child | None:
    """Held before the record, as whoever concludes does. One of whom nothing was ever accepted was never declared."""
    if key.kind is not RecordKind.CHILD:
        return None
    try:
        return await uow.children.get(ChildId(key.id))
    except NotFound:
        return None


async def settle_child(record: Record, child: Child | None, catalogue: Catalogue, uow: UnitOfWork) -> Child | None:
    """The child takes over what was accepted; a new one is declared with the first thing that is."""
    if child is not None:
        accepted = await _validated_somewhere(child, catalogue, uow)
        child.settle(record.family_id, record.accepted, validated=accepted)
        await uow.children.save(child)
        return child
    if not record.accepted:
        return None
    values = {**record.values, **record.accepted}
    declared = Child.declare(ChildId(record.key.id), record.family_id, values, validated=validated(record, catalogue))
    await uow.children.add(declared)
    return declared


async def judge_child(child: Child, catalogue: Catalogue, uow: UnitOfWork) -> None:
    """A record of a held child changed without a decision: what the others know of the child follows at once."""
    if child.judge(validated=await _validated_somewhere(child, catalogue, uow)):
        await uow.children.save(child)


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


async def ask_for_guardians(
    family: Family, children: Mapping[ChildId, Child], catalogue: Catalogue, uow: UnitOfWork
) -> None:
    """Of children whose accepted guardians left the household; one that lies with the town is asked when it is back."""
    for record in await uow.records.of_family(family.id):
        if record.kind is RecordKind.CHILD and record.open and record.lose_guardians(family.adults):
            await uow.records.save(record)
            if child := children.get(ChildId(record.key.id)):
                await judge_child(child, catalogue, uow)


async def _validated_somewhere(child: Child, catalogue: Catalogue, uow: UnitOfWork) -> bool:
    """What one home still has to bring does not undo what the other brought."""
    key = RecordKey(RecordKind.CHILD, child.id)
    for home in sorted(child.homes):
        with suppress(NotFound):
            if validated(await uow.records.get(home, key), catalogue):
                return True
    return False
