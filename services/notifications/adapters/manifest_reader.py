"""Reads documents' signed manifests: compact JWS (RFC 7515), Ed25519 (RFC 8037)."""

import time
from uuid import UUID

from joserfc import jwt
from joserfc.errors import JoseError
from pydantic import ValidationError

from libs.chassis.keys import okp_key
from libs.contracts.documents.manifest import ALGORITHM, TYPE, Manifest
from services.notifications.domain.errors import ManifestExpired, ManifestInvalid
from services.notifications.domain.message import MessageId


class ManifestReader:
    """Holds documents' public key (JWK, OKP Ed25519)."""

    def __init__(self, public_jwk: str) -> None:
        self._key = okp_key(public_jwk)

    def documents_of(self, manifest: str, owner: str, message_id: MessageId) -> tuple[UUID, ...]:
        """The files of the message's one slot, in order. Raises ManifestInvalid, ManifestExpired."""
        claims = self._claims(manifest)
        if claims.owner != owner or {slot.record for slot in claims.slots} != {f"message-{message_id}"}:
            raise ManifestInvalid
        if claims.exp <= time.time():
            raise ManifestExpired
        return tuple(document.id for slot in claims.slots for document in slot.documents)

    def _claims(self, manifest: str) -> Manifest:
        try:
            token = jwt.decode(manifest, self._key, algorithms=[ALGORITHM])
            if token.header.get("typ") != TYPE:
                raise ManifestInvalid
            return Manifest.model_validate(token.claims)
        except (JoseError, ValidationError, ValueError) as error:
            raise ManifestInvalid from error
