"""What the screen says of a file: why it was not joined, and what struck in a picture."""

from collections.abc import Collection, Mapping

from gateway.web.sentences import Params, filled

OF_FILE: Mapping[str, str] = {
    "nothing-chosen": "Choisissez d'abord un fichier, puis appuyez sur JOINDRE.",
    "too-large": "Ce fichier dépasse 10 Mo. Réduisez-le ou numérisez-le moins finement, puis joignez-le de nouveau.",
    "empty-file": "Ce fichier est vide. Vérifiez-le, puis joignez-le de nouveau.",
    "too-many-at-once": "Ce fichier n'a pas été pris : un envoi porte 20 fichiers, 100 Mo au plus. Joignez-le à part.",
    # What kind of file it is.
    "unsupported-kind": "Ce genre de fichier ne convient pas. Joignez un PDF ou une photo (JPEG, PNG, WebP ou HEIC).",
    "wrong-extension": "Son nom ne finit pas par .pdf, .jpg, .png, .webp ou .heic : joignez un PDF ou une photo.",
    "kind-mismatch": "Ce fichier n'est pas ce que dit son nom. Reprenez la photo ou le PDF d'origine sans le renommer.",
    # Pictures.
    "unreadable-picture": "Cette photo est abîmée et ne s'ouvre pas. Reprenez-la, puis joignez-la.",
    "truncated-picture": "Cette photo n'est pas arrivée en entier. Vérifiez qu'elle s'ouvre, puis rejoignez-la.",
    "polyglot-picture": "Ce fichier est aussi autre chose qu'une photo. Reprenez la photo, puis joignez-la.",
    "too-many-pixels": "Cette photo est trop grande. Choisissez une taille plus petite dans l'appareil photo.",
    "animated-picture": "Cette image est animée. Joignez une photo ou un PDF.",
    # PDFs.
    "not-a-pdf": "Ce fichier n'est pas un PDF. Enregistrez-le au format PDF, puis joignez-le.",
    "unreadable-pdf": "Ce PDF est abîmé et ne s'ouvre pas. Enregistrez-le de nouveau, puis joignez-le.",
    "encrypted-pdf": "Ce PDF est protégé par un mot de passe. Enregistrez-le sans mot de passe, puis joignez-le.",
    "scripted-pdf": "Ce PDF contient un programme. Imprimez-le au format PDF, puis joignez la copie.",
    "embedded-files": "Ce PDF contient d'autres fichiers. Imprimez-le au format PDF, puis joignez la copie.",
    "too-many-pages": "Ce PDF a trop de pages : {max_pages} au plus. Gardez les pages utiles.",
    "truncated-pdf": "Ce PDF n'est pas arrivé en entier. Vérifiez qu'il s'ouvre, puis joignez-le de nouveau.",
    "polyglot-pdf": "Ce fichier est aussi autre chose qu'un PDF. Imprimez-le au format PDF, puis joignez la copie.",
    "launch-action": "Ce PDF ouvre un autre programme. Imprimez-le au format PDF, puis joignez la copie.",
    "automatic-action": "Ce PDF agit tout seul à l'ouverture. Imprimez-le au format PDF, puis joignez la copie.",
    "dynamic-form": "Ce PDF est un formulaire dynamique. Imprimez-le au format PDF, puis joignez la copie.",
    "rich-media": "Ce PDF contient du son, de la vidéo ou de la 3D. Imprimez-le au format PDF, puis joignez la copie.",
    "too-complex-pdf": "Ce PDF est trop compliqué pour être vérifié. Imprimez-le au format PDF, puis joignez la copie.",
    # Whatever the kind.
    "infected": "L'antivirus a refusé ce fichier. Joignez-en un autre.",
    "too-many-files": "Cette pièce a déjà le nombre de fichiers permis ({max_files}). Retirez-en un pour le remplacer.",
    "unknown-piece": "Cette pièce n'est pas demandée ici. Rechargez la page.",
    "invalid-file-name": "Le nom de ce fichier ne peut pas être lu. Renommez-le, puis joignez-le.",
    "document-pinned": "Ce fichier a été transmis au service : il ne peut plus être retiré.",
    "gone": "Le fichier à remplacer n'est plus là. Joignez celui-ci avec JOINDRE.",
    "not-reusable": "Ce document n'est plus là, ou ne convient plus. Choisissez-en un autre, ou joignez un fichier.",
    "order-stale": "Ces photos ont changé dans une autre fenêtre. Vérifiez leur ordre ci-dessous.",
    "registration-closed": "Votre demande a été transmise : ses pièces ne changent plus ici.",
    "unavailable": "Le dépôt des pièces est momentanément indisponible : rejoignez ce fichier dans un instant.",
}

OF_REMARK: Mapping[str, str] = {
    "blurred": "Cette photo semble floue.",
    "dark": "Cette photo semble sombre.",
    "blurred-dark": "Cette photo semble floue et sombre.",
}


def of_file(code: str, params: Params, name: str = "") -> str:
    """The sentence beside a piece; it names the file when there are several that it could be about."""
    sentence = filled(OF_FILE.get(code, "Ce fichier n'a pas pu être joint. Essayez avec un autre PDF."), params)
    return f"« {name} » : {sentence[0].lower()}{sentence[1:]}" if name else sentence


def of_remarks(remarks: Collection[str]) -> str:
    """What struck in a picture; empty when nothing did."""
    found = [code for code in ("blurred", "dark") if code in remarks]
    return OF_REMARK["-".join(found)] if found else ""
