"""The ledger's parts: an aggregate, a unit of work, handlers, and its worker."""

import asyncio
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from pydantic_settings import SettingsConfigDict

from libs.chassis.db import Database
from libs.chassis.inbox import Subscriber
from libs.chassis.settings import ServiceSettings, settings_or_exit
from libs.chassis.unit_of_work import SqlUnitOfWork
from libs.chassis.worker import run_worker
from libs.contracts.documents.v1 import DocumentScanned
from libs.contracts.envelope import Envelope
from libs.contracts.event import Event
from libs.contracts.household.v1 import RegistrationAbandoned
from libs.contracts.identity.v1 import AccountActivated
from libs.domain.aggregate import Aggregate, DomainEvent
from tests.integration.chassis.ledger.tables import CHASSIS, notes


@dataclass(frozen=True)
class Told(DomainEvent):
    """Carries what is to be published."""

    event: Event


@dataclass
class Teller(Aggregate):
    """Tells anything; its version is the number of the event."""

    id: UUID = field(default_factory=uuid4)

    def tell(self, event: Event) -> None:
        self.version += 1
        self.record(Told(event))


class LedgerUow(SqlUnitOfWork):
    pass


def published(fact: DomainEvent) -> Event | None:
    return fact.event if isinstance(fact, Told) else None


async def on_activated(event: AccountActivated, envelope: Envelope, uow: LedgerUow) -> None:
    """Note it; `poison@` fails, `echo@` tells another event."""
    await uow.connection.execute(
        notes.insert().values(event_id=envelope.id, subject=envelope.subject, number=envelope.aggregate_version)
    )
    if event.email.startswith("poison@"):
        raise ValueError(f"cannot take {event.email}")
    if event.email.startswith("echo@"):
        teller = Teller()
        uow.seen(teller)
        teller.tell(RegistrationAbandoned(registration_id=event.account_id))


async def on_scanned(event: DocumentScanned, envelope: Envelope, uow: LedgerUow) -> None:
    await uow.connection.execute(
        notes.insert().values(event_id=envelope.id, subject=envelope.subject, number=envelope.aggregate_version)
    )


def ledger_subscriber() -> Subscriber[LedgerUow]:
    subscriber = Subscriber[LedgerUow]()
    subscriber.on(AccountActivated, on_activated)
    subscriber.on(DocumentScanned, on_scanned)
    return subscriber


class IdentitySettings(ServiceSettings):
    model_config = SettingsConfigDict(env_prefix="IDENTITY_", frozen=True, extra="ignore", populate_by_name=True)


class HouseholdSettings(ServiceSettings):
    model_config = SettingsConfigDict(env_prefix="HOUSEHOLD_", frozen=True, extra="ignore", populate_by_name=True)


def main(service: str) -> None:
    """A worker process, in the part of `identity` or `household`."""
    settings = settings_or_exit(IdentitySettings if service == "identity" else HouseholdSettings)
    database = Database(settings.database_url.get_secret_value(), application=f"{service}-ledger")
    subscriber = ledger_subscriber() if service == "household" else Subscriber[LedgerUow]()
    asyncio.run(
        run_worker(
            service,
            settings,
            database=database,
            tables=CHASSIS,
            subscriber=subscriber,
            new_uow=lambda: LedgerUow(database, CHASSIS, source=service, translate=published),
            reads=subscriber.types,
        )
    )


async def tell(database: Database, service: str, events: Sequence[tuple[Event, int]]) -> None:
    """Commit events, each with the version it is to carry, as `service` would."""
    async with LedgerUow(database, CHASSIS, source=service, translate=published) as uow:
        for event, version in events:
            teller = Teller(version=version - 1)
            uow.seen(teller)
            teller.tell(event)
        await uow.commit()


if __name__ == "__main__":
    main(os.environ["LEDGER_PLAYS"])
