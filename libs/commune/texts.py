"""The commune's long texts in Markdown: `terms/<version>.md` and `legal/<name>.md`; and its logo."""

from dataclasses import dataclass
from pathlib import Path

from libs.commune.source import CommuneError

LEGAL = ("mentions-legales", "donnees-personnelles", "accessibilite")
LOGO_FILE = "logo.svg"


@dataclass(frozen=True)
class LegalTexts:
    """Markdown by version or name, and the logo as SVG text."""

    terms: dict[str, str]
    legal: dict[str, str]
    logo: str


def read_legal_texts(commune_dir: Path) -> LegalTexts:
    """Raises CommuneError naming what is missing."""
    terms = {path.stem: path.read_text(encoding="utf-8") for path in sorted((commune_dir / "terms").glob("*.md"))}
    paths = {name: commune_dir / "legal" / f"{name}.md" for name in LEGAL}
    problems = [f"legal/{name}.md: is missing" for name, path in paths.items() if not path.is_file()]
    logo = commune_dir / LOGO_FILE
    if not terms:
        problems.append("terms: there is no text in it")
    if not logo.is_file():
        problems.append(f"{LOGO_FILE}: is missing")
    if problems:
        raise CommuneError(problems)
    legal = {name: path.read_text(encoding="utf-8") for name, path in paths.items()}
    return LegalTexts(terms, legal, logo.read_text(encoding="utf-8"))
