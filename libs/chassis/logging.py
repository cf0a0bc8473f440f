"""JSON logs with the correlation id and without personal data.

What we log are fixed sentences with ids. Exceptions are written without their message, since a database or a
validation error quotes the values it met: type and places are enough to find the line.
"""

import logging
import sys
import traceback
from types import TracebackType
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, WrappedLogger

from libs.chassis.correlation import current_correlation

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def configure_logging(process: str, level: str = "INFO", stream: TextIO | None = None) -> None:
    """Send every logger of this process, ours and the libraries', to one place as one JSON object a line.

    Args:
        process: written as `process` in each line, `household` or `household-worker` for instance.
        level: of our own loggers; the libraries' speak from WARNING on.
        stream: standard output unless given.
    """
    shared = [structlog.stdlib.add_log_level, _correlated, _exception_without_message]
    structlog.configure(
        processors=[
            *shared,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.WriteLoggerFactory(file=stream or sys.stdout),
        cache_logger_on_first_use=False,
    )
    structlog.contextvars.clear_contextvars()
    handler = _ToStructlog()
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    _process["name"] = process


def get_logger() -> structlog.typing.FilteringBoundLogger:
    """A logger: `get_logger().info("relay started", pending=3)`. Values are ids, counts and codes, never names."""
    logger: structlog.typing.FilteringBoundLogger = structlog.get_logger()
    return logger


def where(error: BaseException) -> str:
    """An exception's type and innermost place in our code, for a row an operator reads: no message, hence no data."""
    frames = traceback.extract_tb(error.__traceback__)
    return (
        f"{type(error).__name__} at {frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno}"
        if frames
        else (type(error).__name__)
    )


_process = {"name": "kiosque"}


def _correlated(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    event["process"] = _process["name"]
    event["correlation_id"] = current_correlation().id
    return event


def _exception_without_message(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    elif isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event["exception"] = type(error).__qualname__
        event["frames"] = [
            f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
        ]
    return event


class _ToStructlog(logging.Handler):
    """Libraries' records: their logger, level and unformatted message, since the arguments may hold data."""

    def emit(self, record: logging.LogRecord) -> None:
        fields: dict[str, Any] = {"logger": record.name, "exc_info": record.exc_info}
        structlog.get_logger().log(record.levelno, str(record.msg), **fields)
