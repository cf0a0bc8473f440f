"""How a record is called: on its card, in a list, in a sentence."""

from libs.french.elision import de


def record_title(kind: str, name: str) -> str:
    """`Ma Fiche Famille`, or whose record it is: `Fiche de renseignement de Léa MARTIN`."""
    if kind == "family":
        return "Ma Fiche Famille"
    if kind == "health":
        return f"Fiche sanitaire {de(name)}"
    return f"Fiche de renseignement {de(name)}"
