"""The accusé de réception of a submission, with what the silence of the town means (R112-11-1 CRPA)."""

import io
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from gateway.web.family.submissions.receipt import receipt_values
from gateway.web.family.submissions.submission_view import submission_view
from libs.commune.letterhead import LETTERS_FOLDER, read_letterhead
from libs.commune.profile import Silence
from libs.typesetting.link_letters import LinkLetter, typeset_link_letter
from libs.typesetting.typeset import typeset
from tests.fakes.submissions_file import a_submission

COMMUNE = Path("communes/carros")
REMEDIES = ("Recours gracieux auprès du maire, dans les deux mois.",)


def text_of(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize(
    ("silence", "said"),
    [
        (
            Silence(means="refusal", months=2, legal_basis="article L231-4", remedies=REMEDIES),
            ["réputée refusée à partir du", "article L231-4", "contester ce refus", *REMEDIES],
        ),
        (
            Silence(means="acceptance", months=2, legal_basis="article L231-1"),
            ["réputée acceptée à partir du", "article L231-1", "une attestation de cette acceptation"],
        ),
    ],
    ids=["refusal", "acceptance"],
)
async def test_the_receipt_says_what_silence_means_and_what_can_be_done(silence: Silence, said: list[str]) -> None:
    values = receipt_values(submission_view(a_submission(), {}, 15), "00012", silence)
    pdf = await typeset(
        COMMUNE / LETTERS_FOLDER / "submission-receipt.typ",
        values
        | {"letterhead": read_letterhead(COMMUNE), "written": "Carros, le 28 novembre 2026", "site": "k.example"},
    )
    text = text_of(pdf)
    for words in (*said, "R112-11-1", values["silence"]["since"]):
        assert words in text, words


async def test_the_letter_with_a_link_code_says_what_to_do_and_until_when() -> None:
    letter = LinkLetter("Éloïse N’Diaye", "BM4A-7DR2-SD4F", date(2026, 12, 28))
    pdf = await typeset_link_letter(COMMUNE, letter, public_url="https://k.example", written_on=date(2026, 11, 28))
    text = text_of(pdf)
    for words in ("Éloïse N’Diaye", "BM4A-7DR2-SD4F", "28 décembre 2026", "k.example", "deux foyers"):
        assert words in text, words
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1
