"""What people type, made comparable before anything looks at it: NFC, trimmed, no control character."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, StringConstraints
from pydantic_core import PydanticCustomError

TYPED_MAX = 200
FREE_TEXT_MAX = 2000
SENTENCES_MAX = 1000

# They turn the reading direction around: a name could show as another one.
_BIDIRECTIONAL = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _composed_and_trimmed(value: object) -> object:
    return unicodedata.normalize("NFC", value).strip() if isinstance(value, str) else value


def _on_one_line(value: object) -> object:
    """A text box sends line ends; a few sentences are one paragraph."""
    return " ".join(unicodedata.normalize("NFC", value).split()) if isinstance(value, str) else value


def _with_unix_line_ends(value: object) -> object:
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def _refuse_control_characters(value: str, allowed: str = "") -> str:
    for character in value:
        if character not in allowed and (
            unicodedata.category(character) in {"Cc", "Cs"} or character in _BIDIRECTIONAL
        ):
            raise PydanticCustomError("forbidden-characters", "control characters are refused")
    return value


def _readable(value: str) -> str:
    return _refuse_control_characters(value)


def _readable_lines(value: str) -> str:
    return _refuse_control_characters(value, allowed="\n\t")


COMPOSED = BeforeValidator(_composed_and_trimmed)
UNIX_LINES = BeforeValidator(_with_unix_line_ends)
READABLE_LINE = AfterValidator(_readable)
READABLE_LINES = AfterValidator(_readable_lines)

Typed = Annotated[str, StringConstraints(max_length=TYPED_MAX), COMPOSED, READABLE_LINE]
FreeText = Annotated[str, StringConstraints(max_length=FREE_TEXT_MAX), COMPOSED, UNIX_LINES, READABLE_LINES]
Sentences = Annotated[str, StringConstraints(max_length=SENTENCES_MAX), BeforeValidator(_on_one_line), READABLE_LINE]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=60)]
Manifest = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$", max_length=400_000)
]
