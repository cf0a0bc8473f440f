"""Handing mails to the town's mail server: one conversation for all the mails of a round."""

import asyncio
from contextlib import suppress
from email.message import EmailMessage
from types import TracebackType

from aiosmtplib.errors import SMTPDataError, SMTPException, SMTPNotSupported, SMTPRecipientsRefused
from fastapi_mail import ConnectionConfig
from fastapi_mail.connection import Connection
from fastapi_mail.errors import ConnectionErrors

from services.notifications.adapters.letterhead import Letterhead
from services.notifications.adapters.mail_message import compose
from services.notifications.application.ports import Mail
from services.notifications.domain.delivery import Deferred, Fate, Refused, Sent

SERVER_PAUSE = 20
"""Longest wait, in seconds, after a server that could not be talked to: it will serve all when it is back."""
RECIPIENT_PAUSE = 900
"""Longest wait after a "not now" about one mail: greylisting, a full mailbox."""

_GOODBYE_SECONDS = 2.0


class _Conversation(Connection):
    """fastapi-mail's connection, but a goodbye that fails does not make a failure of a mail that was taken."""

    async def __aexit__(
        self, error: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(SMTPException, OSError, TimeoutError):
            await self.session.quit(timeout=_GOODBYE_SECONDS)
        self.session.close()

    def hang_up(self) -> None:
        """End it without a word."""
        self.session.close()


class SmtpPostman:
    """A `Postman` over SMTP.

    Args:
        config: fastapi-mail's; `MAIL_FROM` is the sender of every mail.
        patience: seconds that one mail may take altogether, whatever the server does.
    """

    def __init__(self, config: ConnectionConfig, letterhead: Letterhead, *, patience: float = 30.0) -> None:
        self._config = config
        self._letterhead = letterhead
        self._patience = patience
        self._conversation: _Conversation | None = None

    async def send(self, mail: Mail) -> Fate:
        try:
            message = compose(mail, str(self._config.MAIL_FROM), self._letterhead)
        except ValueError:
            return Refused("address not usable")
        fate = await self._hand_over(message)
        if isinstance(fate, Deferred):
            self._hang_up()  # whatever state the conversation is in, the next mail begins a new one
        return fate

    async def rest(self) -> None:
        conversation, self._conversation = self._conversation, None
        if conversation is not None:
            await conversation.__aexit__(None, None, None)

    async def _hand_over(self, message: EmailMessage) -> Fate:
        try:
            async with asyncio.timeout(self._patience):
                conversation = await self._converse()
                await conversation.session.send_message(message)
        except SMTPRecipientsRefused as error:
            return _judged("recipient", error.recipients[0].code)
        except SMTPDataError as error:
            return _judged("content", error.code)
        except (SMTPNotSupported, ValueError):
            return Refused("address not usable")
        except ConnectionErrors:
            return Deferred("no connection to the mail server", SERVER_PAUSE)
        except (SMTPException, OSError, TimeoutError) as error:
            # What remains is the server's or our set-up's affair (the sender refused, a cut, silence): it says nothing
            # about this mail, which must not be lost for it.
            return Deferred(f"{type(error).__name__} {getattr(error, 'code', '')}".strip(), SERVER_PAUSE)
        return Sent()

    async def _converse(self) -> _Conversation:
        if self._conversation is None or not self._conversation.session.is_connected:
            conversation = _Conversation(self._config)
            await conversation.__aenter__()
            self._conversation = conversation
        return self._conversation

    def _hang_up(self) -> None:
        conversation, self._conversation = self._conversation, None
        if conversation is not None:
            conversation.hang_up()


def _judged(stage: str, code: int) -> Fate:
    """5xx is the server's last word about this mail; 4xx is "not now"; 421 is about the server itself."""
    if code >= 500:
        return Refused(f"{stage} {code}")
    return Deferred(f"{stage} {code}", SERVER_PAUSE if code == 421 else RECIPIENT_PAUSE)
