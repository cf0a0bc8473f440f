"""What fields are called."""

from pathlib import Path

import pytest

from libs.french.fields import FIELD_LABELS, field_label

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("address", "Adresse"),
        ("address.city", "Ville"),
        ("billing.city", "Coordonnées de facturation"),
        ("unheard_of", "unheard_of"),
    ],
)
def test_a_part_without_a_name_goes_by_the_whole(name: str, label: str) -> None:
    assert field_label(name) == label


def test_no_code_says_a_long_label_of_its_own() -> None:
    """Pages, receipts and mails take it from one place."""
    long = {label for label in FIELD_LABELS.values() if len(label) > 20}
    sources = [path for part in ("gateway", "services", "libs") for path in (ROOT / part).rglob("*.py")]
    saying = [
        f"{path.relative_to(ROOT)}: {label}"
        for path in sources
        if path != ROOT / "libs/french/fields.py"
        for label in long
        if f'"{label}"' in path.read_text()
    ]
    assert saying == []
