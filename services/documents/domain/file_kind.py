"""What a file is: by its first bytes, by the end of its name, and whether both say the same."""

from enum import StrEnum

from services.documents.domain.errors import KindMismatch, UnsupportedKind


class Kind(StrEnum):
    """What a document is to its readers."""

    PDF = "pdf"
    PICTURE = "picture"
    ATTESTATION = "attestation"

    @property
    def media_type(self) -> str:
        return "image/jpeg" if self is Kind.PICTURE else "application/pdf"


class Remark(StrEnum):
    """What a parent should look at again; never a refusal."""

    BLURRED = "blurred"
    DARK = "dark"


class Format(StrEnum):
    """How the bytes of an upload are written."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    HEIC = "heic"


EXTENSIONS: dict[str, Format] = {
    ".pdf": Format.PDF,
    ".jpg": Format.JPEG,
    ".jpeg": Format.JPEG,
    ".jfif": Format.JPEG,
    ".png": Format.PNG,
    ".webp": Format.WEBP,
    ".heic": Format.HEIC,
    ".heif": Format.HEIC,
}
_PDF = b"%PDF-"
_SEARCHED_FOR_PDF = 1024 * 1024
# Brands of ISO/IEC 23008-12 for pictures and sequences of pictures, coded with HEVC.
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}


def picture_format(body: bytes) -> Format | None:
    """By the first bytes; None when it is no picture that is taken."""
    if body.startswith(b"\xff\xd8\xff"):
        return Format.JPEG
    if body.startswith(b"\x89PNG\r\n\x1a\n"):
        return Format.PNG
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return Format.WEBP
    if body[4:8] == b"ftyp" and body[8:12] in _HEIC_BRANDS:
        return Format.HEIC
    return None


def check_kind(named: Format, body: bytes) -> None:
    """The content is what the name says. What is wrong inside a PDF is its own reader's affair.

    Raises:
        KindMismatch: it is another kind of file that is taken too.
        UnsupportedKind: the name says a picture and the content is none that is taken.
    """
    found = picture_format(body)
    if named is Format.PDF:
        if found is not None and _PDF not in body[:_SEARCHED_FOR_PDF]:
            raise KindMismatch
        return
    if found is named:
        return
    if found is not None or body.startswith(_PDF):
        raise KindMismatch
    raise UnsupportedKind
