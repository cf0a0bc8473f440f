"""A worker's `/healthz`, `/readyz` and `/metrics`, on aiohttp: unlike uvicorn it sleeps while nobody asks."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from libs.chassis.health import Check, ask
from libs.chassis.logging import get_logger, where


@asynccontextmanager
async def worker_health(
    host: str, port: int, checks: Mapping[str, Check], before_metrics: Callable[[], Awaitable[None]]
) -> AsyncIterator[None]:
    """Serve while the block runs.

    Args:
        checks: what `/readyz` asks, by the name it shows.
        before_metrics: brings the gauges up to date.
    """

    async def alive(_request: web.Request) -> web.Response:
        return web.json_response({"status": "alive"})

    async def ready(_request: web.Request) -> web.Response:
        found = await ask(checks)
        every = all(found.values())
        return web.json_response({"ready": every, "checks": found}, status=200 if every else 503)

    async def metrics(_request: web.Request) -> web.Response:
        try:
            await before_metrics()
        except Exception as error:  # noqa: BLE001 - the other metrics matter most while the database is away
            get_logger().warning("backlog not counted", error=where(error))
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    app = web.Application()
    app.add_routes([web.get("/healthz", alive), web.get("/readyz", ready), web.get("/metrics", metrics)])
    runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=2)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield
    finally:
        await runner.cleanup()
