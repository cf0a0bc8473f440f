"""MES DONNÉES: all that the services know of a family, its files and certificates, as one ZIP made while it leaves.

Nothing is gathered but what the services tell; files pass through one by one. What fails on the way ends the answer, so
that the browser reports a failed download: a ZIP whose end is missing opens nowhere.
"""

import asyncio
import json
import zlib
from collections.abc import AsyncIterable, AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from stream_zip import ZIP_32, AsyncMemberFile, async_stream_zip

from gateway.clients.family_data import FamilyExport
from gateway.clients.service import Download, Problem, Unavailable
from gateway.web.account.archive_names import Paths
from gateway.web.account.archive_text import LeftOut, read_me
from gateway.web.certificates.paper import print_certificate
from gateway.web.family.account import family_id
from gateway.web.moments import PARIS
from gateway.web.visit import GoTo, Visit
from libs.chassis.logging import get_logger
from libs.commune.source import CommuneError
from libs.french.names import full_name
from libs.typesetting.typeset import TypesettingFailed

_CHUNK = 65536
_MODE = 0o100600  # a regular file, for its owner alone
_NAMES = {
    "identity": "compte",
    "household": "foyer",
    "documents": "pieces",
    "schooling": "scolarite",
    "notifications": "messages",
}
_SCANS = {
    "pending": "l'antivirus ne l'a pas encore vérifié",
    "infected": "l'antivirus l'a refusé",
}


async def gather(visit: Visit, current_password: str) -> list[FamilyExport]:
    """What every service knows: all of them, or nothing leaves.

    Raises:
        Problem: 422 for another password, 429 for too many; no other service was asked.
        Unavailable: one is away.
    """
    clients, family = visit.clients, family_id(visit)
    own = await clients.identity.export_account(visit.bearer, current_password)
    others = [client for client in clients.all() if client is not clients.identity]
    return [own, *(await asyncio.gather(*(client.export(visit.bearer, family) for client in others)))]


@dataclass
class Archive:
    """One archive on its way to one browser."""

    visit: Visit
    exports: Sequence[FamilyExport]
    now: datetime = field(default_factory=lambda: datetime.now(PARIS))
    _paths: Paths = field(default_factory=Paths)
    _left_out: list[LeftOut] = field(default_factory=list)

    def stream(self) -> AsyncIterable[bytes]:
        return async_stream_zip(
            self._members(),
            chunk_size=_CHUNK,
            get_compressobj=lambda: zlib.compressobj(wbits=-zlib.MAX_WBITS, level=1),  # PDFs and photos are dense
        )

    async def _members(self) -> AsyncIterator[AsyncMemberFile]:
        for export in self.exports:
            name = f"donnees/{_NAMES[export['service']]}.json"
            yield self._member(name, _whole(json.dumps(export, ensure_ascii=False, indent=2).encode()))
        titles = _titles(self.exports)
        for file in _files(self.exports):
            path = self._paths.path(
                "pieces", titles.get(file["record"], "Autres"), file["piece_label"], file["file_name"]
            )
            if (content := await self._open(file, path)) is not None:
                received = datetime.fromisoformat(file["received_at"]).astimezone(PARIS)
                yield self._member(path, content.chunks(), received)
        for certificate in _valid_certificates(self.exports):
            number, of = certificate["number"], f"{certificate['first_name']} {certificate['last_name']}"
            path = self._paths.path("certificats", of, f"{number}.pdf")
            if (paper := await self._print(number, path)) is not None:
                yield self._member(path, _whole(paper))
        text = read_me(self.visit.kiosk.commune.profile, self.now, self._left_out)
        yield self._member("LISEZ-MOI.txt", _whole(text.encode()))

    def _member(self, path: str, content: AsyncIterable[bytes], at: datetime | None = None) -> AsyncMemberFile:
        return path, at or self.now, _MODE, ZIP_32, content

    async def _open(self, file: Mapping[str, Any], path: str) -> Download | None:
        """None: it is named among those that are left out.

        Raises:
            GoTo: the session ended meanwhile.
            Unavailable: documents is away.
        """
        await self._still_signed_in()
        documents = self.visit.clients.documents
        try:
            return await documents.content(self.visit.bearer, file["id"])
        except Problem as problem:
            gone = "il a été retiré pendant la préparation de cette archive"
            self._leave_out(path, _SCANS.get(file["scan"], gone) if problem.status == 409 else gone)
        except Unavailable:
            if not await documents.ready():
                raise
            self._leave_out(path, "il n'a pas pu être relu ; le service peut vous en dire plus")
        return None

    async def _print(self, number: str, path: str) -> bytes | None:
        """None: it is named among those that are left out.

        Raises:
            GoTo: the session ended meanwhile.
            Unavailable: schooling is away.
        """
        await self._still_signed_in()
        try:
            sheet = await self.visit.clients.schooling.family_sheet(self.visit.bearer, family_id(self.visit), number)
            return await print_certificate(self.visit.kiosk, sheet)
        except Problem:
            self._leave_out(path, "il a été retiré pendant la préparation de cette archive")
        except (TypesettingFailed, CommuneError) as error:
            get_logger().error("a certificate could not be printed", exc_info=error)
            self._leave_out(path, "il n'a pas pu être imprimé ; réessayez depuis la page « Certificats d'inscription »")
        return None

    def _leave_out(self, path: str, reason: str) -> None:
        self._left_out.append(LeftOut(path, reason))

    async def _still_signed_in(self) -> None:
        """A session that is ended elsewhere opens nothing more, not even for an archive that has begun."""
        session = self.visit.session
        if session is None or await self.visit.kiosk.sessions.resolve(session.token) is None:
            raise GoTo("/")


def _files(exports: Sequence[FamilyExport]) -> Sequence[Mapping[str, Any]]:
    return [file for export in exports if export["service"] == "documents" for file in export["data"]["documents"]]


def _valid_certificates(exports: Sequence[FamilyExport]) -> Sequence[Mapping[str, Any]]:
    """What was replaced or revoked is printed no more: it stands among the data."""
    told = [export["data"].get("certificates", ()) for export in exports if export["service"] == "schooling"]
    return [one for found in told for one in found if not one["replaced_by"] and not one["revoked_at"]]


def _titles(exports: Sequence[FamilyExport]) -> dict[str, str]:
    """The folder of each record's papers."""
    records = [record for export in exports if export["service"] == "household" for record in export["data"]["records"]]
    return {record["key"]: _title(record) for record in records}


def _title(record: Mapping[str, Any]) -> str:
    if record["kind"] == "family":
        return "Fiche famille"
    values = {**record["accepted"], **record["written"]}
    return full_name(values.get("first_name"), values.get("last_name")) or "Fiche"


async def _whole(content: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(content), _CHUNK):
        yield content[start : start + _CHUNK]
