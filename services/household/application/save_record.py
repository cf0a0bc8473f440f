"""ENREGISTRER: a family writes in one of its records."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.household.application.locality import Locality
from services.household.application.ports import UnitOfWork
from services.household.domain.checking import Value
from services.household.domain.ids import FamilyId, RecordKey


@dataclass(frozen=True)
class SaveRecord:
    """`version` is the record's as the family read it; `checked` refuses what breaks a rule; `by` is who writes."""

    family_id: FamilyId
    key: RecordKey
    version: int
    fields: Mapping[str, Value]
    checked: bool
    by: str


async def save_record(command: SaveRecord, uow: UnitOfWork, locality: Locality) -> int:
    """Returns the record's new version."""
    async with uow:
        family = await uow.families.get(command.family_id)
        record = await uow.records.get(command.family_id, command.key)
        addresses = [value for value in command.fields.values() if isinstance(value, dict)]
        circumstances = await locality.circumstances(uow.town_data, addresses, family.adults)
        before = dict(record.values)
        record.save(command.fields, command.version, circumstances, checked=command.checked)
        await uow.records.save(record)
        if changed := [name for name, value in record.values.items() if before.get(name) != value]:
            uow.note(
                command.by,
                "record.saved",
                f"family:{family.id}",
                family=family.id,
                record=str(command.key),
                fields=changed,
            )
        await uow.commit()
    return record.version
