"""The worker of identity: families join their accounts, known addresses are told, what ended is deleted."""

import asyncio
from collections.abc import Callable

from libs.chassis.clock import SystemClock
from libs.chassis.db import Database
from libs.chassis.inbox import Subscriber
from libs.chassis.retention import forget_old_audit
from libs.chassis.sealing import Sealer
from libs.chassis.settings import settings_or_exit
from libs.chassis.throttle import SqlThrottle, purge_throttles
from libs.chassis.worker import Job, run_worker
from libs.commune.profile import read_profile
from libs.contracts.household.v1 import FamilyErased, FamilyImported, FamilyRegistered, RegistrationAbandoned
from services.identity.adapters.published import publisher
from services.identity.adapters.purges import (
    purge_activation_links,
    purge_claim_codes,
    purge_email_changes,
    purge_forgotten_registrations,
    purge_known_devices,
    purge_password_resets,
    purge_proofs,
    purge_resumption_links,
    purge_sessions,
)
from services.identity.adapters.tables import CHASSIS
from services.identity.adapters.unit_of_work import IdentityUnitOfWork
from services.identity.application.answer_recoveries import answer_recoveries
from services.identity.application.close_never_activated import close_never_activated
from services.identity.application.give_up_closed import give_up_closed
from services.identity.application.remind_of_activation import remind_of_activation
from services.identity.application.request_resumption import send_resumptions
from services.identity.application.rules import Rules
from services.identity.application.tell_known_addresses import tell_known_addresses
from services.identity.consumers.on_family_erased import on_family_erased
from services.identity.consumers.on_family_imported import on_family_imported
from services.identity.consumers.on_family_registered import OnFamilyRegistered
from services.identity.consumers.on_registration_abandoned import on_registration_abandoned
from services.identity.settings import IdentitySettings

_LOOK_EVERY_SECONDS = 5.0
_PURGE_EVERY_SECONDS = 600.0
_REMIND_EVERY_SECONDS = 900.0
_GIVE_UP_EVERY_SECONDS = 6 * 3600.0
_FORGET_EVERY_SECONDS = 6 * 3600.0
_FORGET_AUDIT_SECONDS = 24 * 3600.0


def new_subscriber(rules: Rules) -> Subscriber[IdentityUnitOfWork]:
    """What is done with each event that identity reads."""
    subscriber = Subscriber[IdentityUnitOfWork]()
    subscriber.on(FamilyRegistered, OnFamilyRegistered(rules))
    subscriber.on(FamilyImported, on_family_imported)
    subscriber.on(FamilyErased, on_family_erased)
    subscriber.on(RegistrationAbandoned, on_registration_abandoned)
    return subscriber


def jobs(
    settings: IdentitySettings, rules: Rules, database: Database, new_uow: Callable[[], IdentityUnitOfWork]
) -> list[Job]:
    audit_days = read_profile(settings.commune_dir).delays.audit_days
    throttle, clock = SqlThrottle(database), SystemClock()
    return [
        Job("tell known addresses", _LOOK_EVERY_SECONDS, lambda: tell_known_addresses(new_uow(), throttle, rules)),
        Job("send resumptions", _LOOK_EVERY_SECONDS, lambda: send_resumptions(new_uow(), throttle, rules)),
        Job("answer recoveries", _LOOK_EVERY_SECONDS, lambda: answer_recoveries(new_uow(), throttle, rules)),
        Job("remind of activation", _REMIND_EVERY_SECONDS, lambda: remind_of_activation(new_uow(), rules, clock)),
        Job("close never activated", _REMIND_EVERY_SECONDS, lambda: close_never_activated(new_uow(), rules, clock)),
        Job("give up closed", _GIVE_UP_EVERY_SECONDS, lambda: give_up_closed(new_uow, rules.closed_account, clock)),
        Job("purge sessions", _PURGE_EVERY_SECONDS, lambda: purge_sessions(database)),
        Job("purge activation links", _PURGE_EVERY_SECONDS, lambda: purge_activation_links(database)),
        Job("purge proofs", _PURGE_EVERY_SECONDS, lambda: purge_proofs(database)),
        Job("purge resumption links", _PURGE_EVERY_SECONDS, lambda: purge_resumption_links(database)),
        Job("purge known devices", _FORGET_EVERY_SECONDS, lambda: purge_known_devices(database)),
        Job("purge password resets", _PURGE_EVERY_SECONDS, lambda: purge_password_resets(database)),
        Job("purge email changes", _PURGE_EVERY_SECONDS, lambda: purge_email_changes(database)),
        Job("purge claim codes", _PURGE_EVERY_SECONDS, lambda: purge_claim_codes(database)),
        Job("forget old audit", _FORGET_AUDIT_SECONDS, lambda: forget_old_audit(database, CHASSIS, audit_days)),
        Job("purge throttles", _PURGE_EVERY_SECONDS, lambda: purge_throttles(database)),
        Job(
            "purge forgotten registrations",
            _FORGET_EVERY_SECONDS,
            lambda: purge_forgotten_registrations(database, settings.forgotten_registration),
        ),
    ]


def main() -> None:
    settings = settings_or_exit(IdentitySettings)
    rules = settings.rules(read_profile(settings.commune_dir))
    database = Database(settings.database_url.get_secret_value(), application="identity-worker")
    translate = publisher(Sealer(settings.notifications_sealing_public_key.get_secret_value()))

    def new_uow() -> IdentityUnitOfWork:
        return IdentityUnitOfWork(database, translate)

    asyncio.run(
        run_worker(
            "identity",
            settings,
            database=database,
            tables=CHASSIS,
            subscriber=new_subscriber(rules),
            new_uow=new_uow,
            jobs=jobs(settings, rules, database, new_uow),
        )
    )


if __name__ == "__main__":
    main()
