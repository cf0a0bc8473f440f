"""« Ajouter un enfant », « Ajouter un adulte »: a new record, which TERMINER hands in like the others."""

from collections.abc import Mapping
from dataclasses import dataclass

from libs.domain.errors import Invalid
from services.household.application.locality import Locality
from services.household.application.ports import UnitOfWork
from services.household.domain.checking import Circumstances, Value, Values
from services.household.domain.draft import CHILDREN_AT_MOST
from services.household.domain.errors import ChildKnown, ChildrenAtMost
from services.household.domain.fields import FIELDS, check_field
from services.household.domain.ids import AdultId, ChildId, FamilyId, RecordKey, RecordKind
from services.household.domain.record import Record


@dataclass(frozen=True)
class AddMember:
    """Who the person is; `by` is the subject's reference."""

    family_id: FamilyId
    typed: Mapping[str, Value]
    by: str


async def add_child(child_id: ChildId, command: AddMember, uow: UnitOfWork, locality: Locality) -> None:
    """A birth as well. Raises ChildKnown, ChildrenAtMost, Invalid."""
    async with uow:
        family = await uow.families.hold(command.family_id)
        values = _who(RecordKind.CHILD, command.typed, await locality.circumstances(uow.town_data, []))
        children = [record for record in await uow.records.of_family(family.id) if record.kind is RecordKind.CHILD]
        if any(_same_child(record.values, values) for record in children):
            raise ChildKnown
        if len(children) >= CHILDREN_AT_MOST:
            raise ChildrenAtMost(at_most=CHILDREN_AT_MOST)
        record = Record(family.id, RecordKey(RecordKind.CHILD, child_id), values=values)
        await uow.records.add(record)
        await uow.records.add(Record(family.id, RecordKey(RecordKind.HEALTH, child_id)))
        uow.note(command.by, "child.added", f"family:{family.id}", family=family.id, record=str(record.key))
        await uow.commit()


async def add_adult(adult_id: AdultId, command: AddMember, uow: UnitOfWork, locality: Locality) -> None:
    """Raises TwoAdultsAtMost, Invalid."""
    async with uow:
        family = await uow.families.hold(command.family_id)
        values = _who(RecordKind.ADULT, command.typed, await locality.circumstances(uow.town_data, []))
        family.add_adult(adult_id)
        await uow.families.save(family)
        record = Record(family.id, RecordKey(RecordKind.ADULT, adult_id), values=values)
        await uow.records.add(record)
        uow.note(command.by, "adult.added", f"family:{family.id}", family=family.id, record=str(record.key))
        await uow.commit()


def _who(kind: RecordKind, typed: Mapping[str, Value], circumstances: Circumstances) -> Values:
    """The fields that were asked. Raises Invalid."""
    values: Values = {}
    errors = []
    for rule in FIELDS[kind]:
        if rule.name in typed:
            values[rule.name], refused = check_field(rule, typed[rule.name], circumstances)
            errors += refused
    if errors:
        raise Invalid(errors=errors)
    return values


def _same_child(one: Values, other: Values) -> bool:
    """Twins have two names."""
    names = [str(values.get("first_name") or "").casefold() for values in (one, other)]
    return names[0] == names[1] and one.get("birth_date") == other.get("birth_date")
