"""The manifest: what documents signs and household reads, telling which files lie in which slot at one moment.

It travels as a compact JWS (RFC 7515) whose payload is these claims, carried by whoever hands in (ADR 0006).
"""

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

TYPE = "kiosque-manifest+jwt"
ISSUER = "documents"
ALGORITHM = "Ed25519"  # RFC 9864's name of EdDSA over Curve25519
LIFETIME = 600


class ManifestDocument(BaseModel):
    """A file; immutable, so that its SHA-256 (hexadecimal, of the clear content) says all of it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: UUID
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    size: Annotated[int, Field(gt=0)]
    pages: Annotated[int, Field(gt=0)]
    scan: Literal["clean", "pending", "infected"]


class ManifestDate(BaseModel):
    """The date of the paper in a slot.

    Attributes:
        asks: what `day` is: the date of the document, or the last day on which it counts.
        day: None when it was not given, or will not do.
        expires_on: the last day on which the paper counts; None: for good, or unknown.
        on_expiry: what the commune does then; None when it does not expire.
        problem: stable code of what keeps the files from being handed in; None when nothing does.
        months: how old the paper may be, where that is bounded.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    asks: Literal["issued", "expires"]
    day: dt.date | None = None
    expires_on: dt.date | None = None
    on_expiry: Literal["remind", "ask_again"] | None = None
    problem: str | None = None
    months: int | None = None


class ManifestSlot(BaseModel):
    """One piece of one record: whether it must be filled, its files, possibly none, and the date asked of them.

    Where a piece is asked of each adult, those of one are the slot `<code>-<uuid of the adult>`.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    record: str
    piece: str
    required: bool
    documents: list[ManifestDocument]
    date: ManifestDate | None = None


class Manifest(BaseModel):
    """The claims.

    Attributes:
        owner: whose files they are, `registration:<uuid>` or `family:<uuid>`; `staff:<uuid>` while an agent attaches
            them to a message to a family.
        iat, exp: seconds since the epoch; `exp` is `LIFETIME` after `iat`.
        slots: every slot of the catalogue for every record that was asked for.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    iss: Literal["documents"]
    owner: Annotated[str, Field(pattern=r"^(registration|family|staff):[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
    iat: int
    exp: int
    slots: list[ManifestSlot]
