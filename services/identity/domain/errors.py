"""What identity refuses."""

from libs.domain.errors import Conflict, FieldError, Forbidden, Invalid, NotFound, Throttled, Unauthenticated


class UnknownRegistration(NotFound):
    """No pending account has this id: it never was, or it was deleted."""

    code = "unknown-registration"


class UnknownLink(NotFound):
    """An activation link that is unknown, used, replaced or expired: nobody learns which."""

    code = "unknown-link"


class UnknownAccount(NotFound):
    """The account was deleted a moment ago, with its family."""

    code = "unknown-account"


class NoEmailChange(NotFound):
    """No change of address waits for its confirmation: confirmed, cancelled, or too old."""

    code = "no-email-change"


class UnknownSession(NotFound):
    """No living session has this token."""

    code = "unknown-session"


class AlreadyRegistered(Conflict):
    """The account has its code famille: step 3 is over."""

    code = "already-registered"


class AlreadyActivated(Conflict):
    """The address was confirmed: it is no longer corrected here."""

    code = "already-activated"


class NotAwaitingActivation(Conflict):
    """There is no activation to ask for: no code famille yet, or confirmed already."""

    code = "not-awaiting-activation"


class AnotherFamily(Conflict):
    """The account belongs to another family than the event says."""

    code = "another-family"


class WrongCredentials(Unauthenticated):
    """The identifier or the password is wrong: nobody learns which."""

    code = "wrong-credentials"


class WrongCode(Unauthenticated):
    """The second factor's code is wrong, too old, or was used before."""

    code = "wrong-code"


class NotActivated(Forbidden):
    """The password is right, and the address is not confirmed yet."""

    code = "not-activated"


class TooManyMails(Throttled):
    """Mails of one kind were asked for too often."""

    code = "too-many-requests"


class ProofRefused(Invalid):
    """What should prove to be a person does not.

    Field `captcha`: `captcha-required`, `captcha-wrong`, `captcha-expired`, `captcha-used`; field `mail_code`:
    `code-wrong` (or mailed to another address), `code-expired` (or tried too often, or never asked for).
    """

    def __init__(self, field: str, code: str) -> None:
        super().__init__(errors=[FieldError(field, code)])


class AlreadyProven(Conflict):
    """The registration needs no further proof."""

    code = "already-proven"


class NothingToResume(Conflict):
    """There is nothing to go on with: step 3 was not done, or everything is handed in."""

    code = "nothing-to-resume"


class WrongClaim(Unauthenticated):
    """The family or its claim code is wrong, the code expired or was used: nobody learns which."""

    code = "wrong-claim"


class AlreadyClaimed(Conflict):
    """The family has its account, or the code that opened the registration was replaced or has expired."""

    code = "already-claimed"


class UnknownFamily(NotFound):
    """No family that could claim an account has this id."""

    code = "unknown-family"
