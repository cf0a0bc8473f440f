"""What the rules of files refuse."""

from libs.domain.errors import Conflict, Invalid


class InvalidFileName(Invalid):
    """The name was not sent, or is not text."""

    code = "invalid-file-name"


class WrongExtension(Invalid):
    """The name does not end as that of a PDF or of a picture does."""

    code = "wrong-extension"


class EmptyFile(Invalid):
    """There is no byte in it."""

    code = "empty-file"


class TooLarge(Invalid):
    """More bytes than a file may have."""

    code = "too-large"


class UnknownPiece(Invalid):
    """The dossier of that kind of record asks for no such piece."""

    code = "unknown-piece"


class TooManyFiles(Invalid):
    """The slot is full."""

    code = "too-many-files"


class Infected(Invalid):
    """The scanner recognised something harmful."""

    code = "infected"


class KindMismatch(Invalid):
    """The name says one kind of file, the content another."""

    code = "kind-mismatch"


class UnsupportedKind(Invalid):
    """The content is of no kind that is taken."""

    code = "unsupported-kind"


class OrderStale(Conflict):
    """The order names other files than the slot holds now."""

    code = "order-stale"


class ScanPending(Conflict):
    """Nothing is served before the scanner's verdict."""

    code = "scan-pending"


class DocumentInfected(Conflict):
    """A late verdict: the file stays where it is and is served to nobody."""

    code = "document-infected"


class DocumentPinned(Conflict):
    """The file stands in a submission: the town decides on it, nobody deletes it."""

    code = "document-pinned"


class RegistrationClosed(Conflict):
    """The registration was handed in, or left and purged: it takes no more files."""

    code = "registration-closed"


class RefusedPdf(Invalid):
    """Base of what an inspection finds wrong inside a file."""


class NotAPdf(RefusedPdf):
    """The content is not a PDF's."""

    code = "not-a-pdf"


class PolyglotPdf(RefusedPdf):
    """Something else stands before or after the PDF."""

    code = "polyglot-pdf"


class TruncatedPdf(RefusedPdf):
    """The end is missing."""

    code = "truncated-pdf"


class UnreadablePdf(RefusedPdf):
    """Damaged: readers would not agree on what it shows."""

    code = "unreadable-pdf"


class EncryptedPdf(RefusedPdf):
    """Protected by a password, even an empty one."""

    code = "encrypted-pdf"


class ScriptedPdf(RefusedPdf):
    """It holds JavaScript."""

    code = "scripted-pdf"


class LaunchAction(RefusedPdf):
    """It opens a program or another file, or sends a form."""

    code = "launch-action"


class AutomaticAction(RefusedPdf):
    """It acts without a click."""

    code = "automatic-action"


class EmbeddedFiles(RefusedPdf):
    """Other files are attached inside."""

    code = "embedded-files"


class DynamicForm(RefusedPdf):
    """An XFA form: a program in itself."""

    code = "dynamic-form"


class RichMedia(RefusedPdf):
    """Video, sound or 3D."""

    code = "rich-media"


class TooManyPages(RefusedPdf):
    """More pages than a file may have."""

    code = "too-many-pages"


class TooComplexPdf(RefusedPdf):
    """It costs more time or memory to read than an honest file of this size."""

    code = "too-complex-pdf"


REFUSED_PDF: dict[str, type[RefusedPdf]] = {
    refusal.code: refusal
    for refusal in (
        NotAPdf,
        PolyglotPdf,
        TruncatedPdf,
        UnreadablePdf,
        EncryptedPdf,
        ScriptedPdf,
        LaunchAction,
        AutomaticAction,
        EmbeddedFiles,
        DynamicForm,
        RichMedia,
        TooManyPages,
        TooComplexPdf,
    )
}


class RefusedPicture(Invalid):
    """Base of what is found wrong inside a picture."""


class UnreadablePicture(RefusedPicture):
    """Damaged, or too costly to read."""

    code = "unreadable-picture"


class TruncatedPicture(RefusedPicture):
    """The end is missing."""

    code = "truncated-picture"


class PolyglotPicture(RefusedPicture):
    """It is another file too: a ZIP or a PDF lies inside."""

    code = "polyglot-picture"


class TooManyPixels(RefusedPicture):
    """Wider and higher than any camera takes."""

    code = "too-many-pixels"


class AnimatedPicture(RefusedPicture):
    """Several pictures in one file: which one would count?"""

    code = "animated-picture"


REFUSED_PICTURE: dict[str, type[RefusedPicture]] = {
    refusal.code: refusal
    for refusal in (UnreadablePicture, TruncatedPicture, PolyglotPicture, TooManyPixels, AnimatedPicture)
}


class RefusedDrawing(Invalid):
    """Base of what is wrong with a drawn signature."""


class UnreadableDrawing(RefusedDrawing):
    """No PNG, or a damaged one."""

    code = "drawing-unreadable"


class DrawingTooLarge(RefusedDrawing):
    """More bytes or pixels than a signature has."""

    code = "drawing-too-large"


class EmptyDrawing(RefusedDrawing):
    """Nothing is drawn."""

    code = "drawing-empty"
