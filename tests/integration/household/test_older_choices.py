"""Migration 0002 completes the choices of guardians that were stored before it: nothing looks changed afterwards."""

from importlib import import_module
from types import SimpleNamespace

import pytest

from tests.support.household_driver import HouseholdDriver
from tests.support.household_families import a_family

NEW = "'{elsewhere_link,elsewhere_telephone,elsewhere_email,elsewhere_address,states}'::text[]"


async def stored(household: HouseholdDriver) -> list[str]:
    return [
        row["row"]
        for table in ("records", "submission_items")
        for row in await household.fetch(f"SELECT t::text AS row FROM {table} AS t ORDER BY t::text")
    ]


async def test_older_choices_are_completed(household: HouseholdDriver, monkeypatch: pytest.MonkeyPatch) -> None:
    settled = await household.registered()
    await household.accepts_everything(await household.open_submission(settled))
    refused = await household.registered()
    submission = await household.open_submission(refused)
    await household.decides(submission, f"{refused.child}.guardians", "refuse", reason_code="ne-correspond-pas")
    await household.accepts_everything(submission)
    waiting = await household.registered(a_family().with_child())
    after = await stored(household)

    for column in ("written", "accepted"):
        await household.fetch(
            f"UPDATE records SET {column} = jsonb_set({column}, '{{guardians}}', ({column} -> 'guardians') - {NEW})"
            f" WHERE {column} ? 'guardians'"
        )
    await household.fetch(
        "UPDATE records SET refusals = jsonb_set(refusals, '{guardians,value}',"
        f" (refusals #> '{{guardians,value}}') - {NEW}) WHERE refusals ? 'guardians'"
    )
    await household.fetch(f"UPDATE submission_items SET new = new - {NEW} WHERE key LIKE '%.guardians'")
    assert len(set(after) - set(await stored(household))) == 6  # three children, each in its record and its item

    migration = import_module("services.household.migrations.versions.0002_ways_into_the_kiosk")
    statements: list[str] = []
    monkeypatch.setattr(migration, "op", SimpleNamespace(execute=statements.append))
    migration._complete_the_choices()
    for statement in statements:
        await household.fetch(statement)
    assert await stored(household) == after
    await household.accepts_everything(await household.open_submission(waiting))
    assert (await household.lights(waiting))[waiting.child] == ("green", "valid")
