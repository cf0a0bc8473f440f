"""From a draft to a family: what the forms declare becomes records."""

from dataclasses import dataclass

from libs.domain.errors import FieldError
from services.household.domain.checking import Circumstances, Values
from services.household.domain.child import Child
from services.household.domain.draft import Draft, Member
from services.household.domain.draft_forms import check_form
from services.household.domain.errors import DraftIncomplete
from services.household.domain.ids import AdultId, ChildId, FamilyId, RecordKey, RecordKind
from services.household.domain.record import Record

# An adult's form asks for these, the household's record keeps them; a second adult keeps only what differs.
_SHARED = ("family_situation", "address")


@dataclass(frozen=True)
class Declared:
    """What a draft declares.

    Attributes:
        family_record: written from the first adult's form; it stays with the family until its pieces are there.
        members: the records of adults and children, which are handed in at once.
    """

    family_record: Record
    members: list[Record]
    children: list[Child]


def declare(draft: Draft, family_id: FamilyId, circumstances: Circumstances) -> Declared:
    """The records of the family to be. Raises DraftIncomplete naming who is missing or incomplete."""
    adults = {key: _checked(RecordKind.ADULT, key, member, circumstances) for key, member in draft.adults.items()}
    children = {key: _checked(RecordKind.CHILD, key, member, circumstances) for key, member in draft.children.items()}
    errors = [error for _values, refused in (*adults.values(), *children.values()) for error in refused]
    errors += [] if adults else [FieldError("adults", "adult-missing")]
    errors += [] if children else [FieldError("children", "child-missing")]
    if errors:
        raise DraftIncomplete(errors=errors)
    shared = _shared(next(values for values, _errors in adults.values()))
    return Declared(
        Record(family_id, RecordKey(RecordKind.FAMILY, family_id), values=shared),
        [
            *(_adult_record(family_id, key, values, shared) for key, (values, _errors) in adults.items()),
            *(
                Record(family_id, RecordKey(RecordKind.CHILD, key), values=values)
                for key, (values, _errors) in children.items()
            ),
        ],
        [Child.declare(key, family_id, values) for key, (values, _errors) in children.items()],
    )


def _checked(
    kind: RecordKind,
    member_id: AdultId | ChildId,
    member: Member,
    circumstances: Circumstances,
) -> tuple[Values, list[FieldError]]:
    values, errors = check_form(kind, member.typed, circumstances)
    return values, [FieldError(str(RecordKey(kind, member_id)), "record-incomplete")] if errors else []


def _adult_record(family_id: FamilyId, adult_id: AdultId, values: Values, shared: Values) -> Record:
    own = {name: value for name, value in values.items() if name not in _SHARED or value != shared[name]}
    return Record(family_id, RecordKey(RecordKind.ADULT, adult_id), values=own)


def _shared(values: Values) -> Values:
    return {name: values[name] for name in _SHARED}
