"""Who is asking: the signed subject token (RFC 7519, EdDSA RFC 8037) that the gateway mints and every service checks.

A service trusts no header but this one. The token lives ten seconds, so that a revoked right is gone soon.
"""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from joserfc import jwt
from joserfc.errors import JoseError

from libs.chassis.keys import okp_key
from libs.domain.errors import Forbidden, NotFound, Unauthenticated

LIFETIME = 10
_ISSUER = "gateway"
_AUDIENCE = "kiosque"
_ALGORITHMS = ["Ed25519"]
_KEPT_TOKENS = 2048


class SubjectKind(StrEnum):
    """How far the person has come in proving who they are."""

    VISITOR = "visitor"
    REGISTRATION = "registration"
    LOCKED_REGISTRATION = "locked_registration"
    FAMILY = "family"
    SECOND_FACTOR = "second_factor"
    STAFF = "staff"


class Permission(StrEnum):
    """What a member of staff may do; the commune's roles give them."""

    HOUSEHOLD_READ = "household.read"
    HOUSEHOLD_DECIDE = "household.decide"
    HOUSEHOLD_REGISTER = "household.register"
    HOUSEHOLD_HEALTH = "household.health"
    DOCUMENTS_READ = "documents.read"
    SCHOOLING_READ = "schooling.read"
    SCHOOLING_DECIDE = "schooling.decide"
    SCHOOLING_APPOINTMENTS = "schooling.appointments"
    MESSAGES_ANSWER = "messages.answer"


@dataclass(frozen=True)
class Subject:
    """The person behind a request.

    Attributes:
        id: registration, account or staff id; the nil UUID for a visitor.
        family_id: the family that the account opens, for kind `family`.
        permissions: of a member of staff; empty for everybody else. One for a single school ends in `@` and its UAI.
        roles: of a member of staff; empty for everybody else.
        client_address: where the browser is, as the gateway saw it; only in tokens for what is throttled by address.
        agent_id: the member of staff who writes a registration at the counter (RFC 8693's actor).
        display_name: as the kiosk shows the person; only in tokens for what keeps who wrote it.
    """

    kind: SubjectKind
    id: UUID
    family_id: UUID | None = None
    permissions: frozenset[str] = frozenset()
    client_address: str | None = None
    agent_id: UUID | None = None
    roles: frozenset[str] = frozenset()
    display_name: str | None = None

    @property
    def reference(self) -> str:
        """`<kind>:<id>`, as audit rows and idempotency keys name the subject: whoever acts, for somebody or not."""
        return f"{SubjectKind.STAFF}:{self.agent_id}" if self.agent_id else f"{self.kind}:{self.id}"

    def require(self, permission: Permission) -> None:
        """Raises Forbidden unless the town gave this permission."""
        if permission not in self.permissions:
            raise Forbidden

    def require_family(self, family_id: UUID) -> None:
        """Raises NotFound unless it is the subject's own family: somebody else's does not exist for them."""
        if self.family_id != family_id:
            raise NotFound

    def require_registration(self, registration_id: UUID) -> None:
        """Raises NotFound unless it is the subject's own registration."""
        if self.kind is not SubjectKind.REGISTRATION or self.id != registration_id:
            raise NotFound


VISITOR = Subject(SubjectKind.VISITOR, UUID(int=0))


class SubjectMint:
    """Signs subject tokens; the gateway alone holds the private key (a JWK, OKP Ed25519)."""

    def __init__(self, private_jwk: str) -> None:
        self._key = okp_key(private_jwk)

    def mint(self, subject: Subject) -> str:
        """A compact JWT, valid for ten seconds from now."""
        now = int(time.time())
        claims: dict[str, str | int | list[str] | dict[str, str]] = {
            "iss": _ISSUER,
            "aud": _AUDIENCE,
            "sub": str(subject.id),
            "knd": subject.kind.value,
            "iat": now,
            "exp": now + LIFETIME,
        }
        if subject.family_id:
            claims["fam"] = str(subject.family_id)
        if subject.permissions:
            claims["prm"] = sorted(subject.permissions)
        if subject.roles:
            claims["rol"] = sorted(subject.roles)
        if subject.display_name:
            claims["nam"] = subject.display_name
        if subject.client_address:
            claims["adr"] = subject.client_address
        if subject.agent_id:
            claims["act"] = {"sub": str(subject.agent_id)}
        return jwt.encode({"alg": "Ed25519"}, claims, self._key, algorithms=_ALGORITHMS)


class SubjectReader:
    """Checks subject tokens against the gateway's public key; what was checked once stays valid until it expires."""

    def __init__(self, public_jwk: str) -> None:
        self._key = okp_key(public_jwk)
        self._claims = jwt.JWTClaimsRegistry(
            iss={"essential": True, "value": _ISSUER},
            aud={"essential": True, "value": _AUDIENCE},
            sub={"essential": True},
            exp={"essential": True},
        )
        self._checked: dict[str, tuple[Subject, int]] = {}

    def read(self, authorization: str | None) -> Subject:
        """The subject of an `Authorization: Bearer` header.

        Raises:
            Unauthenticated: no token, a forged one, or one that expired.
        """
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Unauthenticated
        known = self._checked.get(token)
        if known is not None:
            if known[1] <= time.time():
                raise Unauthenticated
            return known[0]
        subject, expires = self._check(token)
        if len(self._checked) >= _KEPT_TOKENS:
            now = time.time()
            self._checked = {kept: value for kept, value in self._checked.items() if value[1] > now}
        if len(self._checked) < _KEPT_TOKENS:
            self._checked[token] = (subject, expires)
        return subject

    def _check(self, token: str) -> tuple[Subject, int]:
        try:
            claims = jwt.decode(token, self._key, algorithms=_ALGORITHMS).claims
            self._claims.validate(claims)
            family, actor = claims.get("fam"), claims.get("act")
            subject = Subject(
                SubjectKind(claims["knd"]),
                UUID(claims["sub"]),
                UUID(family) if family else None,
                frozenset(claims.get("prm", ())),
                claims.get("adr"),
                UUID(actor["sub"]) if actor else None,
                frozenset(claims.get("rol", ())),
                claims.get("nam"),
            )
            return subject, int(claims["exp"])
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise Unauthenticated from error


async def _any_subject(request: Request) -> Subject:
    reader: SubjectReader = request.app.state.subject_reader
    return reader.read(request.headers.get("authorization"))


def _of_kind(*kinds: SubjectKind) -> Callable[[Request], Awaitable[Subject]]:
    async def subject_of_kind(request: Request) -> Subject:
        subject = await _any_subject(request)
        if subject.kind not in kinds:
            raise Forbidden
        return subject

    return subject_of_kind


AnySubject = Annotated[Subject, Depends(_any_subject)]
LockedRegistrationSubject = Annotated[Subject, Depends(_of_kind(SubjectKind.LOCKED_REGISTRATION))]
RegistrationSubject = Annotated[Subject, Depends(_of_kind(SubjectKind.REGISTRATION))]
FamilySubject = Annotated[Subject, Depends(_of_kind(SubjectKind.FAMILY))]
SecondFactorSubject = Annotated[Subject, Depends(_of_kind(SubjectKind.SECOND_FACTOR))]
StaffSubject = Annotated[Subject, Depends(_of_kind(SubjectKind.STAFF))]
OwnerSubject = Annotated[Subject, Depends(_of_kind(SubjectKind.REGISTRATION, SubjectKind.FAMILY))]
UploadingSubject = Annotated[
    Subject, Depends(_of_kind(SubjectKind.REGISTRATION, SubjectKind.FAMILY, SubjectKind.STAFF))
]
"""Who may hand a file over: whoever owns records, and an agent who attaches it to a message."""
