"""The mails that were caught: one file each, so that they outlive a restart."""

import email
import email.policy
import email.utils
import json
import os
import secrets
import time
from dataclasses import dataclass
from email.message import EmailMessage
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True)
class Attachment:
    """A part of a mail that is a file; `content_id` when the HTML refers to it."""

    name: str
    content_type: str
    content: bytes
    content_id: str = ""


@dataclass(frozen=True)
class CaughtMail:
    """A mail as its reader sees it.

    Attributes:
        id: the file's name, which sorts by time of arrival.
        to: the envelope's addresses, separated by commas; whoever stands in Bcc is there too.
        received_at: seconds since 1970.
    """

    id: str
    received_at: float
    to: str
    sender: str
    subject: str
    text: str
    html: str
    attachments: tuple[Attachment, ...]


class Mailbox:
    """A folder of mails, newest first."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, recipients: list[str], content: bytes) -> None:
        """Write a mail down, on disk before it is acknowledged."""
        identifier = f"{time.time_ns()}-{secrets.token_hex(4)}"
        envelope = json.dumps({"to": recipients}).encode()
        temporary = self._folder / f".{identifier}"
        with temporary.open("wb") as file:
            file.write(envelope + b"\n" + content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self._folder / f"{identifier}.mail")

    def mails(self) -> list[CaughtMail]:
        return [read(path) for path in sorted(self._folder.glob("*.mail"), reverse=True)]

    def mail(self, identifier: str) -> CaughtMail | None:
        known = {path.stem: path for path in self._folder.glob("*.mail")}
        return read(known[identifier]) if identifier in known else None

    def empty(self) -> None:
        for path in self._folder.glob("*.mail"):
            path.unlink(missing_ok=True)


@lru_cache(maxsize=500)
def read(path: Path) -> CaughtMail:
    """Parse the file of one mail; it never changes."""
    envelope, _, content = path.read_bytes().partition(b"\n")
    message = email.message_from_bytes(content, policy=email.policy.default)
    return CaughtMail(
        id=path.stem,
        received_at=int(path.stem.partition("-")[0]) / 1e9,
        to=", ".join(json.loads(envelope)["to"]),
        sender=email.utils.parseaddr(str(message.get("From", "")))[1],
        subject=str(message.get("Subject", "")),
        text=_body(message, "plain"),
        html=_body(message, "html"),
        attachments=tuple(_attachments(message)),
    )


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return "" if part is None else str(part.get_content())


def _attachments(message: EmailMessage) -> list[Attachment]:
    shown = {id(message.get_body(preferencelist=(kind,))) for kind in ("plain", "html")}
    return [
        Attachment(
            name=part.get_filename() or f"piece-{number}",
            content_type=part.get_content_type(),
            content=part.get_payload(decode=True) or b"",  # type: ignore[arg-type] # bytes for any part that is no container
            content_id=str(part.get("Content-ID", "")).strip("<>"),
        )
        for number, part in enumerate(message.walk(), start=1)
        if not part.is_multipart() and id(part) not in shown
    ]
