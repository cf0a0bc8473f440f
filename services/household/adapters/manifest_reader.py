"""Reads documents' signed manifests: compact JWS (RFC 7515), Ed25519 (RFC 8037)."""

import time
from collections.abc import Sequence

from joserfc import jwt
from joserfc.errors import JoseError
from pydantic import ValidationError

from libs.chassis.keys import okp_key
from libs.contracts.documents.manifest import ALGORITHM, TYPE, Manifest, ManifestSlot
from services.household.domain.errors import ManifestExpired, ManifestInvalid
from services.household.domain.ids import DocumentId
from services.household.domain.pieces import Document, Scan, Slot


class ManifestReader:
    """Holds documents' public key (JWK, OKP Ed25519)."""

    def __init__(self, public_jwk: str) -> None:
        self._key = okp_key(public_jwk)

    def read(self, manifest: str, owner: str) -> Sequence[Slot]:
        """Raises ManifestInvalid (forged, altered, another owner's), ManifestExpired."""
        claims = self._claims(manifest)
        if claims.owner != owner:
            raise ManifestInvalid
        if claims.exp <= time.time():
            raise ManifestExpired
        return [_slot(slot) for slot in claims.slots]

    def _claims(self, manifest: str) -> Manifest:
        try:
            token = jwt.decode(manifest, self._key, algorithms=[ALGORITHM])
            if token.header.get("typ") != TYPE:
                raise ManifestInvalid
            return Manifest.model_validate(token.claims)
        except (JoseError, ValidationError, ValueError) as error:
            raise ManifestInvalid from error


def _slot(slot: ManifestSlot) -> Slot:
    documents = tuple(
        Document(DocumentId(found.id), found.sha256, found.size, found.pages, Scan(found.scan))
        for found in slot.documents
    )
    return Slot(slot.record, slot.piece, slot.required, documents)
