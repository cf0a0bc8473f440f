"""What a certificate says and how it is signed.

Whoever holds the paper can tell without asking anybody whether the town wrote it: what is signed is made of what is
printed, and the signature is in the QR code.
"""

import base64
import hashlib
import json
import unicodedata
from dataclasses import dataclass
from datetime import date

from services.schooling.domain.level import Level

_CHECK_BYTES = 10
_CHECK_GROUP = 4


@dataclass(frozen=True)
class Statement:
    """What the paper says. Nothing of a home: the child has one certificate, whoever asked for it.

    Attributes:
        number: `CI-2026-00042`: consecutive in a school year.
        commune: the town's name.
        uai, school: the school, by its national identifier and its name on that day.
        issued_on: the day in Paris.
        provisional: « à titre provisoire »: until a disagreement between the child's homes is settled.
    """

    number: str
    commune: str
    uai: str
    school: str
    level: Level
    school_year: int
    last_name: str
    first_name: str
    birth_date: date
    issued_on: date
    provisional: bool = False

    def canonical(self) -> bytes:
        """What is signed: JSON in the form of RFC 8785 (members sorted, no space), text in NFC, dates ISO 8601."""
        told: dict[str, str | int | bool] = {
            "birth_date": self.birth_date.isoformat(),
            "commune": self.commune,
            "first_name": self.first_name,
            "issued_on": self.issued_on.isoformat(),
            "last_name": self.last_name,
            "level": self.level.value,
            "number": self.number,
            "school": self.school,
            "school_year": self.school_year,
            "uai": self.uai,
        }
        if self.provisional:  # a member of these alone: what was signed before there were any stays signed
            told["provisional"] = True
        text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return unicodedata.normalize("NFC", text).encode()

    @property
    def initials(self) -> str:
        """`L. M.`: all that the public page tells of the child. A name of several parts has a letter each."""
        parts = [*self.first_name.replace("-", " ").split(), *self.last_name.replace("-", " ").split()]
        return " ".join(f"{part[0].upper()}." for part in parts)


@dataclass(frozen=True)
class Signature:
    """A compact JWS (RFC 7515) whose payload is the statement.

    Attributes:
        key_id: `kid` of the key that signed.
    """

    token: str
    key_id: str

    @property
    def value(self) -> str:
        """The third part of the JWS: Ed25519, 64 bytes in base64url."""
        return self.token.rpartition(".")[2]

    @property
    def check(self) -> str:
        """80 bits of the signature's SHA-256 for people to type: `K7QF-9M2X-PD4T-A3BC`, in base32 (RFC 4648)."""
        digest = hashlib.sha256(self.value.encode()).digest()[:_CHECK_BYTES]
        letters = base64.b32encode(digest).decode()
        return "-".join(letters[place : place + _CHECK_GROUP] for place in range(0, len(letters), _CHECK_GROUP))
