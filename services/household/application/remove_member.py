"""« Retirer cet enfant », « Retirer cet adulte »: somebody whom the town never knew is taken out again."""

from dataclasses import dataclass

from services.household.application.ports import UnitOfWork
from services.household.application.settle_members import held_child
from services.household.domain.child import Child
from services.household.domain.errors import MemberKnown, RecordLocked
from services.household.domain.family import Family
from services.household.domain.ids import AdultId, FamilyId, RecordKey, RecordKind
from services.household.domain.record import Record


@dataclass(frozen=True)
class RemoveMember:
    """`by` is the subject's reference."""

    family_id: FamilyId
    key: RecordKey
    by: str


async def remove_member(command: RemoveMember, uow: UnitOfWork) -> None:
    """Raises NotFound, RecordLocked, MemberKnown, MemberNeeded, LastAdult."""
    async with uow:
        child = await held_child(command.key, uow)
        family = await uow.families.hold(command.family_id)
        record = await uow.records.get(command.family_id, command.key)
        health = await _health(record, uow)
        if record.pending or (health and health.pending):
            raise RecordLocked
        if not record.removable:
            raise MemberKnown
        if record.kind is RecordKind.ADULT:
            await _remove_adult(family, AdultId(record.key.id), uow)
        elif child is not None:
            await _undeclare(child, family, uow)
        for gone in (record, health):
            if gone is not None:
                await uow.records.forget(gone)
        family.drop_record(record.key)
        await uow.families.save(family)
        uow.note(command.by, "member.removed", f"family:{family.id}", family=family.id, record=str(record.key))
        await uow.commit()


async def _remove_adult(family: Family, adult_id: AdultId, uow: UnitOfWork) -> None:
    for child in await uow.records.of_family(family.id):
        if child.kind is RecordKind.CHILD:
            before = dict(child.values)
            child.forget_adult(adult_id)
            if child.values != before:
                await uow.records.save(child)
    family.let_go(adult_id)


async def _health(record: Record, uow: UnitOfWork) -> Record | None:
    """A child has a fiche sanitaire, an adult has none."""
    if record.kind is not RecordKind.CHILD:
        return None
    return await uow.records.get(record.family_id, RecordKey(RecordKind.HEALTH, record.key.id))


async def _undeclare(child: Child, family: Family, uow: UnitOfWork) -> None:
    child.withdraw_declaration(family.id)
    if child.homes:
        await uow.children.save(child)
    else:
        child.version += 1
        await uow.children.forget(child)
