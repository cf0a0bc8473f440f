"""Letters by the hundred: batches become one file for the printer."""

import io

import pikepdf

from cli.claims import joined


def a_pdf(*widths: int) -> bytes:
    with pikepdf.new() as document:
        for width in widths:
            document.add_blank_page(page_size=(width, 842))
        written = io.BytesIO()
        document.save(written)
    return written.getvalue()


def test_batches_are_one_file_in_their_order() -> None:
    with pikepdf.open(io.BytesIO(joined([a_pdf(100, 101), a_pdf(102)]))) as whole:
        assert [int(page.mediabox[2]) for page in whole.pages] == [100, 101, 102]


def test_one_batch_stays_as_it_was_typeset() -> None:
    alone = a_pdf(100)
    assert joined([alone]) is alone
