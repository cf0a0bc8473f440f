"""The names of fields and records as a letter to a family writes them."""

from services.household.domain.events import ItemRefused
from services.household.domain.ids import ItemKey, RecordKind

FIELDS = {
    "family_situation": "Situation familiale",
    "address": "Adresse",
    "last_name": "Nom",
    "birth_name": "Nom de naissance",
    "first_name": "Prénom",
    "birth_date": "Date de naissance",
    "birth_place": "Lieu de naissance",
    "sex": "Sexe",
    "guardians": "Responsables légaux",
}
FAMILY_RECORD = "Fiche famille"


def item_label(key: ItemKey, piece_label: str | None) -> str:
    """What a field or a piece is called."""
    return piece_label or FIELDS[key.name]


def refused_label(item: ItemRefused) -> str:
    """The item with whose record it stands in: `Lina Martin : Date de naissance`."""
    record = FAMILY_RECORD if item.key.record.kind is RecordKind.FAMILY else item.record_name
    return f"{record} : {item_label(item.key, item.piece_label)}"
