"""The worker of notifications: events become messages and deliveries, deliveries become mails."""

import asyncio
import sys
from pathlib import Path

from fastapi_mail import ConnectionConfig
from pydantic import SecretStr

from libs.chassis.clock import SystemClock
from libs.chassis.db import Database
from libs.chassis.inbox import Subscriber
from libs.chassis.logging import get_logger
from libs.chassis.retention import forget_old_audit
from libs.chassis.rounds import rounds
from libs.chassis.settings import EX_CONFIG, settings_or_exit
from libs.chassis.worker import Job, run_worker
from libs.commune.admission import AdmissionData, read_admission
from libs.commune.messages import read_messages
from libs.commune.profile import read_profile
from libs.commune.source import CommuneError
from libs.contracts.documents.v1 import DocumentExpiring
from libs.contracts.household.v1 import (
    ChildUnlinked,
    FamilyChanged,
    FamilyErased,
    SubmissionConcluded,
    SubmissionMade,
    SubmissionWithdrawn,
)
from libs.contracts.identity.v1 import (
    AccountActivated,
    AccountClosed,
    AccountEnded,
    AccountRegistered,
    ActivationRequested,
    AddressKnown,
    ClaimOffered,
    EmailChanged,
    EmailChangeRequested,
    FamilyCodesRequested,
    MailCodeRequested,
    PasswordChanged,
    PasswordResetRequested,
    ResumptionRequested,
)
from libs.contracts.schooling.v1 import (
    AppointmentApproaching,
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentMoved,
    CertificateIssued,
    CertificateRevoked,
    DerogationDecided,
    DerogationSubmitted,
    EnrolmentChanged,
    PreRegistrationDecided,
    PreRegistrationSubmitted,
    PreRegistrationWithdrawn,
    ReassignmentClosed,
    ReassignmentExpiring,
    ReassignmentProposed,
)
from services.notifications.adapters.commune_texts import CommuneMails, CommuneNotes, MissingTexts
from services.notifications.adapters.correspondence import rules_of
from services.notifications.adapters.enclosures import Enclosures
from services.notifications.adapters.fate_metrics import PrometheusFates, measure_deliveries
from services.notifications.adapters.forget_deliveries import forget_old_deliveries
from services.notifications.adapters.letterhead import Letterhead, read_letterhead
from services.notifications.adapters.mail_queue import SqlMailQueue
from services.notifications.adapters.smtp_postman import SmtpPostman
from services.notifications.adapters.tables import CHASSIS
from services.notifications.adapters.token_opener import SealedTokenOpener
from services.notifications.adapters.unit_of_work import NotificationsUnitOfWork
from services.notifications.application.purge_threads import Retention, purge_threads
from services.notifications.application.send_due_mails import Mailer
from services.notifications.application.tell_family import Voice
from services.notifications.consumers.on_account_activated import on_account_activated
from services.notifications.consumers.on_account_closed import on_account_closed
from services.notifications.consumers.on_account_ended import on_account_ended
from services.notifications.consumers.on_account_registered import on_account_registered
from services.notifications.consumers.on_activation_requested import on_activation_requested
from services.notifications.consumers.on_address_known import on_address_known
from services.notifications.consumers.on_appointments import OnAppointments
from services.notifications.consumers.on_certificates import OnCertificates
from services.notifications.consumers.on_child_unlinked import OnChildUnlinked
from services.notifications.consumers.on_claim_offered import on_claim_offered
from services.notifications.consumers.on_document_expiring import on_document_expiring
from services.notifications.consumers.on_email_change_requested import on_email_change_requested
from services.notifications.consumers.on_email_changed import on_email_changed
from services.notifications.consumers.on_family_changed import on_family_changed
from services.notifications.consumers.on_family_codes_requested import on_family_codes_requested
from services.notifications.consumers.on_family_erased import on_family_erased
from services.notifications.consumers.on_mail_code_requested import on_mail_code_requested
from services.notifications.consumers.on_password_changed import on_password_changed
from services.notifications.consumers.on_password_reset_requested import on_password_reset_requested
from services.notifications.consumers.on_resumption_requested import on_resumption_requested
from services.notifications.consumers.on_schooling_facts import OnSchoolingFacts
from services.notifications.consumers.on_submission_concluded import OnSubmissionConcluded
from services.notifications.consumers.on_submission_made import OnSubmissionMade
from services.notifications.consumers.on_submission_withdrawn import OnSubmissionWithdrawn
from services.notifications.settings import NotificationsSettings

_LOOK_EVERY_SECONDS = 2.0
_MEASURE_EVERY_SECONDS = 15.0
_FORGET_EVERY_SECONDS = 6 * 3600.0
_FORGET_AUDIT_SECONDS = 24 * 3600.0
_SMTP_SECONDS = 10


def new_subscriber(voice: Voice, admission: AdmissionData) -> Subscriber[NotificationsUnitOfWork]:
    """What is done with each event that notifications reads."""
    subscriber = Subscriber[NotificationsUnitOfWork]()
    subscriber.on(AccountRegistered, on_account_registered)
    subscriber.on(AccountActivated, on_account_activated)
    subscriber.on(EmailChangeRequested, on_email_change_requested)
    subscriber.on(EmailChanged, on_email_changed)
    subscriber.on(ActivationRequested, on_activation_requested)
    subscriber.on(AddressKnown, on_address_known)
    subscriber.on(MailCodeRequested, on_mail_code_requested)
    subscriber.on(ResumptionRequested, on_resumption_requested)
    subscriber.on(PasswordResetRequested, on_password_reset_requested)
    subscriber.on(PasswordChanged, on_password_changed)
    subscriber.on(FamilyCodesRequested, on_family_codes_requested)
    subscriber.on(ClaimOffered, on_claim_offered)
    subscriber.on(AccountClosed, on_account_closed)
    subscriber.on(AccountEnded, on_account_ended)
    subscriber.on(FamilyChanged, on_family_changed)
    subscriber.on(FamilyErased, on_family_erased)
    subscriber.on(DocumentExpiring, on_document_expiring)
    subscriber.on(SubmissionMade, OnSubmissionMade(voice))
    subscriber.on(SubmissionWithdrawn, OnSubmissionWithdrawn(voice))
    subscriber.on(ChildUnlinked, OnChildUnlinked(voice))
    subscriber.on(SubmissionConcluded, OnSubmissionConcluded(voice))
    of_schooling = OnSchoolingFacts(voice)
    subscriber.on(PreRegistrationSubmitted, of_schooling.submitted)
    subscriber.on(PreRegistrationWithdrawn, of_schooling.withdrawn)
    subscriber.on(PreRegistrationDecided, of_schooling.decided)
    subscriber.on(DerogationSubmitted, of_schooling.derogation_submitted)
    subscriber.on(DerogationDecided, of_schooling.derogation_decided)
    subscriber.on(ReassignmentProposed, of_schooling.proposed)
    subscriber.on(ReassignmentExpiring, of_schooling.proposal_expiring)
    subscriber.on(ReassignmentClosed, of_schooling.proposal_closed)
    subscriber.on(EnrolmentChanged, of_schooling.enrolment_changed)
    of_certificates = OnCertificates(voice, attached=admission.certificate.attached_to_mail)
    subscriber.on(CertificateIssued, of_certificates.issued)
    subscriber.on(CertificateRevoked, of_certificates.revoked)
    of_appointments = OnAppointments(voice)
    subscriber.on(AppointmentBooked, of_appointments.booked)
    subscriber.on(AppointmentMoved, of_appointments.moved)
    subscriber.on(AppointmentCancelled, of_appointments.cancelled)
    subscriber.on(AppointmentApproaching, of_appointments.approaching)
    return subscriber


def new_voice(commune_dir: Path, letterhead: Letterhead) -> Voice:
    """How the kiosk tells families things by itself. Raises CommuneError, MissingTexts."""
    rules = rules_of(read_messages(commune_dir).desks)
    return Voice(rules.desks, CommuneNotes(commune_dir, letterhead), SystemClock(), rules.mail_pause)


def new_mailer(
    settings: NotificationsSettings, database: Database, letterhead: Letterhead, admission: AdmissionData
) -> Mailer:
    return Mailer(
        queue=SqlMailQueue(database),
        writer=CommuneMails(settings.commune_dir, letterhead),
        encloser=Enclosures(settings.commune_dir, letterhead, admission),
        opener=SealedTokenOpener(settings.sealing_private_key.get_secret_value()),
        postman=SmtpPostman(smtp_configuration(settings), letterhead),
        counter=PrometheusFates(),
    )


def smtp_configuration(settings: NotificationsSettings) -> ConnectionConfig:
    """fastapi-mail's configuration; every member is given, since it would take the others from the environment."""
    return ConnectionConfig(
        MAIL_SERVER=settings.smtp_host,
        MAIL_PORT=settings.smtp_port,
        MAIL_USERNAME=settings.smtp_username or "",
        MAIL_PASSWORD=settings.smtp_password or SecretStr(""),
        USE_CREDENTIALS=bool(settings.smtp_username),
        MAIL_STARTTLS=settings.smtp_starttls,
        MAIL_SSL_TLS=False,
        VALIDATE_CERTS=True,
        CERT_BUNDLE=None,
        MAIL_FROM=settings.mail_from,
        MAIL_FROM_NAME=None,
        MAIL_DEBUG=0,
        SUPPRESS_SEND=0,
        TEMPLATE_FOLDER=None,
        TIMEOUT=_SMTP_SECONDS,
        LOCAL_HOSTNAME=settings.mail_from.rpartition("@")[2],
    )


async def work(settings: NotificationsSettings) -> None:
    """Run until told to stop."""
    database = Database(settings.database_url.get_secret_value(), application="notifications-worker")
    letterhead = read_letterhead(settings.commune_dir, str(settings.public_url))
    audit_days = read_profile(settings.commune_dir).delays.audit_days
    admission = read_admission(settings.commune_dir)
    mailer = new_mailer(settings, database, letterhead, admission)
    desks = read_messages(settings.commune_dir).desks
    retention = Retention(desks.closed_kept_days, desks.draft_kept_days)
    wake = asyncio.Event()

    async def mail() -> None:
        await rounds("mailer", mailer.send_due_mails, wake=wake, pause_seconds=_LOOK_EVERY_SECONDS)

    async def purge() -> None:
        if purged := await purge_threads(retention, lambda: NotificationsUnitOfWork(database)):
            get_logger().info("threads purged", count=purged)

    await run_worker(
        "notifications",
        settings,
        database=database,
        tables=CHASSIS,
        subscriber=new_subscriber(new_voice(settings.commune_dir, letterhead), admission),
        new_uow=lambda: NotificationsUnitOfWork(database, wake),
        jobs=[
            Job("forget old audit", _FORGET_AUDIT_SECONDS, lambda: forget_old_audit(database, CHASSIS, audit_days)),
            Job("mailer", _LOOK_EVERY_SECONDS, mail),
            Job("measure mails", _MEASURE_EVERY_SECONDS, lambda: measure_deliveries(database)),
            Job("purge threads", _FORGET_EVERY_SECONDS, purge),
            Job("forget old mails", _FORGET_EVERY_SECONDS, lambda: forget_old_deliveries(database)),
        ],
    )


def main() -> None:
    settings = settings_or_exit(NotificationsSettings)
    try:
        asyncio.run(work(settings))
    except (CommuneError, MissingTexts) as error:
        sys.stderr.write(f"The commune's data is not usable:\n{error}\n")
        sys.exit(EX_CONFIG)


if __name__ == "__main__":
    main()
