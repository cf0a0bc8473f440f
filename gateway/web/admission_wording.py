"""What pages about certificates and appointments say for the refusals of schooling, and after what was done."""

from collections.abc import Mapping

CERTIFICATE_STATES: Mapping[str, str] = {"valid": "Valable", "replaced": "Remplacé", "revoked": "Révoqué"}

OF_ADMISSION_FIELD: Mapping[str, str] = {
    "weekdays-required": "Cochez au moins un jour de la semaine.",
    "hour-format": "Écrivez l'heure ainsi : 16 h 30.",
    "hours-too-short": "Aucun rendez-vous ne tient entre ces deux heures : élargissez-les, ou raccourcissez la durée.",
    "slot-days": "Choisissez une dernière date après la première, à {days} jours au plus.",
    "slot-minutes": "Un rendez-vous dure de {minimum} à {maximum} minutes.",
    "slots-overlap": "Deux rendez-vous se chevauchent : espacez les heures, ou raccourcissez la durée.",
}

OF_ADMISSION_PAGE: Mapping[str, str] = {
    "certificate-unknown": (
        "Ce numéro et ce code ne désignent aucun certificat de la ville : vérifiez-les, lettre par lettre."
    ),
    "certificate-not-valid": "Ce certificat a déjà été remplacé ou révoqué.",
    "slot-taken": "Ce créneau vient d'être pris : choisissez-en un autre.",
    "slot-too-close": "Ce créneau est trop proche : l'école doit savoir qui vient au moins {hours} heures avant.",
    "too-late-to-change": (
        "Votre rendez-vous est dans moins de {hours} heures : pour le déplacer ou l'annuler, appelez l'école."
    ),
    "appointment-exists": "Un rendez-vous est déjà pris pour cet enfant.",
    "no-appointment-due": "Il n'y a pas de rendez-vous à prendre pour cet enfant.",
    "appointment-closed": "Ce rendez-vous est annulé, ou il a déjà eu lieu.",
    "appointment-not-yet": "L'heure de ce rendez-vous n'est pas encore venue.",
}

ADMISSION_NOTICES: Mapping[str, tuple[str, str]] = {
    "rendez-vous-pris": ("success", "Votre rendez-vous est pris. Un mail vous le confirme."),
    "rendez-vous-deplace": ("success", "Votre rendez-vous est déplacé. Un mail vous le confirme."),
    "rendez-vous-annule": ("success", "Votre rendez-vous est annulé. Un mail vous le confirme."),
    "creneau-retire": ("success", "Le créneau est retiré. Si une famille l'avait pris, elle est prévenue par mail."),
    "venue-notee": ("success", "C'est noté."),
    "certificat-remplace": (
        "success",
        "Un nouveau certificat remplace celui-ci. La famille est prévenue par mail.",
    ),
    "certificat-revoque": ("success", "Le certificat est révoqué. La famille est prévenue par mail."),
}
