"""What pages about schooling say for the refusals of its service."""

from collections.abc import Mapping

OF_SCHOOLING_FIELD: Mapping[str, str] = {
    "is-sector-school": "C'est votre école de secteur : choisissez une autre école, ou renoncez à la dérogation.",
    "level-not-taught": "Cette école n'a pas de classe de ce niveau : choisissez-en une autre.",
    "no-session": "La commission n'a pas siégé ce jour-là pour cette année scolaire : vérifiez la date.",
    "outside-has-no-sector": "L'enfant habite une autre commune : décidez sur l'école désirée.",
    "too-many": "Choisissez {max} motifs au plus.",
}

OF_SCHOOLING_PAGE: Mapping[str, str] = {
    "pre-registration-closed": "La préinscription de cet enfant n'est pas possible pour le moment.",
    "derogations-closed": (
        "La campagne est terminée : une dérogation n'est plus possible. Vous pouvez encore inscrire votre enfant."
    ),
    "offer-changed": "Ce que montrait la page a changé depuis que vous l'avez ouverte. Vérifiez-la, puis terminez.",
    "already-requested": "Une demande existe déjà pour cet enfant et cette année scolaire.",
    "already-opened": "Un agent a ouvert votre demande : vous ne pouvez plus la reprendre. Écrivez au service.",
    "already-closed": "Cette demande est close : elle ne change plus.",
    "nothing-added": "Aucun nouveau fichier n'est à transmettre : joignez-en un d'abord.",
    "derogation-frozen": (
        "Un désaccord entre les parents est signalé : aucune autre école ne peut être décidée tant qu'il dure. "
        "Acceptez la préinscription : l'enfant est inscrit à titre provisoire dans l'école de secteur."
    ),
    "still-in-disagreement": "Le désaccord entre les parents n'est pas levé : l'inscription reste provisoire.",
    "no-derogation": "Cette demande ne porte pas sur une autre école.",
    "advice-missing": "Enregistrez d'abord l'avis de la commission.",
    "undecided": "Il reste une décision à prendre avant de conclure.",
    "level-unsettled": "La famille conteste le niveau : fixez-le d'abord.",
    "school-undetermined": "Aucune école n'est encore déterminée pour cet enfant.",
    "school-full": "Cette école n'a plus de place à ce niveau : proposez une autre école, ou la liste d'attente.",
    "proposal-pending": "Une école est proposée à la famille, qui n'a pas encore répondu.",
    "no-proposal": "Cette proposition n'est plus valable.",
    "already-enrolled": "Cet enfant est déjà inscrit pour cette année scolaire.",
    "enrolment-unmoved": "L'inscription de cet enfant est déjà à ce stade, ou plus loin.",
}
