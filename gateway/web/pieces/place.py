"""Where the pieces of one record stand: whose they are, and the addresses around them."""

from dataclasses import dataclass
from urllib.parse import urlencode

from gateway.clients.documents import Slot
from gateway.web.visit import Visit


@dataclass(frozen=True)
class Place:
    """One record's pieces on one page.

    Attributes:
        bearer: the token that may write these files; at the counter not the visitor's own.
        record: the record's key.
        page: address of the page with the form.
        files: below this address the files are opened.
    """

    visit: Visit
    bearer: str
    record: str
    page: str
    files: str = "/pieces"

    def slot(self, piece: str) -> Slot:
        return Slot(self.record, piece)

    def attestation(self, piece: str, model: str, replaces: str = "") -> str:
        """Address of the page where a sworn statement is written and signed.

        Args:
            replaces: id of the older one that it takes the place of.
        """
        query = {"modele": model} | ({"remplace": replaces} if replaces else {})
        return f"{self.page}/pieces/{piece}/attestation?{urlencode(query)}"

    def reuse(self, piece: str) -> str:
        """Address of the page that lists what was given before and may serve here."""
        return f"{self.page}/pieces/{piece}/reprise"

    def otherwise(self, piece: str, instead: str) -> str:
        """Address of the row of a piece, with or without the papers in its place."""
        return f"{self.page}?{urlencode({'autrement': instead})}#piece-{piece}"

    def anchor(self, piece: str) -> str:
        """Address of the row of a piece."""
        return f"{self.page}#piece-{piece}"
