"""« Ajouter un enfant », « Ajouter un adulte »: a new record, which TERMINER hands in like the others."""

from collections.abc import Mapping
from dataclasses import dataclass

from libs.domain.errors import Invalid
from services.household.application.locality import Locality
from services.household.application.ports import UnitOfWork
from services.household.domain.checking import Circumstances, Value, Values
from services.household.domain.draft import CHILDREN_AT_MOST
from services.household.domain.errors import ChildKnown, ChildrenAtMost
from services.household.domain.fields import FIELDS, as_typed, check_field
from services.household.domain.ids import AdultId, ChildId, FamilyId, RecordKey, RecordKind
from services.household.domain.record import Record


@dataclass(frozen=True)
class AddMember:
    """Who the person is.

    Attributes:
        checked: refuse what breaks a rule instead of keeping it as typed.
        by: the subject's reference.
    """

    family_id: FamilyId
    typed: Mapping[str, Value]
    checked: bool
    by: str


async def add_child(child_id: ChildId, command: AddMember, uow: UnitOfWork, locality: Locality) -> None:
    """A birth as well. Raises ChildKnown, ChildrenAtMost, Invalid."""
    async with uow:
        family = await uow.families.hold(command.family_id)
        values = _who(RecordKind.CHILD, command, await locality.circumstances(uow.town_data, []))
        children = [record for record in await uow.records.of_family(family.id) if record.kind is RecordKind.CHILD]
        record = Record(family.id, RecordKey(RecordKind.CHILD, child_id), values=values)
        if command.checked and any(record.same_child(other) for other in children):
            raise ChildKnown
        if len(children) >= CHILDREN_AT_MOST:
            raise ChildrenAtMost(at_most=CHILDREN_AT_MOST)
        await uow.records.add(record)
        await uow.records.add(Record(family.id, RecordKey(RecordKind.HEALTH, child_id)))
        uow.note(command.by, "child.added", f"family:{family.id}", family=family.id, record=str(record.key))
        await uow.commit()


async def add_adult(adult_id: AdultId, command: AddMember, uow: UnitOfWork, locality: Locality) -> None:
    """Raises TwoAdultsAtMost, Invalid."""
    async with uow:
        family = await uow.families.hold(command.family_id)
        values = _who(RecordKind.ADULT, command, await locality.circumstances(uow.town_data, []))
        family.add_adult(adult_id)
        await uow.families.save(family)
        record = Record(family.id, RecordKey(RecordKind.ADULT, adult_id), values=values)
        await uow.records.add(record)
        uow.note(command.by, "adult.added", f"family:{family.id}", family=family.id, record=str(record.key))
        await uow.commit()


def _who(kind: RecordKind, command: AddMember, circumstances: Circumstances) -> Values:
    """The fields that were asked. Raises Invalid."""
    values: Values = {}
    errors = []
    for rule in FIELDS[kind]:
        if rule.name in command.typed:
            typed = command.typed[rule.name]
            value, refused = check_field(rule, typed, circumstances)
            values[rule.name] = as_typed(typed) if refused else value
            errors += refused
    if errors and command.checked:
        raise Invalid(errors=errors)
    return values
