"""The transaction of notifications."""

import asyncio

from libs.chassis.audit import AuditEntry
from libs.chassis.db import Database
from libs.chassis.unit_of_work import SqlUnitOfWork
from services.notifications.adapters.deliveries import SqlDeliveries
from services.notifications.adapters.draft_repository import SqlDrafts
from services.notifications.adapters.families import SqlFamilies
from services.notifications.adapters.published import published
from services.notifications.adapters.recipients import SqlRecipients
from services.notifications.adapters.tables import CHASSIS
from services.notifications.adapters.thread_repository import SqlThreads
from services.notifications.domain.thread import Thread


class NotificationsUnitOfWork(SqlUnitOfWork):
    """With recipients, deliveries, families, threads and drafts.

    Args:
        mailer_wake: set once mails asked for here are durable. The mailer lives in the process of the applier, so no
            notification has to travel; its own look at the table is what it relies on.
    """

    recipients: SqlRecipients
    deliveries: SqlDeliveries
    families: SqlFamilies
    threads: SqlThreads
    drafts: SqlDrafts

    def __init__(self, database: Database, mailer_wake: asyncio.Event | None = None) -> None:
        super().__init__(database, CHASSIS, source="notifications", translate=published)
        self._mailer_wake = mailer_wake

    def open(self) -> None:
        self.recipients = SqlRecipients(self.connection)
        self.deliveries = SqlDeliveries(self.connection)
        self.families = SqlFamilies(self.connection)
        self.threads = SqlThreads(self.connection, self.seen)
        self.drafts = SqlDrafts(self.connection)

    def note(self, actor: str, action: str, thread: Thread) -> None:
        """An audit row about a thread."""
        self.audit(AuditEntry(actor, action, f"thread:{thread.id}", None, {"desk": thread.desk}, thread.family_id))

    async def commit(self) -> None:
        await super().commit()
        if self._mailer_wake is not None and self.deliveries.asked:
            self._mailer_wake.set()
