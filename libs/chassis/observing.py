"""Each request: its correlation id, one access line and its metrics; an accident becomes a 500 problem, logged."""

import time

from prometheus_client import Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from libs.chassis.correlation import HEADER, new_correlation, set_correlation
from libs.chassis.logging import get_logger
from libs.chassis.problems import problem

REQUESTS = Counter("kiosque_http_requests_total", "Requests answered.", ["method", "route", "status"])
DURATION = Histogram(
    "kiosque_http_request_seconds",
    "Time to answer a request.",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
_QUIET = frozenset({"/healthz", "/readyz", "/metrics"})


class ObservingMiddleware:
    """Outermost layer of a service's API. Logs the route's template, never the path: paths carry ids and tokens."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        set_correlation(new_correlation(headers.get(HEADER.lower().encode()), headers.get(b"traceparent")))
        status = 500
        started = time.perf_counter()
        answering = False

        async def observed(message: Message) -> None:
            nonlocal status, answering
            if message["type"] == "http.response.start":
                status, answering = message["status"], True
            await send(message)

        try:
            await self._app(scope, receive, observed)
        except Exception as error:  # noqa: BLE001 - the last place where an accident can still be answered
            get_logger().error("request failed", exc_info=error)
            if not answering:
                await problem(500, "internal")(scope, receive, observed)
        finally:
            self._note(scope, status, time.perf_counter() - started)

    @staticmethod
    def _note(scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "unmatched")
        if route in _QUIET:
            return
        REQUESTS.labels(scope["method"], route, status).inc()
        DURATION.labels(route).observe(seconds)
        get_logger().info(
            "request", method=scope["method"], route=route, status=status, milliseconds=round(seconds * 1000, 1)
        )
