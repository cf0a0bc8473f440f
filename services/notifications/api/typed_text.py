"""What people type, made comparable before anything looks at it: NFC, trimmed, no control character."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, StringConstraints
from pydantic_core import PydanticCustomError

from services.notifications.domain.message import BODY_MAX, SUBJECT_MAX

# They turn the reading direction around: a word could show as another one.
_BIDIRECTIONAL = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _composed(value: object) -> object:
    return unicodedata.normalize("NFC", value).strip().replace("\r\n", "\n") if isinstance(value, str) else value


def _readable(value: str, allowed: str = "") -> str:
    for character in value:
        if character not in allowed and (
            unicodedata.category(character) in {"Cc", "Cs"} or character in _BIDIRECTIONAL
        ):
            raise PydanticCustomError("forbidden-characters", "control characters are refused")
    return value


def _readable_line(value: str) -> str:
    return _readable(value)


def _readable_lines(value: str) -> str:
    return _readable(value, allowed="\n\t")


Subject = Annotated[
    str,
    StringConstraints(min_length=1, max_length=SUBJECT_MAX),
    BeforeValidator(_composed),
    AfterValidator(_readable_line),
]
Body = Annotated[
    str,
    StringConstraints(min_length=1, max_length=BODY_MAX),
    BeforeValidator(_composed),
    AfterValidator(_readable_lines),
]
Unchecked = Annotated[
    str, StringConstraints(max_length=4 * BODY_MAX), AfterValidator(lambda text: text.replace("\0", ""))
]
Desk = Annotated[str, StringConstraints(min_length=1, pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
Manifest = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$", max_length=100_000)
]
