"""What is printed at the counter, on the town's letterhead."""

import asyncio
from datetime import datetime

from gateway.clients.household_counter import Receipt
from gateway.clients.household_members import LinkCode
from gateway.clients.identity_claims import IssuedClaim
from gateway.web.kiosk import Kiosk
from gateway.web.moments import PARIS, day, today
from libs.commune.letterhead import LETTERS_FOLDER, read_letterhead
from libs.french.days import long_day
from libs.typesetting.claim_letters import ClaimLetter, typeset_claim_letters
from libs.typesetting.link_letters import LinkLetter, typeset_link_letter
from libs.typesetting.typeset import typeset


async def print_receipt(kiosk: Kiosk, receipt: Receipt, agent_name: str | None) -> bytes:
    """A PDF/UA.

    Args:
        agent_name: who registered the family, when it is known.

    Raises:
        TypesettingFailed
    """
    registered = datetime.fromisoformat(receipt["registered_at"]).astimezone(PARIS).date()
    commune = kiosk.commune
    letterhead = await asyncio.to_thread(read_letterhead, commune.directory)
    async with kiosk.typesetting:
        return await typeset(
            commune.directory / LETTERS_FOLDER / "receipt.typ",
            {
                "letterhead": letterhead,
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
                "site": kiosk.settings.origin.partition("://")[2],
            },
        )


async def print_claim_letter(kiosk: Kiosk, receipt: Receipt, issued: IssuedClaim) -> bytes:
    """A PDF/UA: the same letter as those that `kiosque claims issue` prints by the hundred.

    Raises:
        TypesettingFailed
    """
    until = datetime.fromisoformat(issued["expires_at"]).astimezone(PARIS).date()
    letter = ClaimLetter(recipient_of(receipt), issued["family_code"], issued["claim_code"], until)
    async with kiosk.typesetting:
        return await typeset_claim_letters(
            kiosk.commune.directory, [letter], public_url=kiosk.settings.origin, written_on=today()
        )


async def print_link_letter(kiosk: Kiosk, child: str, issued: LinkCode) -> bytes:
    """A PDF/UA for a child's other parent.

    Raises:
        TypesettingFailed
    """
    until = datetime.fromisoformat(issued["expires_at"]).astimezone(PARIS).date()
    letter = LinkLetter(child, issued["code"], until)
    async with kiosk.typesetting:
        return await typeset_link_letter(
            kiosk.commune.directory, letter, public_url=kiosk.settings.origin, written_on=today()
        )


def recipient_of(receipt: Receipt) -> list[str]:
    """The lines in the window of the envelope."""
    return [*(adult["name"] for adult in receipt["adults"]), *receipt["address_lines"]]
