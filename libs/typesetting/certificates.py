"""The certificat d'inscription on paper: typeset from `letters/certificate.typ`, whenever somebody asks for it.

What it says was signed once; the sheet of paper is made anew each time, by the gateway for a download and by
notifications for a mail, and stored nowhere.
"""

import asyncio
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import segno

from libs.commune.letterhead import LETTERS_FOLDER, read_letterhead
from libs.french.days import long_day
from libs.french.levels import LEVEL_NAMES
from libs.french.names import full_name
from libs.typesetting.typeset import typeset

CERTIFICATES_PATH = "/certificats"
_TEMPLATE = "certificate.typ"


@dataclass(frozen=True)
class CertificateSheet:
    """What is printed.

    Attributes:
        bring: to the head of school, a line each.
        check: what people type beside the number.
        signature: Ed25519 in base64url, made by the key `key_id`.
    """

    number: str
    uai: str
    school: str
    level: str
    school_year: int
    last_name: str
    first_name: str
    birth_date: date
    issued_on: date
    newcomer: bool
    meets_head: bool
    bring: Sequence[str]
    check: str
    key_id: str
    signature: str
    provisional: bool = False

    def link(self, public_url: str) -> str:
        """The public page. The signature stands in the fragment, which no browser sends: it is for offline checks."""
        page = f"{public_url.rstrip('/')}{CERTIFICATES_PATH}/{self.number}/{self.check}"
        return f"{page}#{self.key_id}.{self.signature}"


async def typeset_certificate(commune_dir: Path, sheet: CertificateSheet, *, public_url: str) -> bytes:
    """A PDF/UA of one page.

    Raises:
        TypesettingFailed, CommuneError.
    """
    letterhead = await asyncio.to_thread(read_letterhead, commune_dir)
    values = {
        "letterhead": letterhead,
        "site": public_url.rstrip("/").partition("://")[2] + CERTIFICATES_PATH,
        "written": f"{letterhead['town']}, le {long_day(sheet.issued_on)}",
        "number": sheet.number,
        "name": full_name(sheet.first_name, sheet.last_name),
        "birth_date": long_day(sheet.birth_date),
        "school": sheet.school,
        "uai": sheet.uai,
        "level": LEVEL_NAMES[sheet.level],
        "school_year": f"{sheet.school_year}/{sheet.school_year + 1}",
        "meets_head": sheet.meets_head,
        "provisional": sheet.provisional,
        "bring": list(sheet.bring),
        "check": sheet.check,
        "key_id": sheet.key_id,
    }
    pictures = {"qr": _drawn(sheet.link(public_url))}
    return await typeset(commune_dir / LETTERS_FOLDER / _TEMPLATE, values, pictures=pictures)


def _drawn(link: str) -> bytes:
    """A QR code (ISO/IEC 18004) as SVG, with the quiet zone that readers need."""
    drawn = io.BytesIO()
    segno.make(link, error="m", micro=False).save(drawn, kind="svg", border=4, xmldecl=False)
    return drawn.getvalue()
