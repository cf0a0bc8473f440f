"""What the agents' pages call the codes of schooling."""

from collections.abc import Mapping

KINDS: Mapping[str, str] = {
    "sector": "Préinscription",
    "derogation": "Dérogation",
    "outside": "Autre commune",
}
STAGES: Mapping[str, str] = {
    "open": "À traiter",
    "submitted": "Transmises",
    "opened": "En cours d'étude",
    "proposed": "École proposée",
    "waiting": "Liste d'attente",
    "accepted": "Acceptées",
    "refused": "Refusées",
    "withdrawn": "Reprises par la famille",
}
FLAGS: Mapping[str, str] = {
    "address-changed": "Adresse changée",
    "level-objection": "Niveau contesté",
    "no-school": "École à déterminer",
    "late": "Hors campagne",
    "newcomer": "Nouvel arrivant",
    "advice-missing": "Avis à enregistrer",
    "birth-date-changed": "Date de naissance changée",
    "child-left": "L'enfant a quitté ce foyer",
    "files-added": "Fichiers ajoutés",
    "infected-file": "Virus dans un fichier",
    "disagreement": "Désaccord entre les parents",
}
LEVELS = ("TPS", "PS", "MS", "GS", "CP", "CE1", "CE2", "CM1", "CM2")
OPINIONS: Mapping[str, str] = {"favourable": "Favorable", "unfavourable": "Défavorable"}
PROPOSALS: Mapping[str, str] = {
    "pending": "attend la réponse de la famille",
    "accepted": "acceptée par la famille",
    "refused": "refusée par la famille",
    "lapsed": "sans réponse dans le délai",
    "taken-back": "retirée par le service",
}
