"""Names of persons in one style."""

import re
from pathlib import Path

import pytest

from libs.french.names import family_name, full_name

ROOT = Path(__file__).parents[3]
_OF_ITS_OWN = re.compile(r"first_name\W{1,30}last_name\s*(\||\.upper)|last_name[^\n]{0,20}(\| *upper|\.upper\()")


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        ("Inès", "Lefèvre", "Inès LEFÈVRE"),
        ("Jean-Noël", "d'Ornano", "Jean-Noël D'ORNANO"),
        (" Léa ", None, "Léa"),
        (None, "Roux", "ROUX"),
        ("", "", ""),
    ],
)
def test_the_family_name_stands_in_capitals_after_the_first(first: str | None, last: str | None, shown: str) -> None:
    assert full_name(first, last) == shown


def test_a_family_name_alone_has_its_capitals_and_accents() -> None:
    assert (family_name("Lefèvre"), family_name(None)) == ("LEFÈVRE", "")


def test_nothing_else_writes_names_in_capitals() -> None:
    sources = [path for kind in ("*.py", "*.html", "*.typ") for path in ROOT.glob(f"[gslc]*/**/{kind}")]
    assert len(sources) > 500
    elsewhere = [
        str(path.relative_to(ROOT))
        for path in sources
        if path.name != "names.py" and _OF_ITS_OWN.search(path.read_text())
    ]
    assert elsewhere == []
