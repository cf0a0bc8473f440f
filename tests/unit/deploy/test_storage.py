from pathlib import Path
from typing import Any

import pytest
from starlette.types import Scope

from deploy.local.servers.storage import Grant, OneBucketPerKey, build


async def status_of(scope: Scope) -> int:
    """What the guard answers; 200 stands for having let it through."""
    answers: list[int] = []

    async def behind(_scope: Scope, _receive: Any, _send: Any) -> None:
        answers.append(200)

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            answers.append(message["status"])

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    await OneBucketPerKey(behind, buckets={"documents-key": "papers"})(scope, receive, send)
    return answers[0]


@pytest.mark.parametrize(
    ("principal", "method", "path", "headers", "status"),
    [
        ("documents-key", "PUT", "/papers/one", [], 200),
        ("documents-key", "GET", "/papers", [], 200),
        ("documents-key", "DELETE", "/papers", [], 403),
        ("documents-key", "PUT", "/papers", [], 403),
        ("documents-key", "GET", "/other/one", [], 403),
        ("documents-key", "GET", "/papers-too/one", [], 403),
        ("documents-key", "GET", "/", [], 403),
        ("documents-key", "PUT", "/papers/one", [(b"x-amz-copy-source", b"/other/one")], 403),
        ("another-key", "GET", "/papers/one", [], 403),
    ],
)
async def test_a_key_opens_one_bucket(principal: str, method: str, path: str, headers: list[Any], status: int) -> None:
    scope = {"type": "http", "method": method, "path": path, "headers": headers, "nanio.principal": principal}
    assert await status_of(scope) == status


def test_its_buckets_exist_from_the_start(tmp_path: Path) -> None:
    grants = [Grant("key", "secret", "papers")]
    build(tmp_path, grants)
    build(tmp_path, grants)
    assert (tmp_path / "papers").is_dir()
