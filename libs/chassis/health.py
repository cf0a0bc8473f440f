"""`/healthz`: the process lives. `/readyz`: it can work. `/metrics`: Prometheus text."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

Check = Callable[[], Awaitable[bool]]
_PATIENCE = 3.0


def health_router(checks: Mapping[str, Check]) -> APIRouter:
    """Routes without a subject: they tell nothing of anybody.

    Args:
        checks: by the name that `/readyz` shows; each answers within three seconds or counts as failed.
    """
    router = APIRouter(include_in_schema=False)

    @router.get("/healthz")
    async def alive() -> dict[str, str]:
        return {"status": "alive"}

    @router.get("/readyz")
    async def ready() -> JSONResponse:
        found = await ask(checks)
        every = all(found.values())
        return JSONResponse({"ready": every, "checks": found}, status_code=200 if every else 503)

    @router.get("/metrics")
    async def metrics() -> Response:
        return Response(generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    return router


async def ask(checks: Mapping[str, Check]) -> dict[str, bool]:
    """Each check's answer, all asked at once."""
    answers = await asyncio.gather(*(_in_time(check) for check in checks.values()))
    return dict(zip(checks, answers, strict=True))


async def _in_time(check: Check) -> bool:
    try:
        return await asyncio.wait_for(check(), _PATIENCE)
    except TimeoutError:
        return False
