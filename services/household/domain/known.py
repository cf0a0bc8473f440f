"""What a household has written once already: nobody types a name or a number again on another of its records."""

from services.household.domain.checking import Value
from services.household.domain.civility import civility_of
from services.household.domain.ids import RecordKind
from services.household.domain.record import Record

# The family's record and its first adult's say the same of these.
_SAME = ("civility", "last_name", "first_name", "mobile")


def known_elsewhere(record: Record, other: Record | None, name: str) -> Value:
    """What may be proposed for an empty field.

    Args:
        other: the first adult's record for the family's, and the other way round.
    """
    if record.values.get(name):
        return None
    if other is not None and name in _SAME and other.values.get(name):
        return other.values[name]
    if name == "civility" and record.kind is RecordKind.ADULT:
        return civility_of(record.values.get("sex"))
    return None
