"""The signed manifest: which files stand for which piece. documents signs it, household stores it in a submission.

A compact JWS (RFC 7515) with EdDSA over Ed25519 (RFC 8037): `typ` says what it is, so that no other token of the
product can be taken for one. The browser carries it, hence the signature and the ten minutes.
"""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

TYP = "kiosque-manifest+jwt"
ALGORITHM = "Ed25519"
ISSUER = "documents"
LIFETIME = 600


class ManifestDocument(BaseModel):
    """One file. `sha256` is the clear content's, hexadecimal; `size` in bytes."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: UUID
    sha256: str
    size: int
    pages: int
    scan: Literal["clean", "pending"]


class ManifestSlot(BaseModel):
    """One slot of the catalogue for one record (`child-<uuid>`), with the files that it holds; possibly none."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    record: str
    piece: str
    required: bool
    documents: list[ManifestDocument]


class Manifest(BaseModel):
    """The claims. `owner` is `registration:<id>` or `family:<id>`; `iat` and `exp` are Unix seconds."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    iss: Literal["documents"]
    owner: str
    iat: int
    exp: int
    slots: list[ManifestSlot]
