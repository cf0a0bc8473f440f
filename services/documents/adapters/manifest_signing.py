"""Signs manifests: compact JWS (RFC 7515), Ed25519 (RFC 8037)."""

from collections.abc import Sequence
from datetime import datetime

from joserfc import jwt

from libs.chassis.keys import okp_key
from libs.contracts.documents.manifest import (
    ALGORITHM,
    ISSUER,
    LIFETIME,
    TYPE,
    Manifest,
    ManifestDate,
    ManifestDocument,
    ManifestSlot,
)
from services.documents.domain.ids import Owner
from services.documents.domain.manifest import FilledSlot
from services.documents.domain.paper_date import Dating


class ManifestSigner:
    """Holds documents' private key (JWK, OKP Ed25519)."""

    def __init__(self, private_jwk: str) -> None:
        self._key = okp_key(private_jwk)

    def sign(self, owner: Owner, slots: Sequence[FilledSlot], at: datetime) -> str:
        issued = int(at.timestamp())
        claims = Manifest(
            iss=ISSUER, owner=str(owner), iat=issued, exp=issued + LIFETIME, slots=[_slot(slot) for slot in slots]
        )
        header = {"alg": ALGORITHM, "typ": TYPE}
        return jwt.encode(header, claims.model_dump(mode="json"), self._key, algorithms=[ALGORITHM])


def _slot(filled: FilledSlot) -> ManifestSlot:
    return ManifestSlot(
        record=str(filled.slot.record),
        piece=filled.slot.piece,
        required=filled.required,
        documents=[
            ManifestDocument(
                id=document.id,
                sha256=document.content.sha256,
                size=document.content.size,
                pages=document.content.pages,
                scan=document.scan.value,
            )
            for document in filled.documents
        ],
        date=manifest_date(filled.dating) if filled.dating else None,
    )


def manifest_date(dating: Dating) -> ManifestDate:
    """As it is signed."""
    rule = dating.rule
    return ManifestDate(
        asks=rule.asks.value,
        day=dating.day,
        expires_on=dating.expires_on,
        on_expiry=rule.on_expiry.value if rule.on_expiry and dating.expires_on else None,
        problem=dating.problem or None,
        months=rule.fresh_months,
    )
