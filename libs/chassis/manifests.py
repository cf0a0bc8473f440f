"""Reads documents' signed manifests: compact JWS (RFC 7515), Ed25519 (RFC 8037)."""

import time

from joserfc import jwt
from joserfc.errors import JoseError
from pydantic import ValidationError

from libs.chassis.keys import okp_key
from libs.contracts.documents.manifest import ALGORITHM, TYPE, Manifest
from libs.domain.errors import Conflict, Invalid


class ManifestExpired(Conflict):
    """The signed list of files is too old: another one is to be asked for."""

    code = "manifest-expired"


class ManifestInvalid(Invalid):
    """The list of files is not signed by documents, or is not this owner's."""

    code = "manifest-invalid"


class ManifestVerifier:
    """Holds documents' public key (JWK, OKP Ed25519)."""

    def __init__(self, public_jwk: str) -> None:
        self._key = okp_key(public_jwk)

    def verified(self, manifest: str, owner: str) -> Manifest:
        """Raises ManifestInvalid (forged, altered, another owner's), ManifestExpired."""
        claims = self._claims(manifest)
        if claims.owner != owner:
            raise ManifestInvalid
        if claims.exp <= time.time():
            raise ManifestExpired
        return claims

    def _claims(self, manifest: str) -> Manifest:
        try:
            token = jwt.decode(manifest, self._key, algorithms=[ALGORITHM])
            if token.header.get("typ") != TYPE:
                raise ManifestInvalid
            return Manifest.model_validate(token.claims)
        except (JoseError, ValidationError, ValueError) as error:
            raise ManifestInvalid from error
