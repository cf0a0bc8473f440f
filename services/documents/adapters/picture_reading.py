"""Reads one picture and writes another that shows the same. Runs as a program of its own, in a process with limits.

`python -I picture_reading.py jpeg|png|webp|heic|drawing` takes the file on standard input and writes one line of JSON,
`{"refused": "too-many-pixels"}` or `{"picture": size, "preview": size, "remarks": ["blurred"]}`, the latter followed by
the two pictures. It imports nothing of the product, has no environment and trusts nothing it reads.
"""

import contextlib
import io
import json
import re
import resource
import signal
import struct
import sys
from dataclasses import dataclass

import pillow_heif
from PIL import Image, ImageCms, ImageFilter, ImageOps, ImageStat, UnidentifiedImageError

MAX_PIXELS = 50_000_000
MEMORY_BYTES = 1024 * 1024 * 1024
CPU_SECONDS = 15
WALL_SECONDS = 20
LONG_SIDE = 2500
PREVIEW_SIDE = 320
_QUALITIES = (85, 75, 60)
_ENOUGH_BYTES = 2 * 1024 * 1024

_READERS = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "heic": "HEIF", "drawing": "PNG"}
_PDF = re.compile(rb"%PDF-[12]\.[0-9]")
_ZIP_END, _ZIP_ENTRY = b"PK\x05\x06", b"PK\x01\x02"
_ZIP_TAIL = 65_557  # its last record and the longest comment after it

# What is measured, on a grey copy of this long side: the strokes of a page photographed whole are a pixel wide then.
# Thresholds come from 12-megapixel pages (10-point text whole or three lines, capitals, grey print, a page on a table),
# sharp and softened: up to a Gaussian of 4 pixels one can read them and the figure stays over 0.20, from 8 on one
# cannot and it stays under 0.15. Strong noise raises it: a noisy blurred picture passes without a remark.
_MEASURED_SIDE = 1000
_TILE = 50
_CONTRAST = 9.0  # standard deviation, of 0 to 255: a tile with less shows paper or a table, nothing to be sharp about
_DECISIVE_TILES = 12  # the sharpest ones: whatever lies around the page may be blurred
_FEWEST_TILES = 3
_BLURRED_BELOW = 0.18  # deviation of the Laplacian over that of the grey: small where edges are soft
_SHADES = 8.0  # standard deviation of a whole picture that has no tile of contrast: large shapes, and no edge at all
_DARK_BELOW = 95  # the luminance that nine tenths of the pixels stay under: even the paper is dim

_DRAWING_PIXELS = 2_000_000
_DRAWING_SIDE = 900
_INK_BELOW = 160
_LEAST_INK = 40  # pixels: less is a dot made by accident


class Refused(Exception):
    """The reason's code is the message."""


@dataclass(frozen=True)
class Made:
    """The new picture, its small copy, and what its owner should look at again."""

    picture: bytes
    preview: bytes
    remarks: list[str]


def read(body: bytes, written: str) -> Made:
    """The picture anew: upright, in sRGB, without metadata.

    Raises:
        Refused: with the reason's code.
    """
    _frame(body, written)
    image = _opened(body, written)
    orientation = _orientation(image)
    image = _upright(_in_srgb(_reduced(image)), orientation)
    small = image.copy()
    small.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE))
    return Made(_jpeg(image), _written(small, 70), _remarks(image))


def read_drawing(body: bytes) -> Made:
    """A signature: dark strokes on white, cut to what is drawn."""
    image = _opened(body, "drawing")
    if image.width * image.height > _DRAWING_PIXELS:
        raise Refused("too-many-pixels")
    grey = _on_white(image.convert("RGBA")).convert("L")
    ink = grey.point(lambda value: 255 if value < _INK_BELOW else 0)
    box = ink.getbbox()
    if box is None or ink.histogram()[255] < _LEAST_INK:
        raise Refused("drawing-empty")
    cut = ImageOps.expand(grey.crop(box), border=4, fill=255)
    cut.thumbnail((_DRAWING_SIDE, _DRAWING_SIDE))
    saved = io.BytesIO()
    cut.info = {}
    cut.save(saved, "PNG", optimize=True)
    return Made(saved.getvalue(), b"", [])


def _frame(body: bytes, written: str) -> None:
    """Nothing else in the same bytes, and an end where one was announced."""
    if _PDF.search(body) or (body.rfind(_ZIP_END, max(0, len(body) - _ZIP_TAIL)) >= 0 and _ZIP_ENTRY in body):
        raise Refused("polyglot-picture")
    if written == "webp" and struct.unpack_from("<I", body, 4)[0] + 8 > len(body):
        raise Refused("truncated-picture")
    if written == "heic" and _boxes_end(body) > len(body):
        raise Refused("truncated-picture")
    if written == "jpeg" and b"\xff\xd9" not in body:
        raise Refused("truncated-picture")


def _boxes_end(body: bytes) -> int:
    """Where the last box of an ISO base media file says that it ends (ISO/IEC 14496-12)."""
    place = 0
    while place + 8 <= len(body):
        size = int.from_bytes(body[place : place + 4], "big")
        if size == 1:
            size = int.from_bytes(body[place + 8 : place + 16], "big")
        if size == 0:
            return len(body)
        if size < 8:
            raise Refused("unreadable-picture")
        place += size
    return place


def _webp_pixels(body: bytes) -> int:
    """From its head (RFC 9649): the reader sets memory aside for them as soon as it opens the file."""
    kind, head = body[12:16], body[20:30]
    if kind == b"VP8X":
        return (int.from_bytes(head[4:7], "little") + 1) * (int.from_bytes(head[7:10], "little") + 1)
    if kind == b"VP8L":
        sides = int.from_bytes(head[1:5], "little")
        return ((sides & 0x3FFF) + 1) * ((sides >> 14 & 0x3FFF) + 1)
    width, height = struct.unpack_from("<HH", head, 6)
    return int(width & 0x3FFF) * int(height & 0x3FFF)


def _opened(body: bytes, written: str) -> Image.Image:
    """Decoded, after its size was looked at; by the one reader that the file's kind asks for."""
    if written == "webp" and _webp_pixels(body) > MAX_PIXELS:
        raise Refused("too-many-pixels")
    image = Image.open(io.BytesIO(body), formats=[_READERS[written]])
    if image.width * image.height > MAX_PIXELS:
        raise Refused("too-many-pixels")
    if written != "jpeg" and getattr(image, "n_frames", 1) > 1:
        raise Refused("animated-picture")
    image.draft(None, (LONG_SIDE, LONG_SIDE))
    image.load()
    return image


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(0x0112, 1))
    except Exception:  # noqa: BLE001 # whatever is wrong with its metadata, the picture itself was read
        return 1


def _upright(image: Image.Image, orientation: int) -> Image.Image:
    """EXIF 2.32, tag 0x0112."""
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }
    return image.transpose(turns[orientation]) if orientation in turns else image


def _reduced(image: Image.Image) -> Image.Image:
    """Eight bits a channel, without transparency, no longer than `LONG_SIDE`; colours as they were."""
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I") or image.mode == "F":
        image = image.point(lambda value: value * (1 / 256)).convert("L")
    elif image.mode == "1":
        image = image.convert("L")
    elif image.mode == "P":
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    if "transparency" in image.info and image.mode in {"L", "RGB"}:
        image = image.convert("RGBA")
    image.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    if image.mode in {"LA", "La", "PA", "RGBA", "RGBa"}:
        image = _on_white(image.convert("RGBA"))
    image.info = {"icc_profile": profile} if profile else {}
    return image


def _on_white(image: Image.Image) -> Image.Image:
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=image.getchannel("A"))
    return white


def _in_srgb(image: Image.Image) -> Image.Image:
    """By its colour profile when it has a sound one."""
    profile = image.info.pop("icc_profile", None)
    if profile and image.mode in {"RGB", "CMYK"}:
        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError):
            converted = ImageCms.profileToProfile(
                image, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
            if converted is not None:
                return converted
    return image if image.mode in {"L", "RGB"} else image.convert("RGB")


def _jpeg(image: Image.Image) -> bytes:
    """In the best quality that is not too heavy."""
    for quality in _QUALITIES:
        if len(saved := _written(image, quality)) <= _ENOUGH_BYTES:
            break
    return saved


def _written(image: Image.Image, quality: int) -> bytes:
    image.info = {}
    saved = io.BytesIO()
    image.save(saved, "JPEG", quality=quality)
    return saved.getvalue()


def _remarks(image: Image.Image) -> list[str]:
    grey = image.convert("L")
    grey.thumbnail((_MEASURED_SIDE, _MEASURED_SIDE), Image.Resampling.BOX)
    remarks = ["blurred"] if is_blurred(grey) else []
    return [*remarks, "dark"] if is_dark(grey) else remarks


def is_dark(grey: Image.Image) -> bool:
    """Even the brightest tenth, which is the paper, is dim."""
    histogram, below = grey.histogram(), 0
    for value, count in enumerate(histogram):
        below += count
        if below >= 0.9 * grey.width * grey.height:
            return value < _DARK_BELOW
    return False


def is_blurred(grey: Image.Image) -> bool:
    """Where there is something to read, the edges are soft.

    The variance of the Laplacian alone calls a white page with three lines blurred, and a dim one too. So it is taken
    tile by tile, over the tile's own contrast; tiles without contrast do not count, and the sharpest ones decide.
    """
    edges = grey.filter(ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=2, offset=128))
    sharpness = sorted(_tiles(grey, edges), reverse=True)
    if len(sharpness) < _FEWEST_TILES:
        return not sharpness and ImageStat.Stat(grey).stddev[0] >= _SHADES
    decisive = sharpness[:_DECISIVE_TILES]
    return sum(decisive) / len(decisive) < _BLURRED_BELOW


def _tiles(grey: Image.Image, edges: Image.Image) -> list[float]:
    """The sharpness of each tile that shows something; the outermost pixels have no Laplacian."""
    found = []
    for top in range(1, grey.height - _TILE, _TILE):
        for left in range(1, grey.width - _TILE, _TILE):
            box = (left, top, left + _TILE, top + _TILE)
            contrast = ImageStat.Stat(grey.crop(box)).stddev[0]
            if contrast >= _CONTRAST:
                found.append(ImageStat.Stat(edges.crop(box)).stddev[0] / contrast)
    return found


def main(written: str) -> None:
    """Limits first, then the file."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))
    signal.alarm(WALL_SECONDS)
    Image.MAX_IMAGE_PIXELS = None  # the size is looked at before anything is decoded
    pillow_heif.options.DECODE_THREADS = 1
    pillow_heif.register_heif_opener(thumbnails=False)
    answer, pictures = _answer(sys.stdin.buffer.read(), written)
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + pictures)
    sys.stdout.buffer.flush()


def _answer(body: bytes, written: str) -> tuple[dict[str, object], bytes]:
    try:
        made = read_drawing(body) if written == "drawing" else read(body, written)
    except Refused as reason:
        return {"refused": str(reason)}, b""
    except (EOFError, struct.error):
        return {"refused": "truncated-picture"}, b""
    except OSError as error:
        cut = "truncated" in str(error).lower() and not isinstance(error, UnidentifiedImageError)
        return {"refused": "truncated-picture" if cut else "unreadable-picture"}, b""
    except (ValueError, SyntaxError, TypeError, KeyError, IndexError, RuntimeError, MemoryError, OverflowError):
        return {"refused": "unreadable-picture"}, b""
    sizes = {"picture": len(made.picture), "preview": len(made.preview), "remarks": made.remarks}
    return sizes, made.picture + made.preview


if __name__ == "__main__":
    main(sys.argv[1])
