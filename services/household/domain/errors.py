"""What household refuses."""

from libs.domain.errors import Conflict, NotFound


class TwoAdultsAtMost(Conflict):
    """A household declares one or two adults."""

    code = "two-adults-at-most"


class ChildrenAtMost(Conflict):
    """More children than a household plausibly has; `at_most` says how many."""

    code = "children-at-most"


class ChildKnown(Conflict):
    """A child of this first name, born on this day, is in the household already."""

    code = "child-known"


class ChildUnknown(Conflict):
    """The town has not accepted yet who the child is."""

    code = "child-unknown"


class MemberKnown(Conflict):
    """The town knows who it is: nobody is simply removed any more."""

    code = "member-known"


class MemberNeeded(Conflict):
    """A child's accepted or pending record names the adult as responsible."""

    code = "member-needed"


class LastAdult(Conflict):
    """A household has one adult at least."""

    code = "last-adult"


class WrongLinkCode(Conflict):
    """No code like that is valid, or it is another child's: which of the two is not told."""

    code = "wrong-link-code"


class TwoHomesAtMost(Conflict):
    """A child has one home or two."""

    code = "two-homes-at-most"


class DraftSubmitted(Conflict):
    """The draft was handed in: it no longer changes."""

    code = "draft-submitted"


class DraftIncomplete(Conflict):
    """TERMINER came too early; `errors` name what is missing, record by record."""

    code = "draft-incomplete"


class IdentifierTaken(Conflict):
    """The client chose an id that something else bears."""

    code = "identifier-taken"


class UnknownMember(NotFound):
    """The draft has no such adult or child."""


class RecordLocked(Conflict):
    """The record lies with the town: it is read-only until the town has decided."""

    code = "record-locked"


class RecordClosed(Conflict):
    """The child is of age: the record is read, and no longer changes."""

    code = "record-closed"


class RecordIncomplete(Conflict):
    """Nothing could be handed in; `errors` name what is missing, record by record."""

    code = "record-incomplete"


class NothingToSubmit(Conflict):
    """No record changed."""

    code = "nothing-to-submit"


class LastHome(Conflict):
    """The child has no other home to stay in."""

    code = "last-home"


class UnknownItem(NotFound):
    """The submission has no such item."""


class AlreadyConcluded(Conflict):
    """The decisions are final."""

    code = "already-concluded"


class SubmissionOpened(Conflict):
    """An agent opened the submission: the family no longer takes it back."""

    code = "submission-opened"


class SubmissionTakenBack(Conflict):
    """The family took the submission back: there is nothing to decide."""

    code = "submission-withdrawn"


class ItemsUndecided(Conflict):
    """A submission is concluded once every item is decided."""

    code = "items-undecided"


class ScanPending(Conflict):
    """Nobody can accept what nobody may open yet."""

    code = "scan-pending"


class DocumentInfected(Conflict):
    """An infected file is never accepted."""

    code = "document-infected"
