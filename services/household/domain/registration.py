"""From a draft to a family: what the forms declare becomes records."""

from dataclasses import dataclass
from datetime import datetime

from libs.domain.errors import FieldError
from services.household.domain.checking import Circumstances, Values
from services.household.domain.child import Child
from services.household.domain.civility import civility_of
from services.household.domain.draft import Draft, Member
from services.household.domain.draft_forms import check_form
from services.household.domain.errors import DraftIncomplete
from services.household.domain.ids import AdultId, ChildId, FamilyId, RecordKey, RecordKind
from services.household.domain.record import Record

# An adult's form asks for these, the household's record keeps them; a second adult keeps only what differs.
_SHARED = ("family_situation", "address")
# The household bears the first adult's name and number until it says otherwise: nobody types them twice.
_FIRST_ADULTS = ("civility", "last_name", "first_name", "mobile")


@dataclass(frozen=True)
class Declared:
    """What a draft declares.

    Attributes:
        family_record: written from the first adult's form; it stays with the family until its pieces are there.
        members: the records of adults and children, which are handed in at once.
        health_records: of the children, still empty.
    """

    family_record: Record
    members: list[Record]
    health_records: list[Record]
    children: list[Child]


def declare(
    draft: Draft, family_id: FamilyId, circumstances: Circumstances, *, exact_at: datetime | None = None
) -> Declared:
    """The records of the family to be.

    Args:
        exact_at: when the account's holder declared everything exact (step 3); None at the counter.

    Raises:
        DraftIncomplete: naming who is missing or incomplete.
    """
    adults = {key: _checked(RecordKind.ADULT, key, member, circumstances) for key, member in draft.adults.items()}
    children = {key: _checked(RecordKind.CHILD, key, member, circumstances) for key, member in draft.children.items()}
    errors = [error for _values, refused in (*adults.values(), *children.values()) for error in refused]
    errors += [] if adults else [FieldError("adults", "adult-missing")]
    errors += [] if children else [FieldError("children", "child-missing")]
    if errors:
        raise DraftIncomplete(errors=errors)
    persons = {key: _with_civility(values) for key, (values, _errors) in adults.items()}
    household = household_of(next(iter(persons.values())))
    members = [
        *(_adult_record(family_id, key, values, household) for key, values in persons.items()),
        *(
            Record(family_id, RecordKey(RecordKind.CHILD, key), values=values)
            for key, (values, _errors) in children.items()
        ),
    ]
    for record in members:
        record.declared_at = exact_at
    return Declared(
        Record(family_id, RecordKey(RecordKind.FAMILY, family_id), values=household),
        members,
        [Record(family_id, RecordKey(RecordKind.HEALTH, key)) for key in children],
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


def _with_civility(values: Values) -> Values:
    return {"civility": civility_of(values.get("sex")), **{n: v for n, v in values.items() if n != "civility"}}


def _adult_record(family_id: FamilyId, adult_id: AdultId, values: Values, household: Values) -> Record:
    own = {name: value for name, value in values.items() if name not in _SHARED or value != household.get(name)}
    return Record(family_id, RecordKey(RecordKind.ADULT, adult_id), values=own)


def household_of(first_adult: Values) -> Values:
    """What the first adult's form says of the household."""
    return {name: first_adult[name] for name in (*_FIRST_ADULTS, *_SHARED) if first_adult.get(name)}
