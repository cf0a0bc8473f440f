"""What the screen says of a field, or of a whole page, for a code: one sentence that tells what to do.

The services give codes, never sentences.
"""

from collections.abc import Mapping

from gateway.clients.service import FieldProblem
from gateway.web.admission_wording import OF_ADMISSION_FIELD, OF_ADMISSION_PAGE
from gateway.web.moments import waiting
from gateway.web.schooling_wording import OF_SCHOOLING_FIELD, OF_SCHOOLING_PAGE
from gateway.web.sentences import Params, filled

REQUIRED: Mapping[str, str] = {
    "departure.on": "Indiquez la date du départ, par exemple 31/08/2026.",
    "departure.word": "Expliquez en quelques mots.",
    "email": "Entrez votre adresse e-mail.",
    "email_confirmation": "Entrez votre adresse e-mail une seconde fois.",
    "civility": "Choisissez une civilité.",
    "last_name": "Indiquez le nom.",
    "first_name": "Indiquez le prénom.",
    "birth_name": "Indiquez le nom de naissance.",
    "password": "Choisissez un mot de passe.",
    "password_confirmation": "Entrez le mot de passe une seconde fois.",
    "current_password": "Entrez votre mot de passe actuel.",
    "identifier": "Indiquez votre identifiant : votre code famille ou votre adresse e-mail.",
    "login": "Indiquez votre identifiant.",
    "family_code": "Indiquez votre N° de compte famille.",
    "claim_code": "Indiquez votre code d'accès.",
    "code": "Indiquez le code à 6 chiffres.",
    "family_situation": "Choisissez la situation familiale.",
    "birth_date": "Indiquez la date de naissance, par exemple 02/05/1988.",
    "birth_place": "Indiquez le lieu de naissance.",
    "sex": "Choisissez le sexe.",
    "country": "Choisissez le pays.",
    "postal_code": "Indiquez le code postal.",
    "city": "Indiquez la ville.",
    "street_number": "Indiquez le numéro de rue ; mettez 0 si votre adresse n'en possède pas.",
    "street_id": "Choisissez la voie dans la liste, ou « Autre ».",
    "street_other": "Écrivez le nom de la voie.",
    "address": "Indiquez l'adresse.",
    "guardians": "Cochez le ou les adultes responsables de l'enfant.",
    "second_guardian": "Choisissez un second responsable, ou « Ne pas déclarer de second responsable ».",
    "elsewhere_last_name": "Indiquez le nom du parent qui n'habite pas avec l'enfant.",
    "elsewhere_first_name": "Indiquez le prénom du parent qui n'habite pas avec l'enfant.",
    "elsewhere_link": "Choisissez le lien de cette personne avec l'enfant.",
    "level": "Choisissez la classe.",
    "mobile": "Indiquez un numéro de téléphone portable, par exemple 06 12 34 56 78.",
    "telephone": "Indiquez le numéro de téléphone.",
    "persons_to_call": "Indiquez au moins une personne à appeler en urgence.",
    "care_plan": "Dites si votre enfant a un PAI.",
    "answer": "Dites si votre enfant a un PAI.",
    "measures": "Indiquez les mesures prévues par le PAI.",
    "permissions": "Répondez à chacune des autorisations.",
    "hospitalisation": "Répondez par oui ou par non.",
    "photo": "Répondez par oui ou par non.",
    "outing": "Répondez par oui ou par non.",
    "leaving_alone": "Répondez par oui ou par non.",
    "name": "Indiquez le nom.",
    "link": "Indiquez le lien de cette personne avec l'enfant.",
    "cause": "Indiquez à quoi votre enfant est allergique.",
    "what_to_do": "Indiquez ce qu'il faut faire en cas de réaction.",
    "medicine": "Indiquez le médicament.",
    "instructions": "Indiquez quand et comment le donner.",
    "declared": "Pour signer, certifiez sur l'honneur que les renseignements sont exacts.",
    "decision": "Choisissez une décision.",
    "reason_code": "Choisissez un motif de refus.",
    "comment": "Expliquez votre décision.",
    "on": "Indiquez la date du départ, par exemple 01/09/2026.",
    "word": "Expliquez ce départ en quelques mots.",
    "reason": "Écrivez le motif, pour les agents.",
    "enrolled_before": "Répondez par oui ou par non.",
    "wanted_school": "Choisissez l'école désirée.",
    "school": "Choisissez une école.",
    "opinion": "Choisissez l'avis de la commission.",
    "held_on": "Choisissez la séance de la commission.",
    "desk": "Choisissez le service à qui vous écrivez.",
    "subject": "Écrivez l'objet du message, en quelques mots.",
    "body": "Écrivez le message.",
}

OF_FIELD: Mapping[str, str] = {
    "unlinking-motive": "Indiquez pourquoi l'enfant quitte ce dossier.",
    "unlinking-locked": "Une demande de ce foyer sur cet enfant est en cours : concluez-la d'abord.",
    # The texts that people type.
    "required": "Ce champ est obligatoire : complétez-le.",
    "not-a-choice": "Choisissez une réponse dans la liste.",
    "not-a-text": "Écrivez du texte dans ce champ.",
    "no-letter": "Écrivez au moins une lettre.",
    "too-long": "Ce texte est trop long : {max} caractères au plus.",
    "forbidden-characters": "Ce texte contient des caractères invisibles : effacez-le et tapez-le au clavier.",
    "unknown-field": "Ce champ n'existe pas ou plus. Rechargez la page.",
    "too-many-rows": "Il y en a trop : {max} au plus.",
    "unknown-disease": "Cette vaccination n'est plus dans la liste. Rechargez la page.",
    "exactness-required": "Pour terminer, déclarez exacts les renseignements de cette fiche : cochez la case au bas.",
    # Dates.
    "date-format": "Écrivez la date sous la forme JJ/MM/AAAA, par exemple 02/05/2021.",
    "date-impossible": "Cette date n'existe pas dans le calendrier : vérifiez le jour et le mois.",
    "date-in-future": "Cette date est dans le futur : vérifiez l'année.",
    "date-too-old": "Cette date est trop ancienne : vérifiez l'année.",
    "adult-too-young": "Un adulte responsable a au moins {years} ans : vérifiez l'année.",
    "child-too-old": "Un enfant a moins de {years} ans : vérifiez l'année.",
    # Dates of papers.
    "paper-date-missing": "Indiquez la date qui figure sur ce document.",
    "paper-date-in-future": "Cette date est dans le futur : indiquez celle qui figure sur le document.",
    "paper-too-old": "Ce document a plus de {months} mois : joignez-en un plus récent, puis indiquez sa date.",
    "paper-expired": "Ce document n'est plus valable : joignez-en un en cours de validité, puis indiquez sa date.",
    "paper-date-too-far": "Cette date est trop lointaine : vérifiez l'année.",
    # Addresses.
    "city-of-other-code": "Choisissez la ville de ce code postal : celle qui était choisie en a un autre.",
    "postal-code-format": "Un code postal a 5 chiffres, par exemple 06510.",
    "street-number-format": "Écrivez le numéro en chiffres, ou 0 si votre adresse n'en possède pas.",
    "repetition-format": "Écrivez seulement bis, ter ou une lettre.",
    "unknown-family": "Aucune famille n'a ce code : vérifiez-le, avec ses zéros de début.",
    "unknown-street": "Cette voie n'est plus dans la liste : choisissez-en une autre, ou « Autre ».",
    "street-outside-commune": "Cette voie n'est pas dans votre ville : choisissez « Autre » et écrivez son nom.",
    # Guardians.
    "guardian-required": "Cochez au moins un adulte du foyer.",
    "guardian-unknown": "Cet adulte n'est plus dans votre foyer : cochez-en un autre.",
    "two-guardians-at-most": "Attention, seulement 2 adultes peuvent être responsables d'un enfant : décochez-en un.",
    "second-guardian-excluded": "Deux adultes du foyer sont déjà responsables : décochez l'un d'eux, ou cette réponse.",
    "second-guardian-required": "Choisissez un second responsable, ou « Ne pas déclarer de second responsable ».",
    "second-guardian-conflict": "Cochez une seule de ces deux réponses.",
    "telephone-format": "Écrivez un numéro de téléphone complet, par exemple 06 12 34 56 78.",
    "email-format": "Cette adresse e-mail n'est pas complète. Exemple : prenom.nom@exemple.fr",
    "state-unknown": "Cette situation n'existe plus dans la liste : rechargez la page.",
    "state-person-unknown": "Cochez d'abord cette personne comme responsable de l'enfant.",
    "exclusive-authority-one-person": "Une seule personne peut exercer seule l'autorité parentale : décochez l'autre.",
    "states-contradict": (
        "La même personne ne peut pas exercer seule l'autorité parentale et l'avoir reçue par délégation : "
        "décochez l'une des deux."
    ),
    # The account.
    "invalid-email": "Cette adresse e-mail n'est pas complète. Exemple : prenom.nom@exemple.fr",
    "confirmation-differs": "Les deux saisies sont différentes : vérifiez-les.",
    "password-too-short": "Choisissez un mot de passe d'au moins {minimum} caractères.",
    "password-too-long": "Choisissez un mot de passe de {maximum} caractères au plus.",
    "password-without-letter": "Ajoutez au moins une lettre à votre mot de passe.",
    "password-without-digit": "Ajoutez au moins un chiffre à votre mot de passe.",
    "password-too-common": "Ce mot de passe est trop facile à deviner : choisissez-en un autre.",
    "date-too-far": "Cette date est trop loin : indiquez un jour passé, ou dans l'année qui vient.",
    "last-adult": "Votre foyer compte au moins un adulte : celui-ci est le seul.",
    "shared-frozen": "Ce renseignement commun aux deux foyers ne change pas pour l'instant : contactez le service.",
    "current-password-wrong": "Ce mot de passe n'est pas votre mot de passe actuel : vérifiez-le.",
    "email-unchanged": "C'est déjà l'adresse de votre compte : entrez-en une autre.",
    "terms-not-accepted": "Pour continuer, acceptez les conditions générales d'utilisation.",
    "not-declared-exact": "Pour continuer, déclarez que les renseignements sont exacts.",
    # The proof of being a person.
    "captcha-required": "Cochez « Je ne suis pas un robot », ou recopiez un code reçu par mail.",
    "captcha-wrong": "La vérification n'a pas abouti : recommencez-la, ou demandez un code par mail.",
    "captcha-expired": "La vérification a expiré : recommencez-la, ou demandez un code par mail.",
    "captcha-used": "Cette vérification a déjà servi : recommencez-la, ou demandez un code par mail.",
    "code-wrong": "Ce code n'est pas celui qui a été envoyé à cette adresse : vérifiez-le, ou demandez-en un autre.",
    "code-expired": "Ce code n'est plus valable : demandez-en un autre.",
    "unknown-terms": "Les conditions générales d'utilisation ont changé : lisez-les et acceptez-les de nouveau.",
    # Sworn statements.
    "too-many": "Il y a plus de signatures que de personnes qui signent. Rechargez la page.",
    "to-complete": "Complétez « {label} ».",
    "drawing-unreadable": "La signature dessinée n'a pas pu être lue : effacez-la, le nom écrit suffit.",
    "drawing-empty": "La signature dessinée est vide : signez de nouveau, ou laissez-la, le nom écrit suffit.",
    "drawing-too-large": "La signature dessinée est trop grande : effacez-la, le nom écrit suffit.",
    # Decisions.
    "not-a-piece": "Seule une pièce peut être dispensée.",
    "comment-required": "Expliquez votre décision en quelques mots.",
    "reason-required": "Choisissez un motif de refus.",
    "reason-unknown": "Ce motif n'est plus dans la liste : choisissez-en un autre.",
    "reason-not-applicable": "Ce motif ne convient pas à cet élément : choisissez-en un autre.",
    **OF_SCHOOLING_FIELD,
    **OF_ADMISSION_FIELD,
    "reason-required-derogation": "Choisissez au moins un motif.",
    "twice": "Ce motif est déjà choisi : choisissez-en un autre, ou aucun.",
    "words-required": "Expliquez pourquoi : la famille lira cette phrase.",
}

OF_PAGE: Mapping[str, str] = {
    "wrong-credentials": "L'identifiant ou le mot de passe n'est pas le bon.",
    "wrong-claim": (
        "Ce N° de compte famille et ce code d'accès ne vont pas ensemble, ou le code ne sert plus. Vérifiez-les, ou "
        "demandez un nouveau code au service."
    ),
    "family-has-account": (
        "Cette famille a déjà ouvert son compte : elle n'a plus besoin de code d'accès. Un mot de passe oublié se "
        "change depuis la page de connexion."
    ),
    "claim-not-ready": "Cette famille vient d'être créée. Attendez quelques secondes, puis imprimez de nouveau.",
    "identity-unchecked": "Vérifiez l'identité de la personne, puis cochez la case avant d'imprimer.",
    "no-account-to-give-back": "Cette famille n'a pas de compte : imprimez la lettre avec le code d'accès.",
    "already-claimed": "Ce code d'accès ne sert plus : demandez-en un nouveau au service.",
    "wrong-password": "Ce mot de passe n'est pas celui que vous avez choisi en créant votre compte personnel.",
    "already-proven": "Votre vérification est déjà faite : appuyez sur CONTINUER.",
    "nothing-to-resume": "Créez d'abord votre compte personnel : il n'y a encore rien à reprendre.",
    "wrong-code": "Ce code n'est pas le bon, ou il a déjà servi. Entrez celui que l'application affiche maintenant.",
    "not-activated": "Votre compte n'est pas encore activé. Ouvrez le mail d'activation et confirmez votre adresse.",
    "slow-down": "Trop d'essais à la suite. Attendez {wait}, puis recommencez.",
    "too-many-requests": "Un mail vient déjà de partir. Attendez {wait} avant d'en demander un autre.",
    "signed-out": "Votre session a pris fin. Connectez-vous, puis recommencez.",
    "signed-out-typed": (
        "Votre session a pris fin avant l'enregistrement. Ce que vous avez tapé n'est pas perdu : connectez-vous, "
        "et il vous sera rendu."
    ),
    "stale-version": (
        "Ces données ont changé dans une autre fenêtre. Vérifiez ce qui est affiché : en enregistrant de nouveau, vous "
        "le gardez."
    ),
    "two-adults-at-most": "Votre foyer compte déjà deux adultes : il ne peut pas en avoir plus.",
    "children-at-most": "Votre foyer compte déjà {at_most} enfants. Contactez le service pour en ajouter.",
    "child-known": "Cet enfant est déjà dans le foyer : un enfant du même prénom, né le même jour.",
    "child-unknown": "Le service n'a pas encore accepté l'identité de cet enfant : traitez d'abord la demande.",
    "member-known": "Le service connaît déjà cette personne : elle ne peut plus être simplement retirée.",
    "member-needed": (
        "Un enfant de votre foyer dit cette personne responsable, et cela est accepté ou en cours de traitement : "
        "modifiez d'abord la fiche de l'enfant."
    ),
    "last-adult": "Votre foyer compte au moins un adulte : celui-ci est le seul.",
    "wrong-link-code": (
        "Ce code et cette date de naissance ne vont pas ensemble, ou le code ne sert plus. Vérifiez-les, ou demandez "
        "un nouveau code au service."
    ),
    "two-homes-at-most": "Cet enfant a déjà deux foyers : il ne peut pas en avoir un autre.",
    "record-closed": "Cet enfant a atteint 18 ans : sa fiche est close et ne se modifie plus.",
    "draft-submitted": "Votre inscription est déjà terminée.",
    "draft-incomplete": "Votre foyer n'est pas encore complet.",
    "identifier-taken": "Cette fiche existe déjà. Revenez à votre foyer et recommencez.",
    "last-home": "Cet enfant n'a que ce foyer : il ne peut pas en être retiré.",
    "record-locked": "Cette fiche est en cours de traitement : elle ne peut pas être modifiée pour l'instant.",
    "record-incomplete": "Il reste des éléments à compléter avant de transmettre.",
    "nothing-to-submit": "Il n'y a rien de nouveau à transmettre.",
    "already-concluded": "Cette demande est déjà conclue : les décisions ne changent plus.",
    "submission-opened": (
        "Le service a déjà ouvert cette demande : elle ne peut plus être reprise. Pour la corriger, contactez le "
        "service."
    ),
    "submission-withdrawn": "La famille a repris cette demande avant toute ouverture : elle n'est plus à traiter.",
    "too-many-messages": (
        "Vous avez envoyé beaucoup de messages en peu de temps. Celui-ci est gardé : attendez {wait}, puis envoyez-le."
    ),
    "thread-changed": (
        "La conversation a changé depuis que vous l'avez ouverte : un message y est arrivé, ou un collègue s'en est "
        "occupé. Relisez-la : votre texte est gardé, et part si vous l'envoyez de nouveau."
    ),
    "already-closed": "Cette conversation est déjà close.",
    "unknown-desk": "Ce service n'existe pas ou plus. Choisissez-en un dans la liste.",
    "items-undecided": "Il reste des éléments sans décision.",
    "decisions-changed": (
        "Une décision a changé dans une autre fenêtre depuis que vous avez vérifié. Voici où en est la demande : "
        "relisez, puis concluez."
    ),
    "scan-pending": "L'antivirus n'a pas encore fini d'examiner ce fichier. Réessayez dans quelques minutes.",
    "document-infected": "L'antivirus a refusé ce fichier : il ne peut pas être ouvert ni accepté.",
    "manifest-expired": "La page est restée ouverte trop longtemps. Appuyez de nouveau sur TERMINER.",
    "manifest-invalid": "La liste de vos pièces n'a pas pu être vérifiée. Appuyez de nouveau sur TERMINER.",
    "already-registered": "Votre compte a déjà son code famille.",
    "already-activated": "Votre adresse est déjà confirmée : vous pouvez vous connecter.",
    "not-awaiting-activation": "Il n'y a pas de mail d'activation à envoyer pour ce compte.",
    "no-email-change": "Aucun changement d'adresse n'est en attente : demandez-en un nouveau.",
    "idempotency-key-reused": "Ce formulaire a déjà été envoyé. Rechargez la page pour recommencer.",
    "refused": "Cette action n'est pas possible pour l'instant.",
    **OF_SCHOOLING_PAGE,
    **OF_ADMISSION_PAGE,
}

_PYDANTIC = {"missing": "required", "string_too_short": "required", "string_too_long": "too-long"}


def of_field(problem: FieldProblem) -> str:
    """The sentence beside a field."""
    code = _PYDANTIC.get(problem.code, problem.code)
    name = problem.name.rpartition(".")[2]
    if code == "required" and name in REQUIRED:
        return REQUIRED[name]
    params = {"max": 200, **problem.params}
    if "max_length" in params:
        params["max"] = params["max_length"]
    return filled(OF_FIELD.get(code, "Vérifiez ce champ."), params)


def of_page(code: str, params: Params | None = None, retry_after: int | None = None) -> str:
    """The sentence at the top of a page."""
    wait = waiting(retry_after) if retry_after else "quelques minutes"
    return filled(OF_PAGE.get(code, OF_PAGE["refused"]), {**(params or {}), "wait": wait})
