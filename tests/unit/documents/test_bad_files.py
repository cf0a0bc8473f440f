"""The corpus, through the limited process that reads PDFs; no server is needed."""

import pikepdf
import pytest

from services.documents.adapters.pdf_inspection import PdfInspector
from services.documents.domain.errors import REFUSED_PDF, RefusedPdf, TooComplexPdf
from tests.corpus import raw_pdf
from tests.corpus.bad_files import BAD_PDFS, changed, good
from tests.support.papers import a_pdf

# Bombs take seconds: the integration tests send them through the API.
QUICK = [name for name, (code, _) in BAD_PDFS.items() if code != "too-complex-pdf" and name != "10000-pages"]


@pytest.mark.parametrize("name", QUICK)
async def test_each_bad_file_is_refused_with_its_own_code(name: str) -> None:
    code, make = BAD_PDFS[name]
    with pytest.raises(RefusedPdf) as refused:
        await PdfInspector().count_pages(make())
    assert refused.value.code == code


def test_the_corpus_has_a_file_for_every_refusal() -> None:
    assert {code for code, _ in BAD_PDFS.values()} == set(REFUSED_PDF)


@pytest.mark.parametrize("pages", [1, 50])
async def test_good_files_are_read(pages: int) -> None:
    assert await PdfInspector().count_pages(a_pdf("bon.pdf", pages).content) == pages


async def test_what_ordinary_programs_write_is_taken() -> None:
    """A plain destination on opening, web links, an empty form, a page without resources, blank lines at the end."""
    link = b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (https://www.ville.example) >> >>"
    body = raw_pdf.pdf(
        catalog=b"<< /Type /Catalog /Pages 2 0 R /OpenAction [3 0 R /XYZ null null 0] /AcroForm << /Fields [] >> >>",
        page=b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Annots [5 0 R] >>",
        more=[link],
    )
    assert await PdfInspector().count_pages(body + b"\r\n\r\n") == 1


async def test_incremental_and_compressed_files_are_taken() -> None:
    compressed = changed(lambda _: None, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert await PdfInspector().count_pages(compressed) == 1


async def test_a_reader_that_takes_too_long_is_killed() -> None:
    with pytest.raises(TooComplexPdf):
        await PdfInspector(seconds=0.01).count_pages(good())
