"""The commune's letterhead, as the templates of letters find it."""

import io
from pathlib import Path

import pikepdf

from deploy.local.folder import ROOT
from libs.commune.letterhead import LETTERS_FOLDER, read_letterhead
from libs.typesetting.typeset import typeset

CARROS = ROOT / "communes" / "carros"


async def test_a_letter_on_the_communes_paper_names_its_service(tmp_path: Path) -> None:
    (tmp_path / "layout.typ").write_bytes((CARROS / LETTERS_FOLDER / "layout.typ").read_bytes())
    (tmp_path / "courrier.typ").write_text(
        '#import "layout.typ": letter, values\n'
        '#show: letter.with(title: "Essai", recipient: values.recipient, written: "Carros, le 1er septembre 2026")\n'
        "== Une partie\nBonjour,"
    )
    values = {"letterhead": read_letterhead(CARROS), "recipient": ["Mme Léa Martin", "1 rue des Selves"]}
    made = await typeset(tmp_path / "courrier.typ", values)
    with pikepdf.open(io.BytesIO(made)) as document, document.open_metadata() as metadata:
        assert len(document.pages) == 1
        assert (metadata["dc:title"], metadata["pdfuaid:part"]) == ("Essai", "1")
