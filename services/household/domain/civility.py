"""How somebody is addressed, as the account's holder chooses it (step 3) and as letters write it."""

from services.household.domain.checking import Value

CIVILITIES = ("madame", "monsieur")
_OF_SEX = {"feminin": "madame", "masculin": "monsieur"}


def civility_of(sex: Value) -> str | None:
    """What the civil status suggests; the person may say otherwise."""
    return _OF_SEX.get(sex) if isinstance(sex, str) else None
