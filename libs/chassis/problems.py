"""Errors over HTTP: RFC 9457 problem details with a stable `type`; what was typed is never echoed."""

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from libs.chassis.logging import get_logger
from libs.domain.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, Throttled, Unauthenticated

MEDIA_TYPE = "application/problem+json"
_STATUS: tuple[tuple[type[DomainError], int], ...] = (
    (Unauthenticated, 401),
    (Forbidden, 403),
    (NotFound, 404),
    (Conflict, 409),
    (Invalid, 422),
    (Throttled, 429),
)


def problem_type(code: str) -> str:
    """The stable URI of a kind of problem."""
    return f"urn:kiosque:problem:{code}"


def problem(status: int, code: str, *, headers: dict[str, str] | None = None, **members: Any) -> JSONResponse:
    """A problem document: `type`, `title`, `status`, and extension members (`errors`, `retry_after`)."""
    body = {"type": problem_type(code), "title": HTTPStatus(status).phrase, "status": status, **members}
    return JSONResponse(body, status_code=status, media_type=MEDIA_TYPE, headers=headers)


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """For a route's `responses`: the problems it may answer with, in the OpenAPI document."""
    schema = {
        "type": "object",
        "required": ["type", "title", "status"],
        "properties": {
            "type": {"type": "string", "format": "uri"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
        },
    }
    return {
        status: {"description": HTTPStatus(status).phrase, "content": {MEDIA_TYPE: {"schema": schema}}}
        for status in statuses
    }


def install_problems(app: FastAPI) -> None:
    """Answer every refusal and every accident of `app` with a problem document."""
    app.add_exception_handler(DomainError, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(DBAPIError, _database)
    app.add_exception_handler(PoolTimeout, _unavailable)
    app.add_exception_handler(ConnectionError, _unavailable)


async def _refused(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, DomainError)
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 400)
    members: dict[str, Any] = dict(error.details)
    if error.errors:
        members["errors"] = [
            {"field": found.field, "code": found.code, "params": dict(found.params)} for found in error.errors
        ]
    headers = {"Retry-After": str(error.retry_after)} if isinstance(error, Throttled) else None
    return problem(status, error.code, headers=headers, **members)


async def _invalid(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    errors = [
        {"field": _path(found["loc"]), "code": found["type"], "params": _params(found)} for found in error.errors()
    ]
    return problem(422, "invalid", errors=errors)


async def _http(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    code = HTTPStatus(error.status_code).phrase.lower().replace(" ", "-")
    return problem(error.status_code, code, headers=dict(error.headers or {}))


async def _database(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, DBAPIError)
    if error.connection_invalidated:
        return await _unavailable(request, error)
    get_logger().error("database error", exc_info=error)
    return problem(500, "internal")


async def _unavailable(_request: Request, error: Exception) -> JSONResponse:
    get_logger().warning("database unavailable", error=type(error).__name__)
    return problem(503, "unavailable", headers={"Retry-After": "2"})


def _path(location: tuple[int | str, ...]) -> str:
    """`("body", "adults", 0, "last_name")` -> `adults.0.last_name`: the field as the client named it."""
    return ".".join(str(part) for part in location[1:]) or str(location[0])


def _params(found: dict[str, Any]) -> dict[str, str | int]:
    """The limits that a message needs, never the input."""
    return {name: value for name, value in found.get("ctx", {}).items() if isinstance(value, int)}
