import pytest

from libs.french.elision import de


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Lou", "de Lou"),
        ("Ismaël", "d'Ismaël"),
        ("Éva", "d'Éva"),
        ("E\N{COMBINING ACUTE ACCENT}va", "d'E\N{COMBINING ACUTE ACCENT}va"),
        ("ANTIBES", "d'ANTIBES"),
        ("Hugo", "de Hugo"),
        ("Yasmine", "de Yasmine"),
        ("", "de "),
    ],
)
def test_de_loses_its_e_before_a_vowel(name: str, said: str) -> None:
    assert de(name) == said
