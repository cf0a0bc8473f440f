"""Names of persons, as pages, letters and mails write them: the family name in capitals tells it from the first."""


def family_name(last_name: str | None) -> str:
    """`LEFÈVRE`: capitals keep their accents; empty while there is none."""
    return (last_name or "").strip().upper()


def full_name(first_name: str | None, last_name: str | None) -> str:
    """`Inès LEFÈVRE`, or what there is of it."""
    return f"{(first_name or '').strip()} {family_name(last_name)}".strip()
