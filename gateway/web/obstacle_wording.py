"""What keeps a record from being handed in, in words."""

from collections.abc import Mapping

from gateway.web.sentences import filled

OBSTACLES: Mapping[str, str] = {
    "adult-missing": "Ajoutez au moins un adulte à votre foyer.",
    "child-missing": "Ajoutez au moins un enfant à votre foyer.",
    "record-incomplete": "{name} : complétez la fiche.",
    "exactness-undeclared": "{name} : déclarez ses renseignements exacts, au bas de la fiche.",
    "field-missing": "{name} : complétez « {label} ».",
    "field-invalid": "{name} : corrigez « {label} ».",
    "field-refused": "{name} : corrigez « {label} », que le service a refusé.",
    "piece-missing": "{name} : joignez la pièce « {label} ».",
    "piece-expired": "{name} : remplacez la pièce « {label} », qui est arrivée à échéance.",
    "paper-date-missing": "{name} : indiquez la date de la pièce « {label} ».",
    "paper-date-in-future": "{name} : corrigez la date de la pièce « {label} », qui est dans le futur.",
    "paper-too-old": "{name} : remplacez la pièce « {label} », qui est trop ancienne.",
    "paper-expired": "{name} : remplacez la pièce « {label} », qui n'est plus valable.",
    "paper-date-too-far": "{name} : corrigez la date de la pièce « {label} ».",
    "date-format": "{name} : corrigez la date de la pièce « {label} ».",
    "date-impossible": "{name} : corrigez la date de la pièce « {label} », qui n'existe pas dans le calendrier.",
    "date-too-old": "{name} : corrigez la date de la pièce « {label} ».",
    "piece-outdated": "{name} : joignez une nouvelle pièce « {label} » : le service a celle de votre ancienne adresse.",
    "field-asked-again": "{name} : vérifiez « {label} », puis enregistrez.",
    "piece-refused": "{name} : remplacez la pièce « {label} », que le service a refusée.",
    "document-infected": "{name} : remplacez le fichier de la pièce « {label} », que l'antivirus a refusé.",
}

STAYING: Mapping[str, str] = {
    "exactness-undeclared": "Déclarez ses renseignements exacts, au bas de la fiche.",
    "field-missing": "Complétez « {label} ».",
    "field-invalid": "Corrigez « {label} ».",
    "field-refused": "Corrigez « {label} », que le service a refusé.",
    "piece-missing": "Joignez la pièce « {label} ».",
    "piece-expired": "Remplacez la pièce « {label} », qui est arrivée à échéance.",
    "paper-date-missing": "Indiquez la date de la pièce « {label} ».",
    "paper-date-in-future": "Corrigez la date de la pièce « {label} », qui est dans le futur.",
    "paper-too-old": "Remplacez la pièce « {label} », qui est trop ancienne.",
    "paper-expired": "Remplacez la pièce « {label} », qui n'est plus valable.",
    "paper-date-too-far": "Corrigez la date de la pièce « {label} ».",
    "date-format": "Corrigez la date de la pièce « {label} ».",
    "date-impossible": "Corrigez la date de la pièce « {label} », qui n'existe pas dans le calendrier.",
    "date-too-old": "Corrigez la date de la pièce « {label} ».",
    "piece-outdated": "Joignez une nouvelle pièce « {label} » : le service a celle de votre ancienne adresse.",
    "field-asked-again": "Vérifiez « {label} », puis enregistrez.",
    "piece-refused": "Remplacez la pièce « {label} », que le service a refusée.",
    "document-infected": "Remplacez le fichier de la pièce « {label} », que l'antivirus a refusé.",
}
"""Why a record stays with the family: the obstacles once more, under the record's own title."""


def of_obstacle(code: str, name: str, label: str) -> str:
    """What keeps a record from being handed in."""
    return filled(OBSTACLES.get(code, OBSTACLES["record-incomplete"]), {"name": name, "label": label})


def of_staying(code: str, label: str) -> str:
    """Why a record stays, under its title."""
    return filled(STAYING.get(code, "Complétez la fiche."), {"label": label})
