"""The worker of household: events out and in, and the clock of drafts."""

import asyncio

from libs.chassis.clock import Clock, SystemClock
from libs.chassis.db import Database
from libs.chassis.inbox import Subscriber
from libs.chassis.retention import forget_old_audit
from libs.chassis.settings import settings_or_exit
from libs.chassis.throttle import purge_throttles
from libs.chassis.worker import Job, run_worker
from libs.commune.profile import read_profile
from libs.contracts.documents.v1 import DocumentExpired, DocumentScanned
from libs.contracts.identity.v1 import AccountActivated, AccountClosed, FamilyGivenUp
from services.household.adapters.tables import CHASSIS
from services.household.adapters.unit_of_work import HouseholdUnitOfWork
from services.household.application.abandon_drafts import abandon_drafts
from services.household.application.close_of_age import close_of_age
from services.household.application.locality import Locality
from services.household.consumers.on_account_activated import on_account_activated
from services.household.consumers.on_account_closed import OnAccountClosed
from services.household.consumers.on_document_expired import on_document_expired
from services.household.consumers.on_document_scanned import OnDocumentScanned
from services.household.consumers.on_family_given_up import OnFamilyGivenUp
from services.household.domain.town import Town
from services.household.settings import HouseholdSettings

_LOOK_FOR_IDLE_DRAFTS_SECONDS = 300.0
_FORGET_AUDIT_SECONDS = 24 * 3600.0
_LOOK_FOR_GROWN_UP_SECONDS = 24 * 3600.0
_PURGE_THROTTLES_SECONDS = 3600.0


def new_subscriber(clock: Clock) -> Subscriber[HouseholdUnitOfWork]:
    """What is done with each event that household reads."""
    subscriber = Subscriber[HouseholdUnitOfWork]()
    subscriber.on(AccountActivated, on_account_activated)
    subscriber.on(AccountClosed, OnAccountClosed(clock))
    subscriber.on(FamilyGivenUp, OnFamilyGivenUp(clock))
    subscriber.on(DocumentScanned, OnDocumentScanned(clock))
    subscriber.on(DocumentExpired, on_document_expired)
    return subscriber


async def work(settings: HouseholdSettings) -> None:
    """Run until told to stop."""
    profile = read_profile(settings.commune_dir)
    delays = profile.delays
    locality = Locality(Town(profile.name, frozenset(profile.postal_codes)), SystemClock())
    database = Database(settings.database_url.get_secret_value(), application="household-worker")

    def new_uow() -> HouseholdUnitOfWork:
        return HouseholdUnitOfWork(database, delays.draft_hours)

    await run_worker(
        "household",
        settings,
        database=database,
        tables=CHASSIS,
        subscriber=new_subscriber(SystemClock()),
        new_uow=new_uow,
        jobs=[
            Job(
                "forget old audit",
                _FORGET_AUDIT_SECONDS,
                lambda: forget_old_audit(database, CHASSIS, delays.audit_days),
            ),
            Job("abandon drafts", _LOOK_FOR_IDLE_DRAFTS_SECONDS, lambda: abandon_drafts(new_uow)),
            Job("close of age", _LOOK_FOR_GROWN_UP_SECONDS, lambda: close_of_age(new_uow, locality)),
            Job("purge throttles", _PURGE_THROTTLES_SECONDS, lambda: purge_throttles(database)),
        ],
    )


def main() -> None:
    asyncio.run(work(settings_or_exit(HouseholdSettings)))


if __name__ == "__main__":
    main()
