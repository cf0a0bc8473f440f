"""What the metrics tell of mails."""

from prometheus_client import Counter, Gauge

from libs.chassis.db import Database
from services.notifications.adapters.queries_deliveries import delivery_counts
from services.notifications.domain.delivery import Fate, Template

ATTEMPTS = Counter(
    "kiosque_mail_attempts_total", "Attempts to send a mail, by what became of them.", ["template", "fate"]
)
WAITING = Gauge("kiosque_mails_waiting", "Mails that have not left yet.")
OLDEST = Gauge("kiosque_mails_oldest_waiting_seconds", "Age of the oldest mail that has not left yet.")
LOST = Gauge("kiosque_mails_lost", "Mails kept in the table as refused for good or expired.")


class PrometheusFates:
    """A `FateCounter`."""

    def count(self, template: Template, fate: Fate) -> None:
        ATTEMPTS.labels(template.value, type(fate).__name__.lower()).inc()


async def measure_deliveries(database: Database) -> None:
    """Job: refresh the gauges."""
    async with database.reading() as connection:
        counts = await delivery_counts(connection)
    WAITING.set(counts.waiting)
    OLDEST.set(counts.oldest_waiting_seconds)
    LOST.set(counts.lost)
