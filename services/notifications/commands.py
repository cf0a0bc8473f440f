"""What an operator may ask of notifications; composed by the cli."""

from dataclasses import dataclass

from libs.chassis.db import Database
from services.notifications.adapters.queries_deliveries import (
    DeliveryCounts,
    TroubledDelivery,
    delivery_counts,
    troubled_deliveries,
)
from services.notifications.adapters.queries_retention import kept

__all__ = ["kept"]


@dataclass(frozen=True)
class MailReport:
    counts: DeliveryCounts
    troubled: list[TroubledDelivery]


async def mail_report(database_url: str, most: int = 100) -> MailReport:
    """How many mails wait or were lost, and the latest that had trouble, without any address."""
    database = Database(database_url, application="kiosque mails", pool_size=1)
    try:
        async with database.reading() as connection:
            return MailReport(await delivery_counts(connection), await troubled_deliveries(connection, most))
    finally:
        await database.close()
