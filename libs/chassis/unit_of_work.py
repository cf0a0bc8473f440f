"""One transaction: state, outbox rows, audit rows and the answer to repeat commit together or not at all."""

from collections.abc import Callable
from types import TracebackType
from typing import Self

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncTransaction

from libs.chassis.audit import AuditEntry, write_audit
from libs.chassis.db import Database
from libs.chassis.idempotency import Promise, keep_promise
from libs.chassis.outbox import put_events
from libs.chassis.tables import ChassisTables
from libs.contracts.event import Event
from libs.domain.aggregate import Aggregate, DomainEvent

Translate = Callable[[DomainEvent], Event | None]


class SqlUnitOfWork:
    """Base of every service's unit of work.

    A service subclasses it, and builds its repositories in `open` from `self.connection`; a repository calls
    `self.seen(aggregate)` for what it loads or adds. Leaving the block without `commit` rolls back.

    Args:
        source: the service's name, as events carry it.
        translate: the service's `adapters/published.py`: a domain event's published form, None when it stays inside.
    """

    connection: AsyncConnection

    def __init__(self, database: Database, tables: ChassisTables, *, source: str, translate: Translate) -> None:
        self._database = database
        self._tables = tables
        self._source = source
        self._translate = translate
        self._promise: Promise | None = None
        self._aggregates: list[Aggregate] = []
        self._audit: list[AuditEntry] = []
        self._transaction: AsyncTransaction | None = None

    def open(self) -> None:
        """Build the repositories; overridden by each service."""

    def seen(self, aggregate: Aggregate) -> None:
        """Publish this aggregate's facts at commit."""
        if not any(known is aggregate for known in self._aggregates):
            self._aggregates.append(aggregate)

    def audit(self, entry: AuditEntry) -> None:
        """Write this audit row at commit."""
        self._audit.append(entry)

    def promise(self, promise: Promise) -> Self:
        """Store an answer under its idempotency key with the effect (`libs.chassis.idempotency`)."""
        self._promise = promise
        return self

    async def __aenter__(self) -> Self:
        self.connection = await self._database.engine.connect()
        self._transaction = await self.connection.begin()
        self._aggregates, self._audit = [], []
        try:
            if self._promise:
                await keep_promise(self.connection, self._tables, self._promise)
        except BaseException:
            await self.rollback()
            raise
        self.open()
        return self

    async def __aexit__(
        self, error: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.rollback()

    async def save(self) -> None:
        """Write what the repositories hold back until commit; overridden where they do."""

    async def commit(self) -> None:
        """Make everything durable, then end the transaction. After it, the block only returns."""
        if self._transaction is None:
            raise RuntimeError("commit outside of the unit of work's block")
        await self.save()
        await put_events(self.connection, self._tables, self._source, self._published())
        await write_audit(self.connection, self._tables, self._audit)
        await self._transaction.commit()

    async def rollback(self) -> None:
        """Give up what was not committed and hand the connection back."""
        transaction, self._transaction = self._transaction, None
        if transaction is not None:
            if transaction.is_active:
                await transaction.rollback()
            await self.connection.close()

    def _published(self) -> list[tuple[Event, int]]:
        return [
            (event, aggregate.version)
            for aggregate in self._aggregates
            for fact in aggregate.collect_events()
            if (event := self._translate(fact)) is not None
        ]
