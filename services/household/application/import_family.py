"""A family of the town's own file becomes one of the kiosk; one that is there already is compared, never changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID, uuid4

from libs.domain.street_names import matching_name
from services.household.application.locality import Locality
from services.household.application.ports import UnitOfWork
from services.household.domain.checking import Circumstances, Values
from services.household.domain.child import Child
from services.household.domain.family import Family, Origin
from services.household.domain.ids import AdultId, ChildId, FamilyId, RecordKey, RecordKind
from services.household.domain.imported_family import COLUMNS, FamilyLines, LineProblem, Person
from services.household.domain.imported_values import FileReader, differing
from services.household.domain.lights import validated
from services.household.domain.record import Record

_ACTOR = "operator"


class Fate(StrEnum):
    """What became of a family of the file."""

    IMPORTED = "imported"
    UNCHANGED = "unchanged"
    DIFFERENT = "different"
    LEFT_OUT = "left out"


@dataclass(frozen=True)
class Imported:
    """The outcome for one family; `problems` say why it was left out, or where it differs."""

    fate: Fate
    problems: Sequence[LineProblem] = ()


async def import_family(lines: FamilyLines, uow: UnitOfWork, locality: Locality, *, dry_run: bool) -> Imported:
    """One transaction; a dry run does the same and keeps nothing of it."""
    if lines.problems:
        return Imported(Fate.LEFT_OUT, lines.problems)
    async with uow:
        streets = await uow.town_data.streets_named(lines.street_names)
        circumstances = Circumstances(locality.today(), locality.town, streets)
        known = await uow.families.with_code(lines.code)
        if known is not None:
            return await _compared(lines, known, circumstances, uow)
        outcome = await _taken_over(lines, circumstances, uow, locality)
        if outcome.fate is Fate.IMPORTED and not dry_run:
            await uow.commit()
        return outcome


@dataclass(frozen=True)
class _Written:
    """What the lines say: the household's values, and each person's under the id that they have."""

    shared: Values
    adults: dict[AdultId, Values]
    children: dict[ChildId, Values]


def _written(
    lines: FamilyLines, adults: Sequence[AdultId], children: Sequence[ChildId], circumstances: Circumstances
) -> _Written:
    """Whatever is wrong is noted among the lines' problems."""
    reader = FileReader(lines, [str(adult) for adult in adults], replace(circumstances, adults=adults))
    shared = reader.shared()
    return _Written(
        shared,
        {key: reader.adult(person, shared) for key, person in zip(adults, lines.adults, strict=True)},
        {key: reader.child(person) for key, person in zip(children, lines.children, strict=True)},
    )


async def _taken_over(
    lines: FamilyLines, circumstances: Circumstances, uow: UnitOfWork, locality: Locality
) -> Imported:
    adults = [AdultId(uuid4()) for _ in lines.adults]
    written = _written(lines, adults, [ChildId(uuid4()) for _ in lines.children], circumstances)
    email = lines.email(circumstances)
    if lines.problems:
        return Imported(Fate.LEFT_OUT, lines.problems)
    family = Family.take_over(FamilyId(uuid4()), lines.code, adults=adults, email=email, at=locality.now())
    await uow.families.add(family)
    catalogue = await uow.town_data.catalogue()
    await uow.records.add(_accepted(family.id, RecordKey(RecordKind.FAMILY, family.id), written.shared))
    for adult, values in written.adults.items():
        await uow.records.add(_accepted(family.id, RecordKey(RecordKind.ADULT, adult), values))
    for child, values in written.children.items():
        record = _accepted(family.id, RecordKey(RecordKind.CHILD, child), values)
        await uow.children.add(Child.declare(child, family.id, values, validated=validated(record, catalogue)))
        await uow.records.add(record)
    for child in written.children:
        await uow.records.add(Record(family.id, RecordKey(RecordKind.HEALTH, child)))
    uow.note(_ACTOR, "family.imported", f"family:{family.id}", family=family.id)
    return Imported(Fate.IMPORTED)


def _accepted(family_id: FamilyId, key: RecordKey, values: Values) -> Record:
    """What the town knew counts as accepted."""
    return Record(family_id, key, values=dict(values), accepted=dict(values))


async def _compared(lines: FamilyLines, family: Family, circumstances: Circumstances, uow: UnitOfWork) -> Imported:
    """Where the file says other things than what the town accepted since, line by line."""
    if family.origin is not Origin.IMPORTED:
        return Imported(Fate.LEFT_OUT, [LineProblem(lines.lines[0].number, "", "code-taken")])
    records = {record.key: record for record in await uow.records.of_family(family.id)}
    adults = [AdultId(key) for key in _same_persons(lines.adults, records)]
    children = [ChildId(key) for key in _same_persons(lines.children, records)]
    written = _written(lines, adults, children, circumstances)
    lines.email(circumstances)
    if lines.problems:
        return Imported(Fate.LEFT_OUT, lines.problems)
    said = [
        (lines.adults[0], RecordKey(RecordKind.FAMILY, family.id), written.shared),
        *(
            (person, RecordKey(RecordKind.ADULT, adult), values)
            for person, (adult, values) in zip(lines.adults, written.adults.items(), strict=True)
        ),
        *(
            (person, RecordKey(RecordKind.CHILD, child), values)
            for person, (child, values) in zip(lines.children, written.children.items(), strict=True)
        ),
    ]
    differences = [found for person, key, values in said for found in _differences(person, values, records.get(key))]
    if len(records) > 1 + len(adults) + 2 * len(children):
        differences.append(LineProblem(lines.lines[0].number, "", "person-missing"))
    return Imported(Fate.DIFFERENT, differences) if differences else Imported(Fate.UNCHANGED)


def _same_persons(persons: Sequence[Person], records: Mapping[RecordKey, Record]) -> list[UUID]:
    """The id of each person's record, found by the name; a new one for whoever the kiosk does not know."""
    free = [record for record in records.values() if persons and record.kind is persons[0].kind]
    found: list[UUID] = []
    for person in persons:
        same = next((record for record in free if _name_key(record) == person.name_key), None)
        if same is not None:
            free.remove(same)
        found.append(same.key.id if same else uuid4())
    return found


def _name_key(record: Record) -> tuple[str, str]:
    first_name, last_name = (str(record.accepted.get(name) or "") for name in ("first_name", "last_name"))
    return matching_name(first_name), matching_name(last_name)


def _differences(person: Person, values: Values, record: Record | None) -> list[LineProblem]:
    number = person.line.number
    if record is None:
        return [LineProblem(number, "", "person-unknown")]
    return [LineProblem(number, COLUMNS[name], "differs") for name in differing(values, record.accepted)]
