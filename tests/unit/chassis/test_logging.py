"""Logs are one JSON object a line, with a correlation id, and without a word of what people typed."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from libs.chassis.correlation import Correlation, set_correlation
from libs.chassis.logging import configure_logging, get_logger, where

CANARY = "Ségolène Canari 12/03/2019"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What this process logs."""
    handlers, level = logging.root.handlers[:], logging.root.level
    logging.root.handlers[:] = []
    written = io.StringIO()
    configure_logging("ledger", stream=written)
    yield written
    set_correlation(None)
    structlog.reset_defaults()
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)


def lines(written: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def fail() -> None:
    raise ValueError(f"cannot take {CANARY}")


def test_a_line_has_its_process_time_level_and_correlation_id(written: io.StringIO) -> None:
    set_correlation(Correlation("00000000-0000-0000-0000-000000000001", "00-x-y-01"))
    get_logger().info("worker started", pending=3)
    (line,) = lines(written)
    assert line["event"] == "worker started"
    assert line["process"] == "ledger"
    assert line["level"] == "info"
    assert line["correlation_id"] == "00000000-0000-0000-0000-000000000001"
    assert str(line["timestamp"]).endswith("Z")


def test_an_exception_is_logged_without_its_message(written: io.StringIO) -> None:
    try:
        fail()
    except ValueError as error:
        get_logger().error("event failed", exc_info=error)
        get_logger().error("event failed", exc_info=True)
    assert "Canari" not in written.getvalue()
    first = lines(written)[0]
    assert first["exception"] == "ValueError"
    assert "fail" in first["frames"][-1]


def test_a_chain_of_exceptions_says_no_more(written: io.StringIO) -> None:
    try:
        try:
            fail()
        except ValueError as error:
            raise RuntimeError(CANARY) from error
    except RuntimeError as error:
        get_logger().error("event failed", exc_info=error)
    assert "Canari" not in written.getvalue()


def test_a_librarys_record_is_written_without_its_arguments(written: io.StringIO) -> None:
    logging.getLogger("sqlalchemy").warning("could not store %s", CANARY)
    (line,) = lines(written)
    assert line["event"] == "could not store %s"
    assert line["logger"] == "sqlalchemy"


def test_a_library_is_heard_from_warning_on(written: io.StringIO) -> None:
    logging.getLogger("aiormq").info("connected")
    assert lines(written) == []


def test_where_names_the_place_and_not_the_message() -> None:
    try:
        fail()
    except ValueError as error:
        found = where(error)
    assert found.startswith("ValueError at test_logging.py:")
    assert where(ValueError(CANARY)) == "ValueError"
