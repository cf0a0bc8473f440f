"""Documents' side of TERMINER, played by a test: files in slots, and the manifest that documents would sign.

A slot shows the files that were not handed in yet; once all were, those of the last submission: as documents does it.
"""

import hashlib
import time
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from joserfc import jwt
from joserfc.jwk import OKPKey

from libs.contracts.documents.manifest import (
    ALGORITHM,
    ISSUER,
    LIFETIME,
    TYPE,
    Manifest,
    ManifestDocument,
    ManifestSlot,
)

REQUIRED = {
    "family": ("justificatif-domicile", "pieces-identite"),
    "child": ("carnet-sante-vaccinations", "livret-famille"),
}
OPTIONAL = {
    "family": ("attestation-hebergement", "domicile-hebergeur", "identite-hebergeur"),
    "child": ("jugement-divorce", "attestation-mdph", "pai"),
    "derogation": ("certificat-radiation", "justificatif-derogation"),
}


@dataclass
class Papers:
    """The files of all owners."""

    key: OKPKey
    fresh: dict[tuple[str, str], list[ManifestDocument]] = field(default_factory=dict)
    pinned: dict[tuple[str, str], list[ManifestDocument]] = field(default_factory=dict)

    def join(self, record: str, piece: str, scan: str = "clean") -> UUID:
        """JOINDRE a file."""
        document_id = uuid4()
        document = ManifestDocument(
            id=document_id,
            sha256=hashlib.sha256(document_id.bytes).hexdigest(),
            size=4096,
            pages=2,
            scan=scan,
        )
        self.fresh.setdefault((record, piece), []).append(document)
        return document_id

    def join_required(self, record: str) -> None:
        for piece in REQUIRED.get(record.partition("-")[0], ()):
            self.join(record, piece)

    def pin(self) -> None:
        """Everything was handed in."""
        self.pinned |= self.fresh
        self.fresh = {}

    def slots(self, *records: str) -> list[ManifestSlot]:
        return [
            ManifestSlot(
                record=record,
                piece=piece,
                required=piece in REQUIRED.get(kind, ()),
                documents=self.fresh.get((record, piece)) or self.pinned.get((record, piece), []),
            )
            for record in records
            for kind in [record.partition("-")[0]]
            for piece in (*REQUIRED.get(kind, ()), *OPTIONAL.get(kind, ()), *self._of_one_adult(record))
        ]

    def _of_one_adult(self, record: str) -> list[str]:
        held = [piece for owner, piece in (self.pinned | self.fresh) if owner == record]
        return [piece for piece in held if piece.startswith("pieces-identite-")]

    def manifest(self, owner: str, *records: str, key: OKPKey | None = None, age: int = 0, typ: str = TYPE) -> str:
        issued = int(time.time()) - age
        claims = Manifest(
            iss=ISSUER, owner=owner, iat=issued, exp=issued + LIFETIME, slots=self.slots(*records)
        ).model_dump(mode="json")
        return jwt.encode({"alg": ALGORITHM, "typ": typ}, claims, key or self.key, algorithms=[ALGORITHM])
