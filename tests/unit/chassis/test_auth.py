"""A service believes the gateway's signed token and nothing else."""

import json
import time
from collections.abc import Callable
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import FastAPI
from joserfc import jwt
from joserfc.jwk import OKPKey

from libs.chassis.auth import (
    VISITOR,
    AnySubject,
    FamilySubject,
    LockedRegistrationSubject,
    OwnerSubject,
    Permission,
    RegistrationSubject,
    SecondFactorSubject,
    StaffSubject,
    Subject,
    SubjectKind,
    SubjectMint,
    SubjectReader,
)
from libs.chassis.problems import install_problems
from libs.domain.errors import Forbidden, NotFound, Unauthenticated

Claims = dict[str, str | int | list[str]]


def a_key() -> tuple[str, str]:
    key = OKPKey.generate_key("Ed25519", private=True)
    return json.dumps(key.as_dict(private=True)), json.dumps(key.as_dict(private=False))


PRIVATE, PUBLIC = a_key()
FAMILY = Subject(SubjectKind.FAMILY, uuid4(), uuid4())
STAFF = Subject(SubjectKind.STAFF, uuid4(), permissions=frozenset({Permission.HOUSEHOLD_READ}))
COUNTER = Subject(SubjectKind.REGISTRATION, uuid4(), agent_id=STAFF.id)


def bearer(token: str) -> str:
    return f"Bearer {token}"


def claims(**changes: str | int | list[str]) -> Claims:
    now = int(time.time())
    valid: Claims = {"iss": "gateway", "aud": "kiosque", "knd": "visitor", "iat": now, "exp": now + 10}
    return valid | {"sub": str(uuid4())} | changes


def signed(content: Claims, private: str = PRIVATE) -> str:
    key = OKPKey.import_key(json.loads(private))
    return jwt.encode({"alg": "Ed25519"}, content, key, algorithms=["Ed25519"])


@pytest.mark.parametrize("subject", [VISITOR, FAMILY, STAFF, COUNTER], ids=lambda subject: subject.kind)
def test_a_minted_subject_is_read_back_whole(subject: Subject) -> None:
    reader = SubjectReader(PUBLIC)
    token = bearer(SubjectMint(PRIVATE).mint(subject))
    assert reader.read(token) == subject
    assert reader.read(token) == subject  # the second time from memory


REFUSED: dict[str, Callable[[], str | None]] = {
    "none": lambda: None,
    "empty": lambda: "",
    "no bearer": lambda: "Basic YTpi",
    "no token": lambda: "Bearer ",
    "nonsense": lambda: "Bearer abc.def.ghi",
    "another key's": lambda: bearer(signed(claims(), a_key()[0])),
    "expired": lambda: bearer(signed(claims(exp=int(time.time()) - 1))),
    "without an end": lambda: bearer(signed({name: value for name, value in claims().items() if name != "exp"})),
    "for another audience": lambda: bearer(signed(claims(aud="elsewhere"))),
    "without an audience": lambda: bearer(signed({name: value for name, value in claims().items() if name != "aud"})),
    "from another issuer": lambda: bearer(signed(claims(iss="identity"))),
    "of an unknown kind": lambda: bearer(signed(claims(knd="mayor"))),
    "of no kind": lambda: bearer(signed({name: value for name, value in claims().items() if name != "knd"})),
    "whose subject is no id": lambda: bearer(signed(claims(sub="me"))),
    "unsigned": lambda: "Bearer eyJhbGciOiJub25lIn0.e30.",
}


@pytest.mark.parametrize("authorization", REFUSED.values(), ids=REFUSED.keys())
def test_any_other_token_is_refused(authorization: Callable[[], str | None]) -> None:
    with pytest.raises(Unauthenticated):
        SubjectReader(PUBLIC).read(authorization())


def test_a_public_key_used_as_a_shared_secret_signs_nothing() -> None:
    header = "eyJhbGciOiJIUzI1NiJ9"  # HS256, the classic confusion
    with pytest.raises(Unauthenticated):
        SubjectReader(PUBLIC).read(bearer(f"{header}.e30.c2ln"))


def test_a_token_that_was_read_once_expires_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = SubjectReader(PUBLIC)
    token = bearer(SubjectMint(PRIVATE).mint(VISITOR))
    reader.read(token)
    later = time.time() + 11
    monkeypatch.setattr(time, "time", lambda: later)
    with pytest.raises(Unauthenticated):
        reader.read(token)


def test_remembered_tokens_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("libs.chassis.auth._KEPT_TOKENS", 3)
    reader, mint = SubjectReader(PUBLIC), SubjectMint(PRIVATE)
    for _ in range(6):
        reader.read(bearer(mint.mint(Subject(SubjectKind.STAFF, uuid4()))))
    assert len(reader._checked) <= 3


def test_a_subject_has_only_the_rights_that_it_was_given() -> None:
    STAFF.require(Permission.HOUSEHOLD_READ)
    with pytest.raises(Forbidden):
        STAFF.require(Permission.HOUSEHOLD_DECIDE)


def test_somebody_elses_family_or_registration_does_not_exist() -> None:
    assert FAMILY.family_id is not None
    FAMILY.require_family(FAMILY.family_id)
    with pytest.raises(NotFound):
        FAMILY.require_family(uuid4())
    registration = Subject(SubjectKind.REGISTRATION, UUID(int=1))
    registration.require_registration(UUID(int=1))
    with pytest.raises(NotFound):
        registration.require_registration(UUID(int=2))
    with pytest.raises(NotFound):
        FAMILY.require_registration(FAMILY.id)


def an_api() -> httpx.AsyncClient:
    app = FastAPI()
    app.state.subject_reader = SubjectReader(PUBLIC)
    install_problems(app)

    @app.get("/any")
    async def any_subject(subject: AnySubject) -> str:
        return subject.reference

    @app.get("/registration")
    async def registration(_subject: RegistrationSubject) -> None: ...

    @app.get("/locked_registration")
    async def locked_registration(_subject: LockedRegistrationSubject) -> None: ...

    @app.get("/family")
    async def family(_subject: FamilySubject) -> None: ...

    @app.get("/second_factor")
    async def second_factor(_subject: SecondFactorSubject) -> None: ...

    @app.get("/staff")
    async def staff(_subject: StaffSubject) -> None: ...

    @app.get("/owner")
    async def owner(_subject: OwnerSubject) -> None: ...

    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://ledger")


@pytest.mark.parametrize("kind", SubjectKind)
async def test_each_route_takes_its_own_kind_alone(kind: SubjectKind) -> None:
    api = an_api()
    headers = {"Authorization": bearer(SubjectMint(PRIVATE).mint(Subject(kind, uuid4())))}
    paths = ("registration", "locked_registration", "family", "second_factor", "staff", "owner")
    allowed = {path for path in paths if (await api.get(f"/{path}", headers=headers)).status_code == 200}
    own = {kind.value} - {"visitor"}
    assert allowed == own | ({"owner"} if kind in {SubjectKind.REGISTRATION, SubjectKind.FAMILY} else set())
    assert (await api.get("/any", headers=headers)).status_code == 200


def test_whoever_writes_for_a_family_at_the_counter_is_named_in_its_place() -> None:
    assert COUNTER.reference == STAFF.reference


async def test_a_request_without_a_token_is_a_401_problem_and_a_wrong_kind_a_403() -> None:
    api = an_api()
    answer = await api.get("/family")
    assert (answer.status_code, answer.json()["type"]) == (401, "urn:kiosque:problem:unauthenticated")
    assert answer.headers["content-type"] == "application/problem+json"
    visitor = {"Authorization": bearer(SubjectMint(PRIVATE).mint(VISITOR))}
    assert (await api.get("/family", headers=visitor)).status_code == 403
    spoofed = {"X-User-Id": str(uuid4()), "X-Forwarded-For": "127.0.0.1", "X-Subject": "staff"}
    assert (await api.get("/staff", headers=spoofed)).status_code == 401
