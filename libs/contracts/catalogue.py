"""Every published event of the product, found by its type."""

from libs.contracts.documents import v1 as documents
from libs.contracts.event import Event
from libs.contracts.household import v1 as household
from libs.contracts.identity import v1 as identity
from libs.contracts.notifications import v1 as notifications
from libs.contracts.schooling import v1 as schooling

SERVICES = ("identity", "household", "documents", "schooling", "notifications")

EVENTS: tuple[type[Event], ...] = (
    identity.AddressKnown,
    identity.AccountRegistered,
    identity.AccountActivated,
    identity.EmailChanged,
    identity.EmailChangeRequested,
    identity.ActivationRequested,
    identity.MailCodeRequested,
    identity.ResumptionRequested,
    identity.PasswordResetRequested,
    identity.PasswordChanged,
    identity.FamilyCodesRequested,
    identity.ClaimOffered,
    identity.AccountClosed,
    identity.AccountEnded,
    identity.FamilyGivenUp,
    household.FamilyRegistered,
    household.FamilyImported,
    household.FamilyChanged,
    household.FamilyErased,
    household.ChildChanged,
    household.ChildUnlinked,
    household.RecordRemoved,
    household.RegistrationAbandoned,
    household.SubmissionMade,
    household.SubmissionWithdrawn,
    household.SubmissionConcluded,
    documents.DocumentScanned,
    documents.DocumentExpiring,
    documents.DocumentExpired,
    schooling.CertificateIssued,
    schooling.CertificateRevoked,
    schooling.AppointmentBooked,
    schooling.AppointmentMoved,
    schooling.AppointmentCancelled,
    schooling.AppointmentApproaching,
    schooling.PreRegistrationSubmitted,
    schooling.DocumentsAdded,
    schooling.PreRegistrationWithdrawn,
    schooling.PreRegistrationDecided,
    schooling.DerogationSubmitted,
    schooling.DerogationDecided,
    schooling.ReassignmentProposed,
    schooling.ReassignmentExpiring,
    schooling.ReassignmentClosed,
    schooling.EnrolmentChanged,
    notifications.MessagePosted,
    notifications.ThreadPurged,
)

BY_TYPE: dict[str, type[Event]] = {event.type: event for event in EVENTS}


def read_by(service: str) -> list[type[Event]]:
    """The events that `service` subscribes to, in the catalogue's order: its queue's bindings."""
    return [event for event in EVENTS if service in event.readers]


def projections() -> dict[str, type[Event]]:
    """What a reader can have rebuilt from its owner, by name: `<reader>.<aggregate>`, from the whole-state events."""
    return {
        f"{reader}.{event.type.split('.')[1]}": event
        for event in EVENTS
        if event.whole_state
        for reader in sorted(event.readers)
    }
