"""The accidents of this service's own that the API answers."""

from fastapi import FastAPI, Request
from prometheus_client import Counter
from starlette.responses import Response

from libs.chassis.logging import get_logger
from libs.chassis.problems import problem
from services.documents.application.ports import TamperedContent

DAMAGED = Counter(
    "kiosque_documents_damaged", "Stored files that could not be opened: a wrong key or an altered object."
)


def install_own_problems(app: FastAPI) -> None:
    app.add_exception_handler(TamperedContent, _damaged)


async def _damaged(_request: Request, error: Exception) -> Response:
    DAMAGED.inc()
    get_logger().error("stored file refused", exc_info=error)
    return problem(500, "damaged-content")
