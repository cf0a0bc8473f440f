"""Templates become PDFs; values never become anything but text."""

import io
import struct
import sys
import zlib
from pathlib import Path

import pikepdf
import pytest

from libs.typesetting.typeset import TypesettingFailed, typeset

TEMPLATES = Path(__file__).parent / "template"
PNG = b"".join(
    [
        b"\x89PNG\r\n\x1a\n",
        *(
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
            for kind, body in (
                (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
                (b"IDAT", zlib.compress(b"\0\0")),
                (b"IEND", b""),
            )
        ),
    ]
)
VALUES = {"title": "Un courrier", "name": "Léa Żółć", "lines": ["une ligne", "une autre"]}


async def letter(**values: object) -> bytes:
    return await typeset(TEMPLATES / "letter.typ", VALUES | values)


async def test_a_letter_is_an_accessible_pdf_in_french() -> None:
    with pikepdf.open(io.BytesIO(await letter())) as document:
        assert document.Root.Lang == "fr"
        assert document.Root.MarkInfo.Marked
        with document.open_metadata() as metadata:
            assert metadata["dc:title"] == "Un courrier"
            assert metadata["pdfuaid:part"] == "1"


@pytest.mark.parametrize(
    "hostile",
    [
        "#panic(1)",
        '#read("/etc/passwd")',
        "]#import sys",
        "$x$ *gras* _oblique_ `code` <label> @ref = Titre",
        '"); panic(); ("',
        "\\u{41} // /* */",
        "a\x00b\x1bc\ud800",
    ],
)
async def test_a_hostile_value_is_text(hostile: str) -> None:
    assert (await letter(name=hostile)).startswith(b"%PDF-")


@pytest.mark.parametrize("name", ["محمد", "שלום", "张伟", "😀", "Νίκος Иван"])
async def test_a_name_in_any_script_makes_a_pdf(name: str) -> None:
    assert (await letter(name=name)).startswith(b"%PDF-")


async def test_a_picture_that_is_given_is_shown() -> None:
    made = await typeset(TEMPLATES / "letter.typ", VALUES | {"picture": "sign.png"}, pictures={"sign.png": PNG})
    assert made.startswith(b"%PDF-")
    with pytest.raises(TypesettingFailed):
        await letter(picture="absent.png")


async def test_a_failure_names_the_template_and_no_value() -> None:
    with pytest.raises(TypesettingFailed) as failed:
        await letter(picture="Léa Martin.png")
    assert "letter.typ" in str(failed.value)
    assert "Martin" not in str(failed.value)
    with pytest.raises(TypesettingFailed, match="name"):
        await typeset(TEMPLATES / "letter.typ", {"title": "x", "lines": []})


@pytest.mark.parametrize(
    ("template", "told"),
    [("endless.typ", "too much"), ("reaching.typ", "escape"), ("fetching.typ", "package")],
)
async def test_memory_other_files_and_the_network_are_out_of_reach(template: str, told: str) -> None:
    with pytest.raises(TypesettingFailed, match=told):
        await typeset(TEMPLATES / template, {})


def test_the_service_processes_do_not_load_typst() -> None:
    assert "typst" not in sys.modules
