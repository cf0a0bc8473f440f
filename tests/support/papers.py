"""Small real PDF files, each with content of its own, and files that only look like one."""

import hashlib
import io
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

import pikepdf


@dataclass(frozen=True)
class Paper:
    """A file as a parent has it on the phone."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def a_pdf(name: str, pages: int = 1) -> Paper:
    """A PDF that no other call ever made; `name` ends in .pdf and is what the screen shows."""
    document = pikepdf.new()
    for number in range(1, pages + 1):
        page = document.add_blank_page(page_size=(595, 842))
        text = f"BT /F1 18 Tf 60 760 Td (Page {number} - {secrets.token_hex(8)}) Tj ET"
        page.Contents = document.make_stream(text.encode())
        page.Resources = pikepdf.Dictionary(
            Font=pikepdf.Dictionary(
                F1=document.make_indirect(
                    pikepdf.Dictionary(
                        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
                    )
                )
            )
        )
    written = io.BytesIO()
    document.save(written)
    return Paper(name, written.getvalue())


def an_empty_file() -> Paper:
    return Paper("vide.pdf", b"")


def a_renamed_text() -> Paper:
    return Paper("certificat.pdf", b"Ceci n'est pas un PDF.\n" * 50)


def a_pdf_over_ten_megabytes() -> Paper:
    """Valid, and too large: a picture of random bytes that no compression shrinks."""
    document = pikepdf.open(io.BytesIO(a_pdf("x.pdf").content))
    document.Root.Weight = document.make_indirect(document.make_stream(secrets.token_bytes(11 * 1024 * 1024)))
    written = io.BytesIO()
    document.save(written)
    return Paper("livret complet.pdf", written.getvalue())


def sha256_of(papers: Iterable[Paper]) -> set[str]:
    return {paper.sha256 for paper in papers}
