"""What the walk through every screen complains of: each kind of defect, planted in a page that is right."""

import pytest

from tests.support.readable import unreadable

PAGE = (
    '<html lang="fr"><head><title>Mes demandes - Kiosque famille - Ville de Carros</title></head>'
    "<body><main><h1>Mes demandes</h1><p>{}</p></main></body></html>"
)


def test_a_page_that_is_right_is_left_alone() -> None:
    assert unreadable(PAGE.format("Code (bis, ter, ...) : écrivez à famille@ville.example ou sur www.ville.fr.")) == []


@pytest.mark.parametrize(
    "words",
    [
        "Demande None",
        "Demande 7f3c1b52-0000-4000-8000-000000000001",
        "Reçue le 2026-11-28",
        "not-all-green",
        "État : pending",
        "second_guardian",
        "Bonjour {name}",
        "Une pièce &amp;amp; une autre",
        "Transmise le .",
        '<img src="x" alt="undefined">',
    ],
)
def test_what_nobody_should_read_is_found(words: str) -> None:
    assert unreadable(PAGE.format(words))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [('lang="fr"', 'lang="en"'), ("<h1>Mes demandes</h1>", ""), ("<title>Mes demandes", "<title>Accueil")],
)
def test_the_frame_of_a_page_is_looked_at(right: str, wrong: str) -> None:
    assert unreadable(PAGE.format("Aucune demande.").replace(right, wrong))
