"""The letters that give families their claim code: typeset from `letters/claim-code.typ`, one page a family."""

import asyncio
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import segno

from libs.commune.letterhead import LETTERS_FOLDER, read_letterhead
from libs.french.days import long_day
from libs.typesetting.typeset import typeset

FIRST_USE_PATH = "/premiere-utilisation"
_TEMPLATE = "claim-code.typ"
AT_ONCE = 40
"""Pages that one process of limited time and memory typesets at ease."""


@dataclass(frozen=True)
class ClaimLetter:
    """One family's letter.

    Attributes:
        recipient: the lines in the window of the envelope.
        until: the last day of the code, in the town.
    """

    recipient: Sequence[str]
    family_code: str
    claim_code: str
    until: date


async def typeset_claim_letters(
    commune_dir: Path, letters: Sequence[ClaimLetter], *, public_url: str, written_on: date
) -> bytes:
    """One PDF for the printer, in the order given.

    Args:
        letters: `AT_ONCE` at most.
        public_url: of the kiosk. The QR code leads to its page of first use and carries no code.

    Raises:
        TypesettingFailed, CommuneError.
    """
    letterhead = await asyncio.to_thread(read_letterhead, commune_dir)
    values = {
        "letterhead": letterhead,
        "site": public_url.rstrip("/").partition("://")[2],
        "written": f"{letterhead['town']}, le {long_day(written_on)}",
    }
    pictures = {"qr": qr_code(public_url.rstrip("/") + FIRST_USE_PATH)}
    template = commune_dir / LETTERS_FOLDER / _TEMPLATE
    return await typeset(template, values | {"letters": [_told(letter) for letter in letters]}, pictures=pictures)


def qr_code(link: str) -> bytes:
    """A QR code (ISO/IEC 18004) as PNG, with the quiet zone that readers need."""
    drawn = io.BytesIO()
    segno.make(link, error="m", micro=False).save(drawn, kind="png", scale=12, border=4)
    return drawn.getvalue()


def _told(letter: ClaimLetter) -> dict[str, object]:
    return {
        "recipient": list(letter.recipient),
        "family_code": letter.family_code,
        "claim_code": letter.claim_code,
        "until": long_day(letter.until),
    }
