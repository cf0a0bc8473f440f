"""The names of the fields of fiches: pages, receipts and mails say the same words."""

from collections.abc import Mapping

FIELD_LABELS: Mapping[str, str] = {
    "civility": "Civilité",
    "family_situation": "Situation familiale",
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
    "work_telephone": "Tél professionnel",
    "work_extension": "N° de poste",
    "billing": "Coordonnées de facturation",
    "persons_to_call": "Personnes à appeler en urgence",
    "persons_allowed": "Personnes autorisées à venir chercher l'enfant",
    "doctor": "Médecin traitant",
    "allergies": "Allergies",
    "treatments": "Traitements",
    "diet": "Régime alimentaire",
    "care_plan": "Protocole d'accueil individualisé (PAI)",
    "vaccinations": "Vaccinations",
    "permissions": "Autorisations",
    "address": "Adresse",
    "guardians": "Responsables légaux",
    "departure": "Départ du foyer",
    "address.country": "Pays",
    "address.postal_code": "Code postal",
    "address.city": "Ville",
    "address.street_number": "N° de rue",
    "address.repetition": "Code (bis, ter, ...)",
    "address.street_id": "Voie",
    "address.street_other": "Nom de la voie",
    "address.complement": "Complément",
    "guardians.guardians": "Responsables légaux",
    "guardians.second_guardian": "Second responsable",
    "guardians.elsewhere_link": "Lien de l'autre parent avec l'enfant",
    "guardians.elsewhere_last_name": "Nom de l'autre parent",
    "guardians.elsewhere_first_name": "Prénom de l'autre parent",
    "guardians.elsewhere_telephone": "Téléphone de l'autre parent",
    "guardians.elsewhere_email": "Mail de l'autre parent",
    "guardians.elsewhere_address": "Adresse de l'autre parent",
    "guardians.states": "Situation particulière",
}


def field_label(name: str) -> str:
    """What a field is called; a part that has no name of its own goes by the whole: `billing.city` by `billing`."""
    return FIELD_LABELS.get(name) or FIELD_LABELS.get(name.partition(".")[0]) or name
