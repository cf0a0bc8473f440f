"""The tests' own eyes: a label that is renamed must fail loudly, and a form must go as a browser sends it."""

import pytest

from tests.support.pages import NotOnThePage, Page
from tests.support.visitor import multipart

PAGE = """
<html><body><h1>Création d'enfant</h1>
<div class="govuk-error-summary"><ul><li><a href="#n">Indiquez le nom.</a></li></ul></div>
<form method="post" enctype="multipart/form-data" action="?x=1">
  <input type="hidden" name="csrf" value="abc">
  <label for="n">Nom <span>*</span> :</label><input id="n" name="nom" value="É">
  <label for="s">Sexe&nbsp;*</label>
  <select id="s" name="sexe"><option value="">-</option><option value="f">Féminin</option></select>
  <input type="radio" id="r" name="r" value="1"><label for="r">Anne est responsable de l’enfant.</label>
  <table>
    <tr><td>Carnet</td><td><label for="a">Fichier du carnet</label><input type="file" id="a" name="a">
      <button name="action" value="joindre:a">JOINDRE</button></td></tr>
    <tr><td>Livret</td><td><label for="b">Fichier du livret</label><input type="file" id="b" name="b">
      <button name="action" value="joindre:b">Joindre</button></td></tr>
  </table>
  <button>ENREGISTRER</button>
</form></body></html>
"""


@pytest.fixture
def page() -> Page:
    return Page("http://site/enfant", 200, PAGE)


def test_fields_are_found_by_what_stands_beside_them(page: Page) -> None:
    form = page.form("Enregistrer").fill("Nom", "Zoé").fill("Sexe", "Féminin")
    fields, _ = form.choose("Anne est responsable de l'enfant.").filled()
    assert fields == [("csrf", "abc"), ("nom", "Zoé"), ("sexe", "f"), ("r", "1")]
    assert form.action == "http://site/enfant?x=1"


def test_the_right_button_of_several_alike_is_pressed(page: Page) -> None:
    fields, files = page.form("JOINDRE", near="Livret").attach("livret", "l.pdf", b"%PDF").filled()
    assert ("action", "joindre:b") in fields
    assert files == [("b", ("l.pdf", b"%PDF", "application/pdf")), ("a", ("", b"", "application/octet-stream"))]


@pytest.mark.parametrize("label", ["Nom de famille", "No", "Prénom"])
def test_a_label_that_is_not_there_is_an_error(page: Page, label: str) -> None:
    with pytest.raises(NotOnThePage, match="Nom"):
        page.form("ENREGISTRER").fill(label, "Zoé")


def test_a_button_that_is_not_there_is_an_error(page: Page) -> None:
    with pytest.raises(NotOnThePage, match="JOINDRE"):
        page.form("TERMINER")


def test_the_error_summary_is_read_with_its_targets(page: Page) -> None:
    [error] = page.errors
    assert (error.message, error.target) == ("Indiquez le nom.", "#n")
    assert page.has("n")


def test_an_empty_file_field_goes_as_a_browser_sends_it() -> None:
    body, media_type = multipart([("a", "é")], [("f", ("", b"", "application/octet-stream"))])
    assert media_type.startswith("multipart/form-data; boundary=")
    assert 'name="a"\r\n\r\né\r\n'.encode() in body
    assert b'name="f"; filename=""\r\n' in body
