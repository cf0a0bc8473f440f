"""A sentence with its holes filled: a number that is not known is no error on somebody's screen."""

from collections.abc import Mapping

Params = Mapping[str, str | int]


def filled(sentence: str, params: Params) -> str:
    return sentence.format_map(_Known(params))


class _Known(dict[str, str | int]):
    def __missing__(self, key: str) -> str:
        return "…"
