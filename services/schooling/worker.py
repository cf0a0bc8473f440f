"""The worker of schooling: it keeps what household tells of children and families, lets proposals lapse and reminds."""

import asyncio

from libs.chassis.db import Database
from libs.chassis.inbox import Subscriber
from libs.chassis.retention import forget_old_audit
from libs.chassis.settings import settings_or_exit
from libs.chassis.throttle import purge_throttles
from libs.chassis.worker import Job, run_worker
from libs.commune.profile import read_profile
from libs.contracts.documents.v1 import DocumentScanned
from libs.contracts.household.v1 import ChildChanged, FamilyChanged, FamilyErased
from services.schooling.adapters.abandoned_answers import forget_abandoned_answers
from services.schooling.adapters.tables import CHASSIS
from services.schooling.adapters.unit_of_work import SchoolingUnitOfWork
from services.schooling.application.lapse_proposals import lapse_proposals
from services.schooling.application.remind_appointments import remind_appointments
from services.schooling.application.remind_of_proposals import remind_of_proposals
from services.schooling.consumers.on_child_changed import on_child_changed
from services.schooling.consumers.on_document_scanned import on_document_scanned
from services.schooling.consumers.on_family_changed import on_family_changed
from services.schooling.consumers.on_family_erased import on_family_erased
from services.schooling.settings import SchoolingWorkerSettings

_LOOK_FOR_LAPSED_SECONDS = 60.0
_FORGET_SECONDS = 24 * 3600.0
_REMIND_SECONDS = 300.0
_PURGE_SECONDS = 3600.0


def new_subscriber() -> Subscriber[SchoolingUnitOfWork]:
    """What is done with each event that schooling reads."""
    subscriber = Subscriber[SchoolingUnitOfWork]()
    subscriber.on(ChildChanged, on_child_changed)
    subscriber.on(FamilyChanged, on_family_changed)
    subscriber.on(DocumentScanned, on_document_scanned)
    subscriber.on(FamilyErased, on_family_erased)
    return subscriber


async def work(settings: SchoolingWorkerSettings) -> None:
    """Run until told to stop."""
    database = Database(settings.database_url.get_secret_value(), application="schooling-worker")
    delays = read_profile(settings.commune_dir).delays

    def new_uow() -> SchoolingUnitOfWork:
        return SchoolingUnitOfWork(database)

    await run_worker(
        "schooling",
        settings,
        database=database,
        tables=CHASSIS,
        subscriber=new_subscriber(),
        new_uow=new_uow,
        jobs=[
            Job("lapse proposals", _LOOK_FOR_LAPSED_SECONDS, lambda: lapse_proposals(new_uow)),
            Job("forget old audit", _FORGET_SECONDS, lambda: forget_old_audit(database, CHASSIS, delays.audit_days)),
            Job(
                "forget abandoned answers",
                _FORGET_SECONDS,
                lambda: forget_abandoned_answers(database, delays.kept_answers_days),
            ),
            Job("remind of proposals", _REMIND_SECONDS, lambda: remind_of_proposals(new_uow)),
            Job("remind of appointments", _REMIND_SECONDS, lambda: remind_appointments(new_uow)),
            Job("purge throttles", _PURGE_SECONDS, lambda: purge_throttles(database)),
        ],
    )


def main() -> None:
    asyncio.run(work(settings_or_exit(SchoolingWorkerSettings)))


if __name__ == "__main__":
    main()
