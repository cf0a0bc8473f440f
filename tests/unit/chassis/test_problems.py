"""Refusals and accidents are problem documents that echo nothing."""

from collections.abc import Callable

import httpx
import pytest
from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from libs.chassis.observing import ObservingMiddleware
from libs.chassis.problems import MEDIA_TYPE, install_problems, problems
from libs.domain.errors import (
    Conflict,
    FieldError,
    Forbidden,
    Invalid,
    NotFound,
    StaleVersion,
    Throttled,
    Unauthenticated,
)

CANARY = "Canari"


class ChildIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    first_name: str = Field(max_length=5)


class FamilyIn(BaseModel):
    children: list[ChildIn]


def database_away() -> OperationalError:
    return OperationalError(f"SELECT {CANARY}", {}, Exception(CANARY), connection_invalidated=True)


RAISED: dict[str, Callable[[], Exception]] = {
    "401 unauthenticated": Unauthenticated,
    "403 forbidden": Forbidden,
    "404 not-found": NotFound,
    "409 conflict": Conflict,
    "409 stale-version": StaleVersion,
    "422 invalid": Invalid,
    "429 slow-down": lambda: Throttled(30),
    "503 unavailable": database_away,
    "503 unavailable, the pool": lambda: PoolTimeout(CANARY),
    "503 unavailable, the server": lambda: ConnectionRefusedError(CANARY),
    "500 internal": lambda: ValueError(CANARY),
    "500 internal, the database": lambda: OperationalError(f"SELECT {CANARY}", {}, Exception(CANARY)),
}


def an_api(raised: Callable[[], Exception] = ValueError) -> httpx.AsyncClient:
    app = FastAPI()
    install_problems(app)
    app.add_middleware(ObservingMiddleware)

    @app.get("/raises", responses=problems(404))
    async def raises() -> None:
        raise raised()

    @app.post("/families")
    async def families(_body: FamilyIn) -> None: ...

    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://ledger")


@pytest.mark.parametrize("expected", RAISED)
async def test_each_refusal_has_its_status_and_stable_type(expected: str) -> None:
    answer = await an_api(RAISED[expected]).get("/raises")
    status, code = expected.partition(",")[0].split()
    assert answer.status_code == int(status)
    assert answer.headers["content-type"] == MEDIA_TYPE
    assert answer.json()["type"] == f"urn:kiosque:problem:{code}"
    assert answer.json()["status"] == int(status)
    assert CANARY not in answer.text


async def test_a_throttled_caller_is_told_when_to_come_back() -> None:
    answer = await an_api(lambda: Throttled(30)).get("/raises")
    assert answer.headers["retry-after"] == "30"
    assert answer.json()["retry_after"] == 30


async def test_a_rules_refusal_names_its_fields() -> None:
    refused = Invalid(errors=[FieldError("children.0.first_name", "too-long", {"max": 80})])
    answer = await an_api(lambda: refused).get("/raises")
    assert answer.json()["errors"] == [{"field": "children.0.first_name", "code": "too-long", "params": {"max": 80}}]


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"children": [{"first_name": CANARY * 50}]}, "children.0.first_name", "string_too_long"),
        ({"children": [{"first_name": "Zoé", CANARY: 1}]}, f"children.0.{CANARY}", "extra_forbidden"),
        ({}, "children", "missing"),
        ({"children": CANARY}, "children", "list_type"),
    ],
)
async def test_what_was_typed_is_named_by_field_and_never_echoed(
    body: dict[str, object], field: str, code: str
) -> None:
    answer = await an_api().post("/families", json=body)
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert (error["field"], error["code"]) == (field, code)
    assert CANARY not in str(error["params"])


async def test_a_body_that_is_no_json_is_refused() -> None:
    answer = await an_api().post("/families", content=b"{", headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:kiosque:problem:invalid")


async def test_a_path_that_is_no_route_and_a_method_that_is_none() -> None:
    api = an_api()
    assert (await api.get("/nowhere")).json()["type"] == "urn:kiosque:problem:not-found"
    refused = await api.delete("/raises")
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET")
