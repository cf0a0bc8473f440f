"""What items and records are called, wherever a family or an agent reads of them."""

from libs.french.elision import de
from libs.french.fields import FIELD_LABELS
from services.household.domain.events import ItemRefused
from services.household.domain.ids import ItemKey, RecordKind

FAMILY_RECORD = "Fiche famille"
HEALTH_RECORD = "Fiche sanitaire"


def item_label(key: ItemKey, piece_label: str | None) -> str:
    """What a field or a piece is called."""
    return piece_label or FIELD_LABELS[key.name]


def record_label(kind: RecordKind, name: str) -> str:
    """Whose record it is: `Lina Martin`, `Fiche sanitaire de Lina Martin`, `Fiche famille`."""
    if kind is RecordKind.FAMILY:
        return FAMILY_RECORD
    return f"{HEALTH_RECORD} {de(name)}" if kind is RecordKind.HEALTH else name


def refused_label(item: ItemRefused) -> str:
    """The item with whose record it stands in: `Lina Martin : Date de naissance`.

    Of a fiche sanitaire the label names no field: it leaves household by mail, and the fiche itself says which one.
    """
    record = record_label(item.key.record.kind, item.record_name)
    if item.key.record.kind is RecordKind.HEALTH:
        return record
    return f"{record} : {item_label(item.key, item.piece_label)}"
