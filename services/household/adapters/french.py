"""The names of fields and records as a letter to a family writes them."""

from libs.french.elision import de
from services.household.domain.events import ItemRefused
from services.household.domain.ids import ItemKey, RecordKind

FIELDS = {
    "civility": "Civilité",
    "family_situation": "Situation familiale",
    "address": "Adresse",
    "billing": "Coordonnées de facturation",
    "last_name": "Nom",
    "birth_name": "Nom de naissance",
    "first_name": "Prénom",
    "birth_date": "Date de naissance",
    "birth_place": "Lieu de naissance",
    "sex": "Sexe",
    "landline": "Téléphone fixe",
    "mobile": "Téléphone portable",
    "telephone": "Téléphone",
    "email": "Mail",
    "profession": "Profession",
    "employer": "Employeur",
    "work_telephone": "Téléphone professionnel",
    "work_extension": "N° de poste",
    "guardians": "Responsables légaux",
    "persons_to_call": "Personnes à appeler en urgence",
    "persons_allowed": "Personnes autorisées à venir chercher l'enfant",
    "doctor": "Médecin traitant",
    "allergies": "Allergies",
    "treatments": "Traitements",
    "diet": "Régime alimentaire",
    "care_plan": "Protocole d'accueil individualisé (PAI)",
    "vaccinations": "Vaccinations",
    "permissions": "Autorisations",
    "departure": "Départ du foyer",
}
FAMILY_RECORD = "Fiche famille"
HEALTH_RECORD = "Fiche sanitaire"


def item_label(key: ItemKey, piece_label: str | None) -> str:
    """What a field or a piece is called."""
    return piece_label or FIELDS[key.name]


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
