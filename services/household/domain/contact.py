"""How somebody may be reached: checks of a telephone number and of a mail address."""

import re

from services.household.domain.checking import Circumstances, Refused

EMAIL_MAX = 254  # RFC 5321, 4.5.3.1.3

_SEPARATORS = re.compile(r"[\s.\-/()]+")
_FRENCH = re.compile(r"0[1-9]\d{8}", re.ASCII)
_INTERNATIONAL = re.compile(r"(?:\+|00)[1-9]\d{6,14}", re.ASCII)  # E.164 has 15 digits at most
_EMAIL = re.compile(r"[^\s@,;<>]{1,64}@[^\s@,;<>.]+(?:\.[^\s@,;<>.]+)+")


def telephone(text: str, _circumstances: Circumstances) -> str:
    """A French number in pairs of digits, or another country's with its prefix."""
    digits = _SEPARATORS.sub("", text)
    if _FRENCH.fullmatch(digits):
        return " ".join(digits[place : place + 2] for place in range(0, 10, 2))
    if _INTERNATIONAL.fullmatch(digits):
        return f"+{digits.removeprefix('+').removeprefix('00')}"
    raise Refused("telephone-format")


def email(text: str, _circumstances: Circumstances) -> str:
    """An address that looks like one; whether mail arrives there nobody asks."""
    if len(text) > EMAIL_MAX or not _EMAIL.fullmatch(text):
        raise Refused("email-format")
    return text
