"""Pictures as phones take them, and as they should never come; made anew each time.

`python -m tests.corpus.pictures FOLDER` writes them, to be tried by hand.
"""

import io
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pillow_heif
from PIL import Image, ImageCms, ImageDraw, ImageFilter

from tests.support.papers import a_pdf

pillow_heif.register_heif_opener(thumbnails=False)

# The name it comes under, the code that it is refused with, and how it is made.
BadPictures = dict[str, tuple[str, str, Callable[[], bytes]]]
GPS = {1: "N", 2: (43.0, 47.0, 30.0), 3: "E", 4: (7.0, 11.0, 15.0)}
CAMERA = "Camera of the corpus"


def saved(picture: Image.Image, written: str = "JPEG", **options: Any) -> bytes:
    body = io.BytesIO()
    picture.save(body, written, **options)
    return body.getvalue()


def a_page(size: tuple[int, int] = (3000, 4000), lines: int = 40, ink: int = 40, paper: int = 245) -> Image.Image:
    """A page of text as a phone sees it: dark strokes on light paper."""
    page = Image.new("L", size, paper)
    draw, random = ImageDraw.Draw(page), Random(7)
    step = size[1] // (lines + 6)
    for line in range(lines):
        left, top = size[0] // 12, (line + 3) * step
        while left < size[0] * 11 // 12:
            _letter(draw, left, top, step // 2, ink, random)
            left += int(step * random.choice((0.35, 0.35, 0.35, 0.8)))
    return page.convert("RGB")


def _letter(draw: ImageDraw.ImageDraw, left: int, top: int, height: int, ink: int, random: Random) -> None:
    """Some strokes in a box, as letters have."""
    width, stroke = int(height * 0.5), max(2, height // 9)
    for _ in range(3):
        ends = [(left + random.randint(0, width), top + random.randint(0, height)) for _ in range(2)]
        draw.line(ends, fill=ink, width=stroke)


def blurred(page: Image.Image, radius: float) -> Image.Image:
    return page.filter(ImageFilter.GaussianBlur(radius))


def dimmed(page: Image.Image, share: float) -> Image.Image:
    return page.point(lambda value: value * share)


def a_photo(size: tuple[int, int] = (800, 600), written: str = "JPEG", **options: Any) -> bytes:
    """A picture that no other is like: red, green, blue and yellow quarters, in reading order."""
    return saved(quarters(size), written, **options)


def quarters(size: tuple[int, int]) -> Image.Image:
    width, height = size
    picture = Image.new("RGB", size)
    for place, colour in enumerate(((200, 0, 0), (0, 200, 0), (0, 0, 200), (200, 200, 0))):
        left, top = place % 2 * width // 2, place // 2 * height // 2
        picture.paste(colour, (left, top, left + width // 2, top + height // 2))
    return picture


def with_exif(orientation: int = 1) -> bytes:
    """What a phone writes: orientation, camera, and where it was."""
    exif = Image.Exif()
    exif[0x0112], exif[0x0110] = orientation, CAMERA
    exif.get_ifd(0x8825).update(GPS)
    return a_photo(exif=exif.tobytes(), comment=CAMERA.encode())


def with_profile() -> bytes:
    """In another colour space than screens show."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    return a_photo(icc_profile=profile.tobytes())


def in_cmyk() -> bytes:
    return saved(Image.new("CMYK", (400, 300), (0, 255, 255, 0)))


def in_sixteen_bits() -> bytes:
    """Grey from black to white, left to right, two bytes a pixel."""
    row = b"\0" + b"".join(struct.pack(">H", column * 65535 // 399) for column in range(400))
    return png_of((400, 300), zlib.compress(row * 300), depth=16)


def png_of(size: tuple[int, int], data: bytes, *, depth: int = 8, colour: int = 0, chunks: bytes = b"") -> bytes:
    head = struct.pack(">IIBBBBB", *size, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunks + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def an_archive() -> bytes:
    """A program in disguise: what makes a GIF a GIFAR."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("META-INF/MANIFEST.MF", "Main-Class: Evil")
    return written.getvalue()


def pdf_in_comment() -> bytes:
    """A JPEG whose comment begins a PDF that goes on after the picture's end."""
    body, inside = a_photo(), a_pdf("x.pdf").content
    head = inside[:200]
    return body[:2] + b"\xff\xfe" + struct.pack(">H", len(head) + 2) + head + body[2:] + inside[200:]


def frames(written: str) -> bytes:
    pages = [quarters((120, 90)).rotate(turn) for turn in (0, 90, 180)]
    return saved(pages[0], written, save_all=True, append_images=pages[1:], duration=200)


def heif_sequence() -> bytes:
    heif = pillow_heif.HeifFile()  # type: ignore[no-untyped-call] # it publishes no type for this
    for turn in (0, 90):
        heif.add_from_pillow(quarters((128, 96)).rotate(turn))
    written = io.BytesIO()
    heif.save(written)
    return written.getvalue()


def png_bomb(width: int = 50_000, height: int = 50_000) -> bytes:
    """2.5 billion white pixels in some kilobytes."""
    return png_of((width, height), white_rows(width, height), depth=1)


def white_rows(width: int, height: int) -> bytes:
    """One bit a pixel, packed."""
    packer, row = zlib.compressobj(1), b"\0" + b"\xff" * ((width + 7) // 8)
    return b"".join(packer.compress(row) for _ in range(height)) + packer.flush()


def png_with_heavy_text() -> bytes:
    """A comment that inflates to 256 MB."""
    packer = zlib.compressobj(9)
    text = b"".join(packer.compress(bytes(1024 * 1024)) for _ in range(256)) + packer.flush()
    return png_of((10, 10), zlib.compress(b"\0" * 110), chunks=chunk(b"zTXt", b"Comment\0\0" + text))


def jpeg_of_claimed_size(width: int, height: int) -> bytes:
    """A small JPEG that says it is as large as that."""
    body = bytearray(a_photo((64, 64)))
    start = body.find(b"\xff\xc0")
    body[start + 5 : start + 9] = struct.pack(">HH", height, width)
    return bytes(body)


def heic_bomb() -> bytes:
    """A HEIC whose sizes (`ispe` boxes) were raised."""
    body = a_photo((64, 64), "HEIF")
    return body.replace(
        b"ispe\0\0\0\0" + struct.pack(">II", 64, 64), b"ispe\0\0\0\0" + struct.pack(">II", 30_000, 30_000)
    )


def webp_of_claimed_size() -> bytes:
    """16,000 by 16,000, in the head of its lossless form."""
    body = bytearray(saved(quarters((64, 64)), "WEBP", lossless=True))
    start = body.find(b"VP8L") + 9
    body[start : start + 4] = struct.pack("<I", 15_999 | 15_999 << 14)
    return bytes(body)


def damaged(body: bytes, start: int = 20, end: int = 300) -> bytes:
    """Its tables are noise."""
    return body[:start] + bytes(value ^ 0x5A for value in body[start:end]) + body[end:]


BAD_PICTURES: BadPictures = {
    "pdf-as-photo": ("carnet.jpg", "kind-mismatch", lambda: a_pdf("x.pdf").content),
    "photo-as-pdf": ("carnet.pdf", "kind-mismatch", a_photo),
    "heic-as-pdf": ("carnet.pdf", "kind-mismatch", lambda: a_photo(written="HEIF")),
    "png-as-jpeg": ("carnet.jpg", "kind-mismatch", lambda: a_photo(written="PNG")),
    "jpeg-as-heic": ("carnet.heic", "kind-mismatch", a_photo),
    "webp-as-png": ("carnet.png", "kind-mismatch", lambda: a_photo(written="WEBP")),
    "gif-as-jpeg": ("carnet.jpg", "unsupported-kind", lambda: a_photo(written="GIF")),
    "gifar-as-jpeg": ("carnet.jpg", "unsupported-kind", lambda: a_photo(written="GIF") + an_archive()),
    "tiff-as-jpeg": ("carnet.jpg", "unsupported-kind", lambda: a_photo(written="TIFF")),
    "text-as-png": ("carnet.png", "unsupported-kind", lambda: b"Ceci est du texte.\n" * 100),
    "drawing-as-png": ("carnet.png", "unsupported-kind", lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    "program-as-webp": ("carnet.webp", "unsupported-kind", lambda: b"MZ" + bytes(500)),
    "video-as-heic": ("carnet.heic", "unsupported-kind", lambda: b"\0\0\0\x18ftypmp42" + bytes(500)),
    "gif": ("carnet.gif", "wrong-extension", lambda: a_photo(written="GIF")),
    "gifar": ("carnet.gif", "wrong-extension", lambda: a_photo(written="GIF") + an_archive()),
    "svg": ("carnet.svg", "wrong-extension", lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    "jpeg-and-zip": ("carnet.jpg", "polyglot-picture", lambda: a_photo() + an_archive()),
    "png-and-zip": ("carnet.png", "polyglot-picture", lambda: a_photo(written="PNG") + an_archive()),
    "webp-and-zip": ("carnet.webp", "polyglot-picture", lambda: a_photo(written="WEBP") + an_archive()),
    "jpeg-and-pdf": ("carnet.jpg", "polyglot-picture", pdf_in_comment),
    "heic-and-pdf": ("carnet.heic", "polyglot-picture", lambda: a_photo(written="HEIF") + a_pdf("x.pdf").content),
    "cut-jpeg": ("carnet.jpg", "truncated-picture", lambda: halved(a_page((900, 1200)), "JPEG")),
    "cut-png": ("carnet.png", "truncated-picture", lambda: halved(a_page((900, 1200)), "PNG")),
    "cut-webp": ("carnet.webp", "truncated-picture", lambda: halved(a_page((900, 1200)), "WEBP")),
    "cut-heic": ("carnet.heic", "truncated-picture", lambda: halved(a_page((900, 1200)), "HEIF")),
    "only-a-head": ("carnet.jpg", "truncated-picture", lambda: a_photo()[:30]),
    "damaged-jpeg": ("carnet.jpg", "unreadable-picture", lambda: damaged(a_photo())),
    "damaged-png": ("carnet.png", "unreadable-picture", lambda: damaged(a_photo(written="PNG"))),
    "damaged-heic": ("carnet.heic", "unreadable-picture", lambda: damaged(a_photo(written="HEIF"), 60)),
    "heavy-text": ("carnet.png", "unreadable-picture", png_with_heavy_text),
    "png-bomb": ("carnet.png", "too-many-pixels", png_bomb),
    "jpeg-bomb": ("carnet.jpg", "too-many-pixels", lambda: jpeg_of_claimed_size(60_000, 60_000)),
    "heic-bomb": ("carnet.heic", "too-many-pixels", heic_bomb),
    "webp-bomb": ("carnet.webp", "too-many-pixels", webp_of_claimed_size),
    "just-too-large": ("carnet.png", "too-many-pixels", lambda: png_of((7072, 7072), b"", depth=1)),
    "moving-webp": ("carnet.webp", "animated-picture", lambda: frames("WEBP")),
    "moving-png": ("carnet.png", "animated-picture", lambda: frames("PNG")),
    "several-heic": ("carnet.heic", "animated-picture", heif_sequence),
}


def halved(picture: Image.Image, written: str) -> bytes:
    body = saved(picture, written)
    return body[: len(body) // 2]


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for title, (name, code, make) in BAD_PICTURES.items():
        (folder / f"{code}--{title}{Path(name).suffix}").write_bytes(make())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
