"""Names of files, however hostile: what is kept, and how it leaves in a header."""

import re
import unicodedata
from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from services.documents.api.download import attachment
from services.documents.domain.errors import InvalidFileName, WrongExtension
from services.documents.domain.file_kind import Format, Kind
from services.documents.domain.file_name import FileName

HEADER = re.compile(
    r"""attachment; filename="([A-Za-z0-9 .\-_()]+)"; filename\*=UTF-8''((?:[A-Za-z0-9!#$&+\-.^_`|~]|%[0-9A-F]{2})+)"""
)
HOSTILE = st.text(st.one_of(st.characters(), st.sampled_from('/\\\r\n\0\u202e\u2066\u200f"%;.\u2028é\u0301غ')))


@given(HOSTILE)
@example("../../etc/passwd")
@example("C:\\Users\\x\\carnet")
@example("a\r\nSet-Cookie: x=1")
@example("a\0b")
@example("\u202efdp.exe")
@example('"; filename=x')
@example("A" * 10_000)
def test_a_name_is_harmless_and_survives_its_header(stem: str) -> None:
    name = FileName.of(stem + ".pdf").text

    assert name.endswith(".pdf")
    assert 5 <= len(name) <= 100
    assert not any(character in name for character in "/\\\r\n\0")
    assert not any(unicodedata.bidirectional(character) in {"LRE", "RLE", "LRO", "RLO", "PDF"} for character in name)
    assert not any(unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for character in name)
    assert not name.startswith(".")
    found = HEADER.fullmatch(attachment(name))
    assert found, attachment(name)
    assert unquote(found[2], errors="strict") == name


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("Carnet de santé.PDF", "Carnet de santé.pdf"),
        ("../../../carnet.pdf", "carnet.pdf"),
        ("C:\\fakepath\\livret.pdf", "livret.pdf"),
        (" .pdf", "document.pdf"),
        ("...pdf", "document.pdf"),
        ("شهادة.pdf", "شهادة.pdf"),
        ("cle\u0301.pdf", "clé.pdf"),
        ("a\u202efdp.exe.pdf", "afdp.exe.pdf"),
    ],
)
def test_what_is_kept_of_a_name(given_name: str, kept: str) -> None:
    assert FileName.of(given_name).text == kept


@pytest.mark.parametrize(
    "name", ["carnet.gif", "carnet", "carnet.pdf.exe", "carnet.pdf/", "pdf", "carnet.pdf\u202e.exe"]
)
def test_another_extension_is_refused(name: str) -> None:
    with pytest.raises(WrongExtension):
        FileName.of(name)


def test_no_name_is_refused() -> None:
    with pytest.raises(InvalidFileName):
        FileName.of("")


def test_old_readers_get_the_name_without_accents() -> None:
    assert attachment("Carnet de santé.pdf") == (
        "attachment; filename=\"Carnet de sante.pdf\"; filename*=UTF-8''Carnet%20de%20sant%C3%A9.pdf"
    )


@pytest.mark.parametrize("given_name", ["IMG_1.HEIC", "img_1.jpeg", "a/b/IMG_1.PNG", "IMG_1.webp", "IMG_1.jfif"])
def test_a_picture_is_kept_under_the_name_of_what_it_becomes(given_name: str) -> None:
    name = FileName.of(given_name)
    assert name.format is not Format.PDF
    assert name.kept_as(Kind.PICTURE).text.lower() == "img_1.jpg"
    assert FileName.of("é" * 200 + ".heic").kept_as(Kind.PICTURE).text == "é" * 95 + ".jpg"


def test_a_pdf_keeps_its_name() -> None:
    assert FileName.of("Livret.PDF").kept_as(Kind.PDF).text == "Livret.pdf"
