"""ENREGISTRER: a family writes in one of its records."""

from collections.abc import Mapping
from dataclasses import dataclass

from libs.domain.errors import NotFound
from services.household.application.locality import Locality
from services.household.application.mirror_shared import mirror_shared
from services.household.application.ports import UnitOfWork
from services.household.domain.checking import Value
from services.household.domain.child import Child
from services.household.domain.errors import ChildKnown
from services.household.domain.ids import ChildId, FamilyId, RecordKey, RecordKind
from services.household.domain.record import Record


@dataclass(frozen=True)
class SaveRecord:
    """What was written.

    Attributes:
        version: the record's as the family read it.
        checked: refuse what breaks a rule.
        declared: whether the values are declared exact; None when nothing is said of it.
        by: who writes.
    """

    family_id: FamilyId
    key: RecordKey
    version: int
    fields: Mapping[str, Value]
    checked: bool
    declared: bool | None
    by: str


async def save_record(command: SaveRecord, uow: UnitOfWork, locality: Locality) -> int:
    """Returns the record's new version. Raises what `Record.save` does, ChildKnown."""
    async with uow:
        family = await uow.families.get(command.family_id)
        child = await _child(command.key, uow)
        record = await uow.records.get(command.family_id, command.key)
        addresses = [value for value in command.fields.values() if isinstance(value, dict)]
        health = record.kind is RecordKind.HEALTH
        circumstances = await locality.circumstances(uow.town_data, addresses, family.adults, health=health)
        before, was_declared = dict(record.values), record.declared_at
        said = record.save(
            command.fields,
            command.version,
            circumstances,
            locality.now(),
            checked=command.checked,
            declared=command.declared,
        )
        changed = [name for name, value in record.values.items() if before.get(name) != value]
        if command.checked and changed and await _known_already(record, uow):
            raise ChildKnown
        if not (changed or said or record.declared_at != was_declared):
            return record.version  # the same form, sent twice
        await uow.records.save(record)
        if child is not None and said:
            await mirror_shared(record, said, child, uow)
        for action, names in (("record.saved", changed), ("urgent_fact.said", said)):
            if names:
                uow.note(
                    command.by,
                    action,
                    f"family:{family.id}",
                    family=family.id,
                    record=str(command.key),
                    fields=names,
                )
        await uow.commit()
    return record.version


async def _known_already(record: Record, uow: UnitOfWork) -> bool:
    """Whether a child of whom the town accepted nothing yet has a record already."""
    if record.kind is not RecordKind.CHILD or record.known:
        return False
    others = (other for other in await uow.records.of_family(record.family_id) if other.key != record.key)
    return any(record.same_child(other) for other in others if other.kind is RecordKind.CHILD)


async def _child(key: RecordKey, uow: UnitOfWork) -> Child | None:
    """Whose urgent facts these may be: held before the record, as whoever concludes does."""
    if key.kind is not RecordKind.HEALTH:
        return None
    try:
        return await uow.children.get(ChildId(key.id))
    except NotFound:
        return None
