"""What every letter of the commune carries at its head: who writes, how to reach them, in which colours."""

from pathlib import Path
from typing import Any

from libs.commune.profile import read_profile
from libs.commune.texts import LOGO_FILE

LETTERS_FOLDER = "letters"


def read_letterhead(commune_dir: Path) -> dict[str, Any]:
    """The value `letterhead` of `letters/layout.typ`; the logo is SVG text.

    Raises:
        CommuneError: commune.yaml is missing or wrong.
        FileNotFoundError: there is no logo.
    """
    profile = read_profile(commune_dir)
    return {
        "town": profile.name,
        "service": profile.service.name,
        "address": list(profile.service.address),
        "telephone": profile.service.telephone,
        "email": profile.service.email,
        "hours": list(profile.service.hours),
        "colours": profile.colours.model_dump(),
        "logo": (commune_dir / LOGO_FILE).read_text(encoding="utf-8"),
    }
