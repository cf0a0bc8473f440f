"""What happened, in words: who did it, and what it was. An agent is « Le service »."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from gateway.clients.family_data import HistoryEntry
from gateway.web.account.devices import BROWSERS, DEVICES
from libs.french.elision import de
from libs.french.fields import FIELD_LABELS

_BY = {"family": "Vous", "town": "Le service", "kiosk": "Le kiosque", "somebody": "Par un lien ou un code reçu"}


@dataclass(frozen=True)
class Names:
    """How the family calls things: `records` by key, empty for its own record; `pieces` by code."""

    records: Mapping[str, str]
    pieces: Mapping[str, str]


_Words = Callable[[dict[str, Any], Names], str]


def wording(entry: HistoryEntry, names: Names) -> tuple[str, str] | None:
    """Who, and what; None when nobody has words for it."""
    told = _TOLD.get(f"{entry['what']}/{entry['reason']}") or _TOLD.get(entry["what"])
    if told is None:
        return None
    text = told if isinstance(told, str) else told(entry["details"], names)
    return _BY[entry["by"]], text


def _device(details: dict[str, Any], _names: Names) -> str:
    words = [DEVICES.get(details.get("device", ""), ""), BROWSERS.get(details.get("browser", ""), "")]
    known = ", ".join(word for word in words if word)
    return f"Connexion depuis un nouvel appareil{f' ({known})' if known else ''}"


def _record(details: dict[str, Any], names: Names) -> str:
    """`la fiche famille`, `la fiche de Léa MARTIN`."""
    key = str(details.get("record", ""))
    health = "fiche sanitaire" if key.startswith("health-") else "fiche"
    if key.startswith("family-"):
        return "la fiche famille"
    name = names.records.get(key)
    return f"la {health} {de(name)}" if name else f"une {health}"


def _saved(details: dict[str, Any], names: Names) -> str:
    labels = dict.fromkeys(FIELD_LABELS[name] for name in details.get("fields", ()) if name in FIELD_LABELS)
    return f"Modification {de(_record(details, names))}{f' : {_listed(list(labels))}' if labels else ''}"


def _health_read(details: dict[str, Any], names: Names) -> str:
    return f"Lecture {de(_record(details, names))}"


def _listed(labels: list[str]) -> str:
    return ", ".join(label[:1].lower() + label[1:] for label in labels)


def _file(verb: str) -> _Words:
    def words(details: dict[str, Any], names: Names) -> str:
        label = names.pieces.get(str(details.get("piece", "")))
        of = f", {_record(details, names)}" if names.records.get(str(details.get("record", ""))) else ""
        return f"{verb}{f' : « {label} »' if label else ''}{of}"

    return words


def _concluded(details: dict[str, Any], _names: Names) -> str:
    counts = [(int(details.get("accepted", 0)), "accepté"), (int(details.get("refused", 0)), "refusé")]
    told = [f"{count} élément{'s' * (count > 1)} {word}{'s' * (count > 1)}" for count, word in counts if count]
    return " : ".join(["Réponse à votre demande", *([", ".join(told)] if told else [])])


def _made(details: dict[str, Any], _names: Names) -> str:
    return "Création de la famille" if details.get("kind") == "registration" else "Demande transmise au service"


def _school_request(details: dict[str, Any], _names: Names) -> str:
    what = "Préinscription scolaire" if details.get("kind") == "sector" else "Demande de dérogation scolaire"
    return f"{what}{_school_year(details)} transmise au service"


def _enrolment(verb: str) -> _Words:
    return lambda details, _names: f"{verb}{_school_year(details)}"


def _school_year(details: dict[str, Any]) -> str:
    """` 2026/2027`."""
    year = details.get("school_year")
    return f" {year}/{year + 1}" if isinstance(year, int) else ""


def _certificate_issued(details: dict[str, Any], names: Names) -> str:
    former = details.get("replaces")
    told = _certificate("délivré")(details, names)
    return f"{told}, à la place du n° {former}" if former else told


def _certificate(state: str) -> _Words:
    return lambda details, names: (
        f"Certificat d'inscription n° {details.get('number', '')} {state}{_for_child(details, names)}"
    )


def _for_a_child(words: str) -> _Words:
    return lambda details, names: f"{words}{_for_child(details, names)}"


def _for_child(details: dict[str, Any], names: Names) -> str:
    """` pour Léa MARTIN`; nothing for a child who left the home since."""
    name = names.records.get(f"child-{details.get('child')}")
    return f" pour {name}" if name else ""


def _mail(verb: str) -> _Words:
    def words(details: dict[str, Any], _names: Names) -> str:
        purpose = _MAILS.get(str(details.get("template", "")))
        return f"{verb}{f' : {purpose}' if purpose else ''}"

    return words


_MAILS = {
    "account-closed": "fermeture du compte",
    "activation": "lien d'activation",
    "activation-reminder": "rappel d'activation",
    "address-known": "l'adresse a déjà un compte",
    "appointment-booked": "rendez-vous pris avec l'école",
    "appointment-cancelled": "rendez-vous avec l'école annulé",
    "appointment-moved": "rendez-vous avec l'école déplacé",
    "appointment-reminder": "rappel du rendez-vous avec l'école",
    "certificate": "certificat d'inscription",
    "certificate-revoked": "certificat d'inscription révoqué",
    "claim-offer": "code d'accès",
    "decision": "réponse du service",
    "email-change": "confirmation de la nouvelle adresse",
    "email-changed": "changement d'adresse",
    "family-codes": "codes famille de l'adresse",
    "mail-code": "code de vérification de l'adresse",
    "new-message": "nouveau message dans « Vos messages »",
    "password-changed": "changement de mot de passe",
    "password-reset": "lien pour un nouveau mot de passe",
    "piece-reminder": "rappel pour une pièce qui arrive à échéance",
    "proposal-reminder": "rappel de l'école proposée",
    "resumption": "lien pour reprendre la création du compte",
}
_TOLD: Mapping[str, str | _Words] = {
    "account.registered": "Ouverture du compte",
    "account.closed": "Fermeture du compte",
    "account.closed/given-back": "Remplacement du compte par un nouveau, avec un code remis au guichet",
    "account.activated": "Activation du compte : l'adresse e-mail est confirmée",
    "claim_code.issued": "Remise d'un code d'accès au compte",
    "claim_code.issued/gives-account-back": "Remise d'un code pour remplacer le compte, après vérification d'identité",
    "claim.opened": "Utilisation du code d'accès au compte",
    "data.exported": "Téléchargement de toutes vos données",
    "device.remembered": _device,
    "email.corrected": "Correction de l'adresse e-mail",
    "email.changed": "Changement de l'adresse e-mail, confirmé par le lien reçu",
    "email_change.requested": "Demande de changement de l'adresse e-mail",
    "email_change.cancelled": "Annulation du changement de l'adresse e-mail",
    "password.changed/chosen": "Changement du mot de passe",
    "password.changed/forgotten": "Nouveau mot de passe, choisi par le lien reçu par mail",
    "password.refused": "Mot de passe actuel mal saisi dans « Mon compte »",
    "password_reset.requested": "Demande d'un lien pour un nouveau mot de passe",
    "session.ended": "Déconnexion d'un appareil",
    "sessions.ended": "Déconnexion de tous les autres appareils",
    "family.imported": "Reprise de votre dossier déjà connu du service",
    "family.looked_up": "Ouverture de votre dossier au guichet",
    "health_record.read": _health_read,
    "receipt.read": "Lecture du récapitulatif de votre dossier",
    "record.saved": _saved,
    "child.added": "Ajout d'un enfant au foyer",
    "adult.added": "Ajout d'un adulte au foyer",
    "member.removed": "Retrait d'une personne que le service ne connaissait pas encore",
    "child.unlinked": "Un enfant n'est plus rattaché à votre dossier",
    "child.linked": "Rattachement d'un enfant par le code remis par le service",
    "record.closed": "Fermeture de la fiche d'un enfant devenu majeur",
    "submission.made": _made,
    "submission.read": "Lecture de votre demande",
    "submission.withdrawn": "Demande reprise avant que le service ne l'ouvre",
    "submission.concluded": _concluded,
    "pre_registration.submitted": _school_request,
    "pre_registration.documents_added": "Fichiers ajoutés à une demande d'inscription scolaire",
    "pre_registration.withdrawn": "Demande d'inscription scolaire reprise avant que le service ne l'ouvre",
    "pre_registration.read": "Lecture de votre demande d'inscription scolaire",
    "pre_registration.concluded": "Réponse à votre demande d'inscription scolaire",
    "waiting.started": "Inscription sur la liste d'attente d'une école",
    "waiting.ended": "Sortie de la liste d'attente d'une école",
    "reassignment.proposed": "Proposition d'une autre école",
    "reassignment.accepted": "École proposée acceptée",
    "reassignment.refused": "École proposée refusée",
    "reassignment.lapsed": "Proposition d'école restée sans réponse dans le délai",
    "reassignment.taken_back": "Proposition d'école retirée",
    "enrolment.admis": _enrolment("Admission à l'école"),
    "enrolment.radie": _enrolment("Radiation de l'école"),
    "certificate.issued": _certificate_issued,
    "certificate.revoked": _certificate("révoqué"),
    "appointment.booked": _for_a_child("Rendez-vous avec l'école pris"),
    "appointment.moved": _for_a_child("Rendez-vous avec l'école déplacé"),
    "appointment.cancelled": _for_a_child("Rendez-vous avec l'école annulé"),
    "appointment.called-off": _for_a_child("Rendez-vous avec l'école annulé"),
    "appointment.attended": _for_a_child("Venue au rendez-vous avec l'école notée"),
    "appointment.missed": _for_a_child("Absence au rendez-vous avec l'école notée"),
    "document.received": _file("Pièce jointe"),
    "document.removed": _file("Pièce retirée"),
    "document.read": _file("Lecture d'une pièce"),
    "document.previewed": _file("Lecture d'une pièce"),
    "document.infected": _file("Pièce refusée par l'antivirus"),
    "message.written": "Message écrit dans « Vos messages »",
    "thread.read": "Lecture de vos messages",
    "thread.closed": "Fin d'une conversation dans « Vos messages »",
    "mail.sent": _mail("Mail envoyé"),
    "mail.refused": _mail("Mail qui n'a pas pu être remis"),
}
