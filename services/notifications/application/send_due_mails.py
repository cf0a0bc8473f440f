"""Send the mails whose time has come, one after the other, oldest first."""

from services.notifications.application.ports import (
    DueDelivery,
    Encloser,
    FateCounter,
    MailQueue,
    MailWriter,
    Postman,
    SecretLost,
    SecretOpener,
    Unwritable,
)
from services.notifications.domain.delivery import Deferred, Expired, Fate, Refused

_TEMPLATE_MENDED_WITHIN = 60


class Mailer:
    """Sends what is due. At most one works at a time for the whole service (the caller sees to it)."""

    def __init__(
        self,
        queue: MailQueue,
        writer: MailWriter,
        encloser: Encloser,
        opener: SecretOpener,
        postman: Postman,
        counter: FateCounter,
    ) -> None:
        self._queue = queue
        self._writer = writer
        self._encloser = encloser
        self._opener = opener
        self._postman = postman
        self._counter = counter

    async def send_due_mails(self) -> bool:
        """Work until nothing is due; whether more is due now, which is never so.

        The fate is stored before the next mail is taken up. A crash between the server's yes and that commit sends the
        mail again, with the same Message-ID.
        """
        try:
            while delivery := await self._queue.next_due():
                fate = await self._attempt(delivery)
                await self._queue.record(delivery, fate)
                self._counter.count(delivery.template, fate)
        finally:
            await self._postman.rest()
        return False

    async def _attempt(self, delivery: DueDelivery) -> Fate:
        if delivery.expired:
            return Expired()
        try:
            secret = self._opener.open(delivery.sealed_token) if delivery.sealed_token else None
            mail = await self._encloser.enclose(delivery, self._writer.write(delivery, secret))
        except SecretLost:
            return Refused("secret cannot be opened")
        except Unwritable:
            return Deferred("template cannot be filled", _TEMPLATE_MENDED_WITHIN)
        return await self._postman.send(mail)
