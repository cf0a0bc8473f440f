"""What documents signed, as the proofs of a request."""

from collections.abc import Sequence

from libs.chassis.manifests import ManifestVerifier
from services.schooling.domain.papers import Document


class ManifestReader:
    """Holds documents' public key (JWK, OKP Ed25519)."""

    def __init__(self, public_jwk: str) -> None:
        self._verifier = ManifestVerifier(public_jwk)

    def read(self, manifest: str, owner: str, record: str) -> Sequence[Document]:
        """Raises ManifestInvalid, ManifestExpired."""
        return [
            Document(found.id, found.sha256, found.size, found.pages, found.scan, slot.piece)
            for slot in self._verifier.verified(manifest, owner).slots
            if slot.record == record
            for found in slot.documents
        ]
