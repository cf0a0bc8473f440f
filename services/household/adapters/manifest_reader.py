"""What documents signed, as household's slots."""

from collections.abc import Sequence

from libs.chassis.manifests import ManifestVerifier
from libs.contracts.documents.manifest import ManifestDate, ManifestSlot
from services.household.domain.ids import DocumentId
from services.household.domain.pieces import Document, PaperDate, Scan, Slot


class ManifestReader:
    """Holds documents' public key (JWK, OKP Ed25519)."""

    def __init__(self, public_jwk: str) -> None:
        self._verifier = ManifestVerifier(public_jwk)

    def read(self, manifest: str, owner: str) -> Sequence[Slot]:
        """Raises ManifestInvalid, ManifestExpired."""
        return [_slot(slot) for slot in self._verifier.verified(manifest, owner).slots]


def _slot(slot: ManifestSlot) -> Slot:
    documents = tuple(
        Document(DocumentId(found.id), found.sha256, found.size, found.pages, Scan(found.scan))
        for found in slot.documents
    )
    return Slot(slot.record, slot.piece, slot.required, documents, _date(slot.date) if slot.date else None)


def _date(date: ManifestDate) -> PaperDate:
    return PaperDate(date.asks, date.day, date.expires_on, date.problem, date.months)
