"""The transaction of notifications."""

import asyncio

from libs.chassis.db import Database
from libs.chassis.unit_of_work import SqlUnitOfWork
from services.notifications.adapters.deliveries import SqlDeliveries
from services.notifications.adapters.messages import SqlMessages
from services.notifications.adapters.published import published
from services.notifications.adapters.recipients import SqlRecipients
from services.notifications.adapters.tables import CHASSIS


class NotificationsUnitOfWork(SqlUnitOfWork):
    """With recipients, deliveries and messages.

    Args:
        mailer_wake: set once mails asked for here are durable. The mailer lives in the process of the applier, so no
            notification has to travel; its own look at the table is what it relies on.
    """

    recipients: SqlRecipients
    deliveries: SqlDeliveries
    messages: SqlMessages

    def __init__(self, database: Database, mailer_wake: asyncio.Event | None = None) -> None:
        super().__init__(database, CHASSIS, source="notifications", translate=published)
        self._mailer_wake = mailer_wake

    def open(self) -> None:
        self.recipients = SqlRecipients(self.connection)
        self.deliveries = SqlDeliveries(self.connection)
        self.messages = SqlMessages(self.connection)

    async def commit(self) -> None:
        await super().commit()
        if self._mailer_wake is not None and self.deliveries.asked:
            self._mailer_wake.set()
