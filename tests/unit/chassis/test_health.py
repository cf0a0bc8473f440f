"""Alive is not ready: ready asks, and does not wait for ever."""

import asyncio

import httpx
import pytest
from fastapi import FastAPI

from libs.chassis import health
from libs.chassis.health import Check, health_router


async def yes() -> bool:
    return True


async def no() -> bool:
    return False


async def never() -> bool:
    await asyncio.Event().wait()
    return True


def an_api(**checks: Check) -> httpx.AsyncClient:
    app = FastAPI()
    app.include_router(health_router(checks))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://ledger")


async def test_a_process_lives_whatever_it_lacks() -> None:
    assert (await an_api(database=no).get("/healthz")).status_code == 200


async def test_it_is_ready_when_everything_answers() -> None:
    answer = await an_api(database=yes, bus=yes).get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "checks": {"database": True, "bus": True}})


async def test_it_says_what_it_lacks() -> None:
    answer = await an_api(database=yes, bus=no).get("/readyz")
    assert (answer.status_code, answer.json()["checks"]) == (503, {"database": True, "bus": False})


async def test_what_does_not_answer_in_time_is_lacking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_PATIENCE", 0.01)
    assert (await an_api(database=never).get("/readyz")).status_code == 503


async def test_metrics_are_prometheus_text() -> None:
    answer = await an_api().get("/metrics")
    assert "# HELP" in answer.text
