"""What is printed at the counter, on the town's letterhead."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from gateway.clients.household_counter import Receipt
from gateway.clients.identity_claims import IssuedClaim
from gateway.web.moments import PARIS, day, long_day, today
from libs.commune.commune import Commune
from libs.commune.letterhead import LETTERS_FOLDER, read_letterhead
from libs.typesetting.claim_letters import ClaimLetter, typeset_claim_letters
from libs.typesetting.typeset import typeset

_AT_ONCE = asyncio.Semaphore(2)


async def print_receipt(commune: Commune, receipt: Receipt, agent_name: str | None, site: str) -> bytes:
    """A PDF/UA.

    Args:
        agent_name: who registered the family, when it is known.

    Raises:
        TypesettingFailed
    """
    registered = datetime.fromisoformat(receipt["registered_at"]).astimezone(PARIS).date()
    return await _print(
        commune.directory,
        "receipt.typ",
        {
            "recipient": recipient_of(receipt),
            "written": f"{commune.profile.name}, le {long_day(today())}",
            "family_code": receipt["family_code"],
            "registered_on": long_day(registered),
            "registered_by": agent_name,
            "adults": [adult["name"] for adult in receipt["adults"]],
            "children": [
                {"name": child["name"], "birth_date": day(child["birth_date"])} for child in receipt["children"]
            ],
            "pieces": receipt["pieces"],
            "missing": receipt["missing"],
            "site": site.partition("://")[2],
        },
    )


async def print_claim_letter(commune: Commune, receipt: Receipt, issued: IssuedClaim, site: str) -> bytes:
    """A PDF/UA: the same letter as those that `kiosque claims issue` prints by the hundred.

    Raises:
        TypesettingFailed
    """
    until = datetime.fromisoformat(issued["expires_at"]).astimezone(PARIS).date()
    letter = ClaimLetter(recipient_of(receipt), issued["family_code"], issued["claim_code"], until)
    async with _AT_ONCE:
        return await typeset_claim_letters(commune.directory, [letter], public_url=site, written_on=today())


def recipient_of(receipt: Receipt) -> list[str]:
    """The lines in the window of the envelope."""
    return [*(adult["name"] for adult in receipt["adults"]), *receipt["address_lines"]]


async def _print(commune_dir: Path, template: str, values: Mapping[str, Any]) -> bytes:
    letterhead = await asyncio.to_thread(read_letterhead, commune_dir)
    async with _AT_ONCE:
        return await typeset(commune_dir / LETTERS_FOLDER / template, {"letterhead": letterhead, **values})
