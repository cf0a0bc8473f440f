"""Anybody who holds a certificate asks whether it is one: a number and a check, slowed against guessing."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from hmac import compare_digest

from libs.domain.errors import NotFound, Throttled
from libs.domain.throttling import Rate, address_block, limit
from services.schooling.application.admission_ports import PublicCertificate, Throttle
from services.schooling.domain.statement import Signature

GUESSES = Rate(30, timedelta(seconds=20))
"""A head of school checks a whole class at once; a right answer costs nothing."""

Find = Callable[[str], Awaitable[tuple[PublicCertificate, Signature] | None]]


async def check_certificate(
    number: str, check: str, client_address: str | None, find: Find, throttle: Throttle
) -> PublicCertificate:
    """Raises NotFound, whatever was wrong with the two; Throttled."""
    asked = [limit(GUESSES, "certificate", address_block(client_address))]
    if wait := await throttle.take(asked):
        raise Throttled(wait)
    found = await find(number.upper())
    if found is None or not compare_digest(_bare(found[1].check).encode(), _bare(check).encode()):
        raise NotFound
    await throttle.give_back(asked)
    return found[0]


def _bare(check: str) -> str:
    """As people type it: hyphens, spaces and case say nothing."""
    return "".join(sign for sign in check.upper() if sign.isalnum())
