"""The corpus of files that must be refused, each with the code that it must be refused with; made anew each time.

`python -m tests.corpus.bad_files FOLDER` writes them, to be tried by hand.
"""

import io
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name

from tests.corpus import raw_pdf
from tests.support.papers import a_pdf

BadFiles = dict[str, tuple[str, Callable[[], bytes]]]


def eicar() -> bytes:
    """The scanners' test string, put together here so that no file of ours is taken for one."""
    return b"".join([b"X5O!P%@AP[4", b"\\PZX54(P^)7CC)7}$", b"EICAR-STANDARD-", b"ANTIVIRUS-TEST-FILE!", b"$H+H*"])


def good() -> bytes:
    return a_pdf("bon.pdf").content


def saved(document: pikepdf.Pdf, **options: object) -> bytes:
    written = io.BytesIO()
    document.save(written, **options)  # type: ignore[arg-type] # the options of one call
    return written.getvalue()


def changed(change: Callable[[pikepdf.Pdf], None], **options: object) -> bytes:
    """A good file after a change."""
    with pikepdf.open(io.BytesIO(good())) as document:
        change(document)
        return saved(document, **options)


def infected() -> bytes:
    def hide(document: pikepdf.Pdf) -> None:
        document.Root.Hidden = document.make_indirect(document.make_stream(eicar()))

    return changed(hide, compress_streams=False)


def opening_with(**action: object) -> bytes:
    def change(document: pikepdf.Pdf) -> None:
        document.Root.OpenAction = Dictionary(**action)  # type: ignore[arg-type] # any action

    return changed(change)


def linking_to(**action: object) -> bytes:
    return annotated(Subtype=Name.Link, A=Dictionary(**action))  # type: ignore[arg-type] # any action


def annotated(**annotation: object) -> bytes:
    def change(document: pikepdf.Pdf) -> None:
        box = Dictionary(Type=Name.Annot, Rect=[0, 0, 9, 9], **annotation)  # type: ignore[arg-type] # any annotation
        document.pages[0].Annots = Array([document.make_indirect(box)])

    return changed(change)


def zipped() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    return written.getvalue()


def zip_around() -> bytes:
    """A ZIP whose closing comment is the rest of the PDF: both readers find their file whole."""
    archive = bytearray(zipped())
    body = raw_pdf.pdf(more=[raw_pdf.stream(bytes(archive))])
    place = body.rfind(b"PK\x05\x06")
    comment = len(body) - place - 22
    return body[: place + 20] + comment.to_bytes(2, "little") + body[place + 22 :]


def with_script_in_names() -> bytes:
    def change(document: pikepdf.Pdf) -> None:
        script = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
        document.Root.Names = Dictionary(JavaScript=Dictionary(Names=["a", script]))

    return changed(change, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def with_script_on_page() -> bytes:
    def change(document: pikepdf.Pdf) -> None:
        document.pages[0].AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS="app.alert(1)"))

    return changed(change)


def with_script_in_older_revision() -> bytes:
    first = raw_pdf.pdf(more=[b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"])
    start = len(first)
    return first + (
        b"5 0 obj\nnull\nendobj\nxref\n5 1\n%010d 00000 n \ntrailer\n<< /Size 6 /Root 1 0 R /Prev %d >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (start, first.rfind(b"xref\n0 "), start + len(b"5 0 obj\nnull\nendobj\n"))
    )


def printing_by_itself() -> bytes:
    def change(document: pikepdf.Pdf) -> None:
        document.pages[0].AA = Dictionary(O=Dictionary(S=Name.Named, N=Name.Print))

    return changed(change)


def with_attachment() -> bytes:
    def change(document: pikepdf.Pdf) -> None:
        document.attachments["notes.txt"] = b"attached"

    return changed(change)


def with_attached_annotation() -> bytes:
    def change(document: pikepdf.Pdf) -> None:
        held = document.make_indirect(document.make_stream(b"attached"))
        file = Dictionary(Type=Name.Filespec, F="notes.txt", EF=Dictionary(F=held))
        box = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=[0, 0, 9, 9], FS=file)
        document.pages[0].Annots = Array([document.make_indirect(box)])

    return changed(change)


def with_xfa() -> bytes:
    def change(document: pikepdf.Pdf) -> None:
        form = document.make_indirect(document.make_stream(b"<xdp/>"))
        document.Root.AcroForm = Dictionary(Fields=[], XFA=form)

    return changed(change)


def with_wrong_offsets() -> bytes:
    body = raw_pdf.pdf()
    return body.replace(b"%010d" % body.find(b"2 0 obj"), b"%010d" % 77)


def with_cut_object() -> bytes:
    return raw_pdf.pdf(page=b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> /Contents 4 0 R ")


def with_wrong_stream_length() -> bytes:
    return raw_pdf.pdf(contents=b"<< /Length 9999 >>\nstream\nBT ET\nendstream")


def with_looping_pages() -> bytes:
    return raw_pdf.pdf(pages=b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>")


def with_inflating_contents() -> bytes:
    return raw_pdf.pdf(contents=raw_pdf.stream(raw_pdf.endless(700), b"/Filter /FlateDecode"))


def with_inflating_objects() -> bytes:
    head = b"1 0 "
    return raw_pdf.pdf_with_object_stream(
        raw_pdf.endless(700, before=head, after=raw_pdf.CATALOG), first=len(head), count=1
    )


def with_twice_deflated_contents() -> bytes:
    inner = raw_pdf.endless(2000)
    return raw_pdf.pdf(contents=raw_pdf.deflated(inner).replace(b"/FlateDecode", b"[/FlateDecode /FlateDecode]", 1))


def with_deep_arrays() -> bytes:
    return raw_pdf.pdf(more=[b"[" * 100_000 + b"]" * 100_000])


def with_endless_array() -> bytes:
    return raw_pdf.pdf(more=[b"[" + b"0 " * 4_000_000 + b"]"])


def with_countless_objects() -> bytes:
    return raw_pdf.pdf(more=[b"[]"] * 220_000)


def with_countless_small_dictionaries() -> bytes:
    return raw_pdf.pdf(more=[b"[" + b"<</A[[]]>>" * 900_000 + b"]"])


BAD_PDFS: BadFiles = {
    "picture": ("not-a-pdf", lambda: b"GIF89a" + bytes(2000)),
    "text": ("not-a-pdf", lambda: b"Ceci est du texte.\n" * 100),
    "word": ("not-a-pdf", zipped),
    "page": ("not-a-pdf", lambda: b"<!doctype html><html><script>alert(1)</script></html>"),
    "header-only": ("truncated-pdf", lambda: b"%PDF-1.7\n"),
    "line-before": ("polyglot-pdf", lambda: b"\n" + good()),
    "page-before": ("polyglot-pdf", lambda: b"<html><script>alert(1)</script></html>\n" + good()),
    "zip-before": ("polyglot-pdf", lambda: zipped() + good()),
    "photo-before": ("polyglot-pdf", lambda: b"\xff\xd8\xff\xfe" + good()),
    "page-after": ("polyglot-pdf", lambda: good() + b"<html><script>alert(1)</script></html>"),
    "page-between": ("polyglot-pdf", lambda: good() + b"<html></html>\nstartxref\n9\n%%EOF\n"),
    "zip-after": ("polyglot-pdf", lambda: good() + zipped()),
    "zip-around": ("polyglot-pdf", zip_around),
    "cut-in-half": ("truncated-pdf", lambda: good()[: len(good()) // 2]),
    "cut-at-the-end": ("truncated-pdf", lambda: good()[:-12]),
    "wrong-offsets": ("unreadable-pdf", with_wrong_offsets),
    "cut-object": ("unreadable-pdf", with_cut_object),
    "wrong-stream-length": ("unreadable-pdf", with_wrong_stream_length),
    "looping-pages": ("unreadable-pdf", with_looping_pages),
    "no-pages": ("unreadable-pdf", lambda: raw_pdf.pdf(pages=b"<< /Type /Pages /Kids [] /Count 0 >>")),
    "password": ("encrypted-pdf", lambda: saved_with_password("secret")),
    "empty-password": ("encrypted-pdf", lambda: saved_with_password("")),
    "script-on-opening": ("scripted-pdf", lambda: opening_with(S=Name.JavaScript, JS="app.alert(1)")),
    "script-in-names": ("scripted-pdf", with_script_in_names),
    "script-on-page": ("scripted-pdf", with_script_on_page),
    "script-behind-link": ("scripted-pdf", lambda: linking_to(S=Name.URI, URI="javascript:alert(1)")),
    "script-in-older-revision": ("scripted-pdf", with_script_in_older_revision),
    "script-escaped": (
        "scripted-pdf",
        lambda: raw_pdf.pdf(more=[b"<< /S /J#61v#61Scri#70t /J#53 (app.alert\\(1\\)) >>"]),
    ),
    "launch": ("launch-action", lambda: linking_to(S=Name.Launch, F="calc.exe")),
    "other-file": ("launch-action", lambda: linking_to(S=Name.GoToR, F="other.pdf", D=[0, Name.Fit])),
    "form-sent": ("launch-action", lambda: linking_to(S=Name.SubmitForm, F="https://example.org/")),
    "file-address": ("launch-action", lambda: linking_to(S=Name.URI, URI="file:///etc/passwd")),
    "share-address": ("launch-action", lambda: linking_to(S=Name.URI, URI="\\\\server\\share\\x")),
    "opens-address": ("automatic-action", lambda: opening_with(S=Name.URI, URI="https://example.org/")),
    "prints-on-opening": ("automatic-action", lambda: opening_with(S=Name.Named, N=Name.Print)),
    "prints-page": ("automatic-action", printing_by_itself),
    "attachment": ("embedded-files", with_attachment),
    "attached-annotation": ("embedded-files", with_attached_annotation),
    "dynamic-form": ("dynamic-form", with_xfa),
    "video": ("rich-media", lambda: annotated(Subtype=Name.RichMedia)),
    "sound": ("rich-media", lambda: linking_to(S=Name.Sound)),
    "three-dimensions": ("rich-media", lambda: annotated(Subtype=Name("/3D"))),
    "51-pages": ("too-many-pages", lambda: a_pdf("long.pdf", pages=51).content),
    "10000-pages": ("too-many-pages", lambda: a_pdf("long.pdf", pages=10_000).content),
    "inflating-contents": ("too-complex-pdf", with_inflating_contents),
    "inflating-objects": ("too-complex-pdf", with_inflating_objects),
    "inflating-twice": ("too-complex-pdf", with_twice_deflated_contents),
    "deep-arrays": ("too-complex-pdf", with_deep_arrays),
    "endless-array": ("too-complex-pdf", with_endless_array),
    "countless-objects": ("too-complex-pdf", with_countless_objects),
    "countless-dictionaries": ("too-complex-pdf", with_countless_small_dictionaries),
}


def saved_with_password(password: str) -> bytes:
    return changed(lambda _: None, encryption=pikepdf.Encryption(owner="owner", user=password))


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, (code, make) in BAD_PDFS.items():
        (folder / f"{code}--{name}.pdf").write_bytes(make())
    (folder / "infected.pdf").write_bytes(infected())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
