"""A thread as a page shows it: who wrote what and when, which files came, and whether the other side read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from gateway.clients.documents import Attachment
from gateway.clients.notifications import Author, Message
from gateway.web.moments import moment, size
from gateway.web.visit import Visit

Side = Literal["family", "town"]


@dataclass(frozen=True)
class AttachmentView:
    """One file of a message.

    Attributes:
        about: kind, size and what keeps it from being opened, in words.
        clean: it can be opened.
    """

    id: str
    name: str
    about: str
    clean: bool
    preview: bool


@dataclass(frozen=True)
class MessageView:
    """One message.

    Attributes:
        own: whoever looks wrote it, or somebody of the same side.
        who: the author, in words.
        paragraphs: each a list of lines.
        read: whether the other side opened it, in words; empty for what the other side wrote.
        fresh: whoever looks had not opened it before.
    """

    id: str
    own: bool
    who: str
    title: str
    posted_at: str
    paragraphs: list[list[str]]
    files: list[AttachmentView]
    read: str
    fresh: bool


async def message_views(visit: Visit, messages: Sequence[Message], side: Side, desk: str) -> list[MessageView]:
    """In the order in which they were written; the files by the names that documents has.

    Args:
        side: of whoever looks.
        desk: the name of the desk that answers.
    """
    ids = [document_id for message in messages for document_id in message["document_ids"]]
    found = await visit.clients.documents.attachments(visit.bearer, ids) if ids else []
    files = {attachment["id"]: attachment for attachment in found}
    return [_message(message, side, desk, files) for message in messages]


def _message(message: Message, side: Side, desk: str, files: Mapping[str, Attachment]) -> MessageView:
    own = (message["author"] == "family") == (side == "family")
    return MessageView(
        message["id"],
        own,
        _who(message["author"], message["signature"], side, desk),
        message["subject"] or "",
        message["posted_at"],
        [paragraph.split("\n") for paragraph in message["body"].split("\n\n")],
        [_file(document_id, files.get(document_id)) for document_id in message["document_ids"]],
        _read(message, side) if own else "",
        fresh=not own and message["read_at"] is None,
    )


def _who(author: Author, signature: str | None, side: Side, desk: str) -> str:
    if author == "family":
        writer = "Vous" if side == "family" else "La famille"
        return f"{writer} ({signature})" if signature else writer
    if author == "kiosk" and side == "town":
        return f"{desk} (message automatique)"
    return f"{desk} ({signature})" if signature else desk


def _read(message: Message, side: Side) -> str:
    if message["author"] == "kiosk" and message["read_at"] is None:
        return "Pas encore lu par la famille"
    if message["read_at"] is None:
        return "Pas encore lu par le service" if side == "family" else "Pas encore lu par la famille"
    reader = "le service" if side == "family" else "la famille"
    return f"Lu par {reader} le {moment(message['read_at'])}"


def _file(document_id: str, found: Attachment | None) -> AttachmentView:
    if found is None:
        return AttachmentView(document_id, "Fichier", "en cours de transmission, rechargez la page", False, False)
    pages = f", {found['pages']} page{'s' if found['pages'] > 1 else ''}" if found["kind"] == "pdf" else ""
    about = f"{'Photo' if found['kind'] == 'picture' else 'PDF'}, {size(found['size'])}{pages}"
    if found["scan"] == "pending":
        about += " - antivirus en cours"
    elif found["scan"] == "infected":
        about += " - refusé par l'antivirus : il ne peut pas être ouvert"
    return AttachmentView(document_id, found["file_name"], about, found["scan"] == "clean", found["preview"])
