"""What scripts say: the page hands it over to them."""

from collections.abc import Mapping

from gateway.web.file_wording import OF_FILE

OF_SENDING: Mapping[str, str] = {
    "sending": "Envoi de {name}",
    "waiting": "En attente",
    "reducing": "{name} est trop lourde : elle est réduite avant l'envoi.",
    "checking": "Vérification en cours",
    "sent": "{name} est joint.",
    "refused": "{name} n'est pas joint.",
    "cancelled": "L'envoi de {name} est annulé.",
    "interrupted": "La connexion est coupée : ce fichier n'est pas encore joint.",
    "failed": "Le dépôt ne répond pas : ce fichier n'est pas encore joint.",
    "done": "C'est fait.",
    "away": "La connexion est coupée : rien n'a changé. Réessayez dans un instant.",
    "unfinished": "Des fichiers sont encore en cours d'envoi : la suite se fera toute seule dès qu'ils seront joints.",
    "blocked": "Un fichier n'est pas joint : appuyez sur RÉESSAYER ou sur ANNULER, puis recommencez.",
}

SAVING_WORDS: Mapping[str, str] = {
    "saved": "Enregistré à {time}",
    "conflict": (
        "Cette fiche a changé dans une autre fenêtre. Rien de ce que vous avez tapé n'est perdu : cliquez sur "
        "ENREGISTRER pour comparer."
    ),
    "signed-out": "Votre session a pris fin. Finissez, puis validez : votre saisie vous sera rendue après connexion.",
    "away": "Pas encore enregistré : la connexion est coupée. Nous réessayons.",
}
"""What the script of a form that is saved as one types says beside its buttons."""
DRAFT_WORDS: Mapping[str, str] = {**SAVING_WORDS, "saved": "Brouillon gardé à {time}, pas encore envoyé"}
"""The same of a message that is being written."""
SENDING_WORDS: Mapping[str, str] = {
    **OF_SENDING,
    **{code: OF_FILE[code] for code in ("too-large", "empty-file", "wrong-extension")},
}
"""What the script says while files travel; the page hands it over."""
