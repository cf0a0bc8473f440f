"""What a short word becomes before a vowel."""

import unicodedata

_VOWELS = frozenset("AEIOU")


def de(name: object) -> str:
    """`de Lou`, `d'Ismaël`, `d'Éva`, `de Hugo`, `de Yasmine`: before h and y usage differs, and `de` is never wrong."""
    said = str(name)
    first = unicodedata.normalize("NFD", said[:1]).upper()[:1]
    return f"d'{said}" if first in _VOWELS else f"de {said}"
