"""The choices of lists: the codes that the services know, and what the screen says."""

SITUATIONS = {
    "marie": "Marié(e)",
    "pacse": "Pacsé(e)",
    "concubinage": "En concubinage",
    "celibataire": "Célibataire",
    "separe": "Séparé(e)",
    "divorce": "Divorcé(e)",
    "veuf": "Veuf ou veuve",
}
SEXES = {"feminin": "Féminin", "masculin": "Masculin"}
CIVILITIES = {"madame": "Madame", "monsieur": "Monsieur"}
SECOND_GUARDIAN = {
    "declared_elsewhere": "Déclarer une mère ou un père n'habitant pas avec l'enfant.",
    "none": "Ne pas déclarer de second responsable.",
}
LINKS = {"mere": "Mère", "pere": "Père", "autre": "Autre responsable légal"}
STATES = {
    "exclusive_authority": "Exerce seul(e) l'autorité parentale",
    "delegated": "A reçu l'autorité parentale par délégation",
    "placed": "L'enfant lui est confié par le juge des enfants",
    "protected_address": "Son adresse doit rester secrète",
}
STATE_PROOFS = {
    "exclusive_authority": "À prouver par le jugement, ou par l'acte de naissance de l'enfant.",
    "delegated": "À prouver par le jugement de délégation. Exemple : un grand-parent.",
    "placed": "À prouver par la décision du juge.",
    "protected_address": "À prouver par l'ordonnance de protection. Elle n'est jamais montrée à l'autre parent.",
}
ANSWERS = {"oui": "Oui", "non": "Non"}
DIETS = {
    "sans-porc": "Sans porc",
    "sans-viande": "Sans viande",
    "sans-poisson": "Sans poisson",
    "sans-gluten": "Sans gluten",
    "sans-lait": "Sans lait",
    "sans-oeuf": "Sans œuf",
    "sans-arachide": "Sans arachide",
}
PERMISSIONS = {
    "hospitalisation": "J'autorise l'hospitalisation de mon enfant en cas d'urgence, si je ne peux pas être joint.",
    "photo": "J'autorise la prise et l'usage de photos de mon enfant dans le cadre de l'école et des activités.",
    "outing": "J'autorise mon enfant à participer aux sorties encadrées.",
    "leaving_alone": "J'autorise mon enfant à rentrer seul à la maison.",
}
OTHER_STREET = "autre"
