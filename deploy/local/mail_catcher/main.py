"""Serves SMTP and the pages from one event loop."""

import asyncio
import os
import signal
from pathlib import Path

from aiohttp import web
from aiosmtpd.smtp import SMTP, Envelope, Session

from deploy.local.mail_catcher import pages
from deploy.local.mail_catcher.mailbox import Mailbox

_LARGEST_MAIL = 30 * 1024 * 1024


class Catcher:
    """What aiosmtpd calls for each mail."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        content = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        self._mailbox.keep(list(envelope.rcpt_tos), content)
        return "250 kept"


async def serve(folder: Path, smtp_port: int, web_port: int, host: str) -> None:
    """Catch mails into the folder until SIGTERM."""
    mailbox = Mailbox(folder)
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signum, stop.set)
    smtp = await loop.create_server(
        lambda: SMTP(Catcher(mailbox), hostname="localhost", data_size_limit=_LARGEST_MAIL, enable_SMTPUTF8=True),
        host,
        smtp_port,
    )
    runner = web.AppRunner(pages.build(mailbox), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, host, web_port).start()
    await stop.wait()
    smtp.close()
    await runner.cleanup()


def main() -> None:
    """Serve, as the environment says: MAIL_FOLDER, MAIL_SMTP_PORT, MAIL_PORT and MAIL_HOST, loopback without it."""
    environment = os.environ
    smtp_port, web_port = int(environment["MAIL_SMTP_PORT"]), int(environment["MAIL_PORT"])
    asyncio.run(serve(Path(environment["MAIL_FOLDER"]), smtp_port, web_port, environment.get("MAIL_HOST", "127.0.0.1")))
