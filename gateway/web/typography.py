"""French typography: what stands before or after a sign stays on the sign's line."""

import re

from jinja2.ext import Extension

_JINJA = re.compile(r"(\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\})", re.DOTALL)
_BEFORE = re.compile(r"(?<=\S) (?=»|[:;?!](?:\s|<|$))")
_AFTER = re.compile(r"(?<=«) (?=\S)")
_NO_BREAK = "\N{NO-BREAK SPACE}"


def keep_together(text: str) -> str:
    """The same text with no-break spaces before `: ; ? ! »` and after `«`."""
    return _AFTER.sub(_NO_BREAK, _BEFORE.sub(_NO_BREAK, text))


class FrenchSpacing(Extension):
    """Does so in what templates say themselves, once, when they are compiled; values stay as people typed them."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002 - Jinja's
        """Leave Jinja's own tags alone."""
        parts = _JINJA.split(source)
        return "".join(part if _JINJA.fullmatch(part) else keep_together(part) for part in parts)
