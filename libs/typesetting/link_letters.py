"""The letter that gives a child's other parent the link code: typeset from `letters/link-code.typ`."""

import asyncio
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from libs.commune.letterhead import LETTERS_FOLDER, read_letterhead
from libs.french.days import long_day
from libs.typesetting.claim_letters import qr_code
from libs.typesetting.typeset import typeset

LINK_PATH = "/mon-espace/enfants/rattacher"
_TEMPLATE = "link-code.typ"


@dataclass(frozen=True)
class LinkLetter:
    """`until`: the last day of the code, in the town. Nothing of the home that the child has already is in it."""

    child: str
    code: str
    until: date


async def typeset_link_letter(commune_dir: Path, letter: LinkLetter, *, public_url: str, written_on: date) -> bytes:
    """A PDF/UA of one page; whom it is for is not known here, so it is handed over.

    Args:
        public_url: of the kiosk. The QR code leads to the page that asks for the code and carries none.

    Raises:
        TypesettingFailed, CommuneError.
    """
    letterhead = await asyncio.to_thread(read_letterhead, commune_dir)
    site = public_url.rstrip("/")
    values = {
        "letterhead": letterhead,
        "site": site.partition("://")[2],
        "written": f"{letterhead['town']}, le {long_day(written_on)}",
        "child": letter.child,
        "code": letter.code,
        "until": long_day(letter.until),
    }
    return await typeset(commune_dir / LETTERS_FOLDER / _TEMPLATE, values, pictures={"qr": qr_code(site + LINK_PATH)})
