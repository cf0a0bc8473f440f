"""The worker of documents: events, late verdicts, and a bucket that holds what rows name."""

import asyncio

from prometheus_client import Gauge

from libs.chassis.clock import SystemClock
from libs.chassis.db import Database
from libs.chassis.inbox import Subscriber
from libs.chassis.logging import get_logger
from libs.chassis.retention import forget_old_audit
from libs.chassis.settings import settings_or_exit
from libs.chassis.worker import Job, run_worker
from libs.commune.messages import read_messages
from libs.commune.profile import read_profile
from libs.contracts.household.v1 import (
    FamilyErased,
    FamilyRegistered,
    RecordRemoved,
    RegistrationAbandoned,
    SubmissionConcluded,
    SubmissionMade,
    SubmissionWithdrawn,
)
from libs.contracts.notifications.v1 import MessagePosted, ThreadPurged
from libs.contracts.schooling.v1 import DocumentsAdded, PreRegistrationSubmitted, PreRegistrationWithdrawn
from services.documents.adapters.clamd import ClamdScanner
from services.documents.adapters.object_store import ObjectStore
from services.documents.adapters.tables import CHASSIS
from services.documents.adapters.unit_of_work import DocumentsUnitOfWork
from services.documents.adapters.vault import FileVault
from services.documents.application.scan_pending import scan_pending
from services.documents.application.tell_endings import tell_expired, tell_expiring
from services.documents.application.tidy_storage import (
    dispose_objects,
    purge_removed,
    purge_unsent,
    sweep_orphans,
    take_back_left_requests,
)
from services.documents.consumers.on_family_erased import on_family_erased
from services.documents.consumers.on_family_registered import on_family_registered
from services.documents.consumers.on_message_posted import on_message_posted
from services.documents.consumers.on_pre_registration_submitted import on_pre_registration_submitted
from services.documents.consumers.on_pre_registration_withdrawn import on_pre_registration_withdrawn
from services.documents.consumers.on_record_removed import on_record_removed
from services.documents.consumers.on_registration_abandoned import on_registration_abandoned
from services.documents.consumers.on_request_documents_added import on_request_documents_added
from services.documents.consumers.on_submission_concluded import on_submission_concluded
from services.documents.consumers.on_submission_made import on_submission_made
from services.documents.consumers.on_submission_withdrawn import on_submission_withdrawn
from services.documents.consumers.on_thread_purged import on_thread_purged
from services.documents.settings import DocumentsWorkerSettings

UNSCANNED = Gauge("kiosque_documents_unscanned", "Files without a verdict.")
_PATIENT_SCAN_SECONDS = 60.0
_FORGET_AUDIT_SECONDS = 24 * 3600.0


def new_subscriber() -> Subscriber[DocumentsUnitOfWork]:
    """What is done with each event that documents reads."""
    subscriber = Subscriber[DocumentsUnitOfWork]()
    subscriber.on(FamilyRegistered, on_family_registered)
    subscriber.on(RegistrationAbandoned, on_registration_abandoned)
    subscriber.on(FamilyErased, on_family_erased)
    subscriber.on(RecordRemoved, on_record_removed)
    subscriber.on(SubmissionMade, on_submission_made)
    subscriber.on(SubmissionWithdrawn, on_submission_withdrawn)
    subscriber.on(SubmissionConcluded, on_submission_concluded)
    subscriber.on(PreRegistrationSubmitted, on_pre_registration_submitted)
    subscriber.on(DocumentsAdded, on_request_documents_added)
    subscriber.on(PreRegistrationWithdrawn, on_pre_registration_withdrawn)
    subscriber.on(MessagePosted, on_message_posted)
    subscriber.on(ThreadPurged, on_thread_purged)
    return subscriber


class Jobs:
    """The periodic work."""

    def __init__(self, settings: DocumentsWorkerSettings, database: Database, storage: ObjectStore) -> None:
        self._database = database
        self._storage = storage
        self._scanner = ClamdScanner(settings.clamd_host, settings.clamd_port, seconds=_PATIENT_SCAN_SECONDS)
        self._vault = FileVault(settings.encryption_keys)
        self._clock = SystemClock()
        self._delays = read_profile(settings.commune_dir).delays
        self._draft_days = read_messages(settings.commune_dir).desks.draft_kept_days

    def all(self) -> list[Job]:
        return [
            Job("scan pending files", 10, self.scan),
            Job("dispose of objects", 30, self.dispose),
            Job("purge removed files", 6 * 3600, self.purge),
            Job("sweep orphans", 3600, self.sweep),
            Job("take back left requests", 3600, self.take_back),
            Job("forget old audit", _FORGET_AUDIT_SECONDS, self.forget_audit),
            Job("tell endings", 6 * 3600, self.tell_endings),
        ]

    def new_uow(self) -> DocumentsUnitOfWork:
        return DocumentsUnitOfWork(self._database)

    async def scan(self) -> None:
        damaged = await scan_pending(self.new_uow, self._scanner, self._vault, self._storage, self._clock)
        for document in damaged:
            get_logger().error("pending file cannot be opened", document=str(document.id))
        async with self.new_uow() as uow:
            UNSCANNED.set(await uow.documents.count_pending())

    async def dispose(self) -> None:
        if disposed := await dispose_objects(self.new_uow, self._storage):
            get_logger().info("objects disposed of", objects=disposed)

    async def purge(self) -> None:
        if unsent := await purge_unsent(self.new_uow, self._draft_days, self._clock):
            get_logger().info("attachments never sent purged", files=unsent)
        if purged := await purge_removed(self.new_uow):
            get_logger().info("removed files purged", files=purged)

    async def take_back(self) -> None:
        if taken := await take_back_left_requests(self.new_uow, self._delays.draft_hours, self._clock):
            get_logger().info("files of left requests taken back", files=taken)

    async def forget_audit(self) -> None:
        await forget_old_audit(self._database, CHASSIS, self._delays.audit_days)

    async def tell_endings(self) -> None:
        """Each paper is told once; several looks a day, so that a worker that was down at one catches up soon."""
        expiring = await tell_expiring(self.new_uow, self._delays.piece_reminder_days, self._clock)
        expired = await tell_expired(self.new_uow, self._clock)
        if expiring or expired:
            get_logger().info("endings of papers told", expiring=expiring, expired=expired)

    async def sweep(self) -> None:
        if swept := await sweep_orphans(self.new_uow, self._storage, self._clock):
            get_logger().warning("orphans swept", objects=swept)


async def work(settings: DocumentsWorkerSettings) -> None:
    """Run until told to stop."""
    database = Database(settings.database_url.get_secret_value(), application="documents-worker")
    storage = ObjectStore(
        str(settings.s3_endpoint),
        settings.s3_access_key.get_secret_value(),
        settings.s3_secret_key.get_secret_value(),
        settings.s3_bucket,
    )
    jobs = Jobs(settings, database, storage)
    await run_worker(
        "documents",
        settings,
        database=database,
        tables=CHASSIS,
        subscriber=new_subscriber(),
        new_uow=jobs.new_uow,
        jobs=jobs.all(),
        closing=[storage.close],
    )


def main() -> None:
    asyncio.run(work(settings_or_exit(DocumentsWorkerSettings)))


if __name__ == "__main__":
    main()
