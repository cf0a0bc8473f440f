"""What the rules of messages refuse."""

from libs.domain.errors import Conflict, Invalid


class UnknownDesk(Invalid):
    """The town has no such desk, or the agent does not answer there."""

    code = "unknown-desk"


class AlreadyClosed(Conflict):
    """The thread is closed already."""

    code = "already-closed"


class ManifestInvalid(Invalid):
    """The list of attached files is forged, altered, or another message's."""

    code = "manifest-invalid"


class ManifestExpired(Conflict):
    """The list of attached files was signed too long ago."""

    code = "manifest-expired"
