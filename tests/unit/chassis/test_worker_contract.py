"""A worker handles exactly what the contracts say that its service reads."""

from datetime import UTC, datetime
from typing import Any, cast
from uuid import uuid4

import pytest
from pydantic import ValidationError

from libs.chassis.inbox import Subscriber
from libs.chassis.unit_of_work import SqlUnitOfWork
from libs.chassis.worker import run_worker
from libs.contracts.catalogue import read_by
from libs.contracts.documents.v1 import DocumentScanned
from libs.contracts.envelope import Envelope
from libs.contracts.identity.v1 import AccountActivated


async def nothing(_event: object, _envelope: Envelope, _uow: SqlUnitOfWork) -> None: ...


def subscriber(*events: Any) -> Subscriber[SqlUnitOfWork]:
    made = Subscriber[SqlUnitOfWork]()
    for event in events:
        made.on(event, nothing)
    return made


@pytest.mark.parametrize("handled", [[AccountActivated], []])
async def test_it_does_not_start_otherwise(handled: list[Any]) -> None:
    missing = sorted(event.type for event in read_by("household") if event not in handled)

    class Settings:
        log_level = "INFO"

    nobody = cast(Any, None)
    with pytest.raises(RuntimeError) as raised:
        await run_worker(
            "household",
            cast(Any, Settings()),
            database=nobody,
            tables=nobody,
            subscriber=subscriber(*handled),
            new_uow=nobody,
        )
    assert DocumentScanned.type in missing
    assert f"without a handler {missing}" in str(raised.value)


def test_an_event_has_one_handler() -> None:
    made = subscriber(AccountActivated)
    with pytest.raises(ValueError, match="has a handler already"):
        made.on(AccountActivated, nothing)
    assert made.types == {AccountActivated.type}


async def test_a_body_that_is_not_what_the_contract_says_is_refused() -> None:
    envelope = Envelope(
        id=uuid4(), source="documents", type=DocumentScanned.type, subject="x", time=datetime.now(UTC),
        aggregate_version=1, correlation_id="c", causation_id=None, traceparent=None, data={"verdict": "perhaps"},
    )  # fmt: skip
    with pytest.raises(ValidationError):
        await subscriber(DocumentScanned).apply(envelope, cast(Any, None))


async def test_a_member_that_the_reader_does_not_know_is_ignored() -> None:
    envelope = Envelope(
        id=uuid4(), source="documents", type=DocumentScanned.type, subject="x", time=datetime.now(UTC),
        aggregate_version=1, correlation_id="c", causation_id=None, traceparent=None,
        data={"document_id": str(uuid4()), "verdict": "clean", "colour": "green"},
    )  # fmt: skip
    await subscriber(DocumentScanned).apply(envelope, cast(Any, None))
