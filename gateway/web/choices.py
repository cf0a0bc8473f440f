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
OTHER_STREET = "autre"
