"""What the rules of pre-registrations refuse."""

from libs.domain.errors import Conflict


class PreRegistrationClosed(Conflict):
    """Nothing can be asked for now; `obstacle` says why, `explanation` what to do."""

    code = "pre-registration-closed"


class DerogationsClosed(Conflict):
    """The campaign is over: another school can no longer be asked for, the enrolment itself can."""

    code = "derogations-closed"


class OfferChanged(Conflict):
    """What the family was shown is no longer so: level, sector, address or campaign changed meanwhile."""

    code = "offer-changed"


class AlreadyRequested(Conflict):
    """A request of this child for this school year is open."""

    code = "already-requested"


class AlreadyOpened(Conflict):
    """An agent opened the request: the family cannot take it back any more."""

    code = "already-opened"


class AlreadyClosed(Conflict):
    """The request was withdrawn, or the decision on it is final."""

    code = "already-closed"


class NothingAdded(Conflict):
    """No file came that the request does not have."""

    code = "nothing-added"


class NoDerogation(Conflict):
    """The request asks for no other school."""

    code = "no-derogation"


class DerogationFrozen(Conflict):
    """The child's homes disagree: no other school is decided on until that is settled."""

    code = "derogation-frozen"


class StillInDisagreement(Conflict):
    """The child's homes disagree: its enrolment stays provisional."""

    code = "still-in-disagreement"


class AdviceMissing(Conflict):
    """The commission advises before the maire decides."""

    code = "advice-missing"


class Undecided(Conflict):
    """A request is concluded once all of it is decided."""

    code = "undecided"


class LevelUnsettled(Conflict):
    """The family says that the level is not right: an agent settles it first."""

    code = "level-unsettled"


class SchoolUndetermined(Conflict):
    """No sector rule names the school: an agent determines it first."""

    code = "school-undetermined"


class SchoolFull(Conflict):
    """The school has no place left at this level."""

    code = "school-full"


class ProposalPending(Conflict):
    """Another school was proposed, and the family has not answered yet."""

    code = "proposal-pending"


class NoProposal(Conflict):
    """No proposal waits for an answer: none was made, or it was answered, or taken back, or its time is over."""

    code = "no-proposal"


class AlreadyEnrolled(Conflict):
    """The child has a school for that school year."""

    code = "already-enrolled"
