"""State, events and audit commit together, wherever the connection is cut; what was asked again is done once."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from structlog.testing import capture_logs

from libs.chassis import unit_of_work
from libs.chassis.unit_of_work import SqlUnitOfWork
from libs.contracts.identity.v1 import AccountClosed
from tests.support.household_driver import HouseholdDriver, records_of
from tests.support.household_families import a_family

Attempt = Callable[[], Awaitable[object]]
Crash = Callable[[pytest.MonkeyPatch], None]
TABLES = ("families", "children", "records", "submissions", "drafts", "outbox", "audit", "idempotency")


class Cut(Exception):
    """The process died, as far as its caller can tell."""


def before_the_commit(patch: pytest.MonkeyPatch) -> None:
    """Everything is written, then PostgreSQL ends the session."""

    async def cut(connection: Any, *_rest: object) -> None:
        await connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    patch.setattr(unit_of_work, "write_audit", cut)


def after_the_commit(patch: pytest.MonkeyPatch) -> None:
    """Everything is durable, and nobody hears of it."""
    commit = SqlUnitOfWork.commit

    async def cut(uow: SqlUnitOfWork) -> None:
        await commit(uow)
        raise Cut

    patch.setattr(SqlUnitOfWork, "commit", cut)


async def terminer(household: HouseholdDriver) -> Attempt:
    forms = a_family().with_child()
    writer = await household.drafted(forms)
    manifest = household.papers.manifest(f"registration:{writer.id}", *records_of(forms))
    return lambda: household.terminates(writer, forms, key="the-one-form", manifest=manifest)


async def conclusion(household: HouseholdDriver) -> Attempt:
    submission = await household.open_submission(await household.registered())
    await household.accepts_rest(submission)
    return lambda: household.concludes(submission)


async def closing(household: HouseholdDriver) -> Attempt:
    family = await household.registered()
    event = AccountClosed(
        account_id=uuid4(), family_id=family.family_id, reason="never_activated", closed_at="2026-10-01T08:00:00Z"
    )
    return lambda: household.hears(event)


async def erasing(household: HouseholdDriver) -> Attempt:
    writer = await household.drafted(a_family())
    return lambda: household.call("DELETE", f"/drafts/{writer.id}", by=writer)


async def is_cut(attempt: Attempt) -> bool:
    """Whether whoever asked was told that it went wrong: over HTTP, or as the applier is."""
    try:
        with capture_logs():
            answer = await attempt()
    except (Cut, DBAPIError):
        return True
    return isinstance(answer, httpx.Response) and answer.status_code >= 500


async def counts(household: HouseholdDriver) -> dict[str, int]:
    return {table: (await household.fetch(f"SELECT count(*) AS n FROM {table}"))[0]["n"] for table in TABLES}


@pytest.mark.parametrize("prepare", [terminer, conclusion, closing, erasing])
async def test_what_is_cut_before_the_commit_leaves_nothing(
    household: HouseholdDriver, prepare: Callable[[HouseholdDriver], Awaitable[Attempt]]
) -> None:
    attempt = await prepare(household)
    before = await counts(household)
    with pytest.MonkeyPatch.context() as patch:
        before_the_commit(patch)
        assert await is_cut(attempt)
    assert await counts(household) == before
    await attempt()
    after = await counts(household)
    assert after["outbox"] > before["outbox"]
    assert after["audit"] > before["audit"]


@pytest.mark.parametrize("prepare", [terminer, conclusion, closing])
async def test_what_is_cut_after_the_commit_is_done_once(
    household: HouseholdDriver, prepare: Callable[[HouseholdDriver], Awaitable[Attempt]]
) -> None:
    attempt = await prepare(household)
    before = await counts(household)
    with pytest.MonkeyPatch.context() as patch:
        after_the_commit(patch)
        assert await is_cut(attempt)
    done = await counts(household)
    assert done["outbox"] > before["outbox"]
    await attempt()
    assert await counts(household) == done
