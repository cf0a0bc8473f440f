"""What identity refuses."""

from libs.domain.errors import Conflict, Forbidden, NotFound, Throttled, Unauthenticated


class UnknownRegistration(NotFound):
    """No pending account has this id: it never was, or it was deleted."""

    code = "unknown-registration"


class UnknownLink(NotFound):
    """An activation link that is unknown, used, replaced or expired: nobody learns which."""

    code = "unknown-link"


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
    """Activation mails were asked for too often."""

    code = "too-many-requests"
