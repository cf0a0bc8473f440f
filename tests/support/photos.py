"""Photos of written pages as phones take them, in every format that the kiosk takes; drawn here, no two alike."""

import io
import secrets

import pillow_heif
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from tests.support.papers import Paper

A_PHONE = (3024, 4032)
SMALL = (900, 1200)
_FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}


def a_page(size: tuple[int, int] = SMALL) -> Image.Image:
    """A sheet of paper with lines of text, sharp and in good light."""
    picture = Image.new("RGB", size, (246, 244, 238))
    draw = ImageDraw.Draw(picture)
    step = size[1] // 30
    font = ImageFont.load_default(step * 0.6)
    for line in range(2, 28):
        draw.text((step, line * step), f"Ligne {line} : {secrets.token_hex(12)}", fill=(25, 25, 30), font=font)
    return picture


def a_photo(name: str, size: tuple[int, int] = SMALL) -> Paper:
    """A photo in the format that its name ends in: .jpg, .png, .webp or .heic."""
    return Paper(name, _written(a_page(size), name.rpartition(".")[2]))


def a_blurred_photo(name: str) -> Paper:
    """Taken with a trembling hand."""
    return Paper(name, _written(a_page().filter(ImageFilter.GaussianBlur(12)), "jpg"))


def a_heavy_photo(name: str, bytes_at_least: int) -> Paper:
    """A JPEG of a phone's size that weighs so much: some of it is noise, which no format shrinks."""
    picture = a_page(A_PHONE)
    quality = 92
    height = A_PHONE[1] // 4
    while True:
        noise = Image.frombytes("RGB", (A_PHONE[0], height), secrets.token_bytes(A_PHONE[0] * height * 3))
        picture.paste(noise, (0, A_PHONE[1] - height))
        written = io.BytesIO()
        picture.save(written, "JPEG", quality=quality)
        if written.tell() >= bytes_at_least:
            return Paper(name, written.getvalue())
        height += A_PHONE[1] // 16


def _written(picture: Image.Image, ending: str) -> bytes:
    written = io.BytesIO()
    if ending == "heic":
        heif = pillow_heif.from_pillow(picture)
        heif.save(written, quality=80)
    else:
        picture.save(written, _FORMATS[ending])
    return written.getvalue()
