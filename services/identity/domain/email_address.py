"""An e-mail address: kept as typed, compared without regard to case."""

import unicodedata
from typing import NewType

EmailKey = NewType("EmailKey", str)


def email_key(address: str) -> EmailKey:
    """What two spellings of one address have in common."""
    return EmailKey(unicodedata.normalize("NFC", address).casefold())


def masked(address: str) -> str:
    """Enough for its owner to know it, too little for anybody else: `m•••@example.org`."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}•••@{domain}"
