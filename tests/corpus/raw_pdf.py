"""PDFs written byte by byte, for what no library would write."""

import zlib
from collections.abc import Sequence

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> /Contents 4 0 R >>"


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def deflated(content: bytes, entries: bytes = b"") -> bytes:
    return stream(zlib.compress(content, 9), b"/Filter /FlateDecode " + entries)


def endless(megabytes: int, before: bytes = b"", after: bytes = b"") -> bytes:
    """Deflated blanks: some hundredth of what they inflate to, and never held in memory whole."""
    packer, blank = zlib.compressobj(1), b" " * (1024 * 1024)
    parts = [packer.compress(before), *(packer.compress(blank) for _ in range(megabytes)), packer.compress(after)]
    return b"".join([*parts, packer.flush()])


def pdf(
    *,
    catalog: bytes = CATALOG,
    pages: bytes = PAGES,
    page: bytes = PAGE,
    contents: bytes | None = None,
    more: Sequence[bytes] = (),
) -> bytes:
    """One page with a classic cross-reference table; `more` are the objects from number 5 on."""
    objects = [catalog, pages, page, contents or stream(b"BT ET"), *more]
    written, places = bytearray(HEADER), []
    for number, body in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    written += b"".join(b"%010d 00000 n \n" % place for place in places)
    written += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(written)


def pdf_with_object_stream(packed: bytes, *, first: int, count: int) -> bytes:
    """One page whose catalog, object 1, lies in an object stream; `packed` is that stream, deflated already."""
    entries = b"/Type /ObjStm /N %d /First %d /Filter /FlateDecode" % (count, first)
    objects = {2: PAGES, 3: PAGE, 4: stream(b"BT ET"), 5: stream(packed, entries)}
    written, places = bytearray(HEADER), {}
    for number, body in objects.items():
        places[number] = len(written)
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(written)
    rows = [(0, 0, 65535), (2, 5, 0), *((1, places[number], 0) for number in objects), (1, start, 0)]
    table = b"".join(
        kind.to_bytes(1, "big") + place.to_bytes(4, "big") + rest.to_bytes(2, "big") for kind, place, rest in rows
    )
    entries = b"/Type /XRef /Size %d /W [1 4 2] /Root 1 0 R" % len(rows)
    written += b"6 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (stream(table, entries), start)
    return bytes(written)
