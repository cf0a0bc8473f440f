"""What people type, made comparable before anything looks at it: NFC, trimmed, no control character."""

import unicodedata
from typing import Annotated

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BeforeValidator, StringConstraints
from pydantic_core import PydanticCustomError

TYPED_MAX = 200
NAME_MAX = 80
PAYLOAD_MAX = 4000
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _composed(value: object) -> object:
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


def _composed_and_trimmed(value: object) -> object:
    return unicodedata.normalize("NFC", value).strip() if isinstance(value, str) else value


def _without_control_characters(value: str) -> str:
    """Cc, Cs and the bidirectional overrides: nobody's name has them, and they forge what a screen shows."""
    if any(unicodedata.category(character) in {"Cc", "Cs"} or character in _BIDI for character in value):
        raise PydanticCustomError("forbidden-characters", "control characters are refused")
    return value


def _email(value: str) -> str:
    """The syntax of RFC 5321/5322 and IDNA, without asking the DNS: the domain comes back in lower case."""
    try:
        return validate_email(value, check_deliverability=False, strict=True).normalized
    except EmailNotValidError:
        raise PydanticCustomError("invalid-email", "not an e-mail address") from None


_readable = AfterValidator(_without_control_characters)
_comparable = BeforeValidator(_composed_and_trimmed)  # stands last, so that the bounds are those of a string

Name = Annotated[str, StringConstraints(min_length=1, max_length=NAME_MAX), _readable, _comparable]
Line = Annotated[str, StringConstraints(min_length=1, max_length=TYPED_MAX), _readable, _comparable]
Email = Annotated[
    str, StringConstraints(min_length=1, max_length=TYPED_MAX), _readable, AfterValidator(_email), _comparable
]
Password = Annotated[str, StringConstraints(min_length=1, max_length=TYPED_MAX), _readable, BeforeValidator(_composed)]
Token = Annotated[str, StringConstraints(min_length=1, max_length=TYPED_MAX)]
Payload = Annotated[str, StringConstraints(min_length=1, max_length=PAYLOAD_MAX)]
