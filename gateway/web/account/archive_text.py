"""LISEZ-MOI.txt: what an archive of MES DONNÉES holds, in plain French."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from libs.commune.profile import Profile
from libs.french.days import long_day

_WINDOWS_LINE = "\r\n"
"""Whoever opens it with a double click sees lines, on every computer."""


@dataclass(frozen=True)
class LeftOut:
    """A file of the family that is not in the archive."""

    path: str
    reason: str


def read_me(town: Profile, at: datetime, left_out: Sequence[LeftOut]) -> str:
    """With a byte order mark, without which older readers show accents as something else."""
    lines = [
        f"VOS DONNÉES DANS LE KIOSQUE FAMILLE DE {town.name}",
        f"Archive préparée le {long_day(at.date())} à {at.hour} h {at:%M}, heure de Paris.",
        "",
        "CE QUE CONTIENT CETTE ARCHIVE",
        "",
        "donnees/compte.json     votre compte : adresse e-mail, consentements, connexions ouvertes",
        "donnees/foyer.json      vos fiches, les membres du foyer, vos demandes et les réponses du service",
        "donnees/pieces.json     la liste de vos pièces justificatives",
        "donnees/scolarite.json  ce que le service scolaire sait de vos enfants",
        "donnees/messages.json   vos messages, et les mails des trente derniers jours",
        "pieces/                 vos pièces, telles que le kiosque les garde, rangées par fiche",
        "certificats/            les certificats d'inscription valables de vos enfants, en PDF",
        "",
        "Chaque fichier .json contient aussi l'historique : qui a changé ou lu quoi, et quand. Il s'ouvre avec un",
        "éditeur de texte, et un autre logiciel peut le lire.",
        "",
        "CE QUI N'Y EST PAS",
        "",
        "Votre mot de passe (personne ne le connaît), le nom des agents, et ce qui concerne l'autre foyer de votre",
        "enfant s'il en a un.",
        *_missing(left_out),
        "",
        "À SAVOIR",
        "",
        "Ces fichiers ne sont plus protégés par le kiosque : gardez-les en lieu sûr, et n'en laissez pas de copie sur",
        "un ordinateur partagé.",
        "Une erreur, une question sur vos droits ? Écrivez au délégué à la protection des données de la ville : ses",
        "coordonnées sont à la page « Données personnelles » du kiosque.",
        "",
    ]
    return "\ufeff" + _WINDOWS_LINE.join(lines)


def _missing(left_out: Sequence[LeftOut]) -> list[str]:
    if not left_out:
        return []
    one = len(left_out) == 1
    return [
        "",
        "CE FICHIER N'A PAS PU ÊTRE JOINT" if one else "CES FICHIERS N'ONT PAS PU ÊTRE JOINTS",
        "",
        *(f"{file.path} : {file.reason}." for file in left_out),
    ]
