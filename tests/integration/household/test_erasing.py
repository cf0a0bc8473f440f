"""Erasing: a family whose account nobody activated, to the last row; a draft at the wish of whoever writes it."""

from uuid import UUID, uuid4

import pytest

from libs.chassis.auth import Subject, SubjectKind
from libs.contracts.identity.v1 import AccountActivated, AccountClosed, FamilyGivenUp
from services.household.adapters.tables import metadata
from tests.support.household_driver import HouseholdDriver, Registered, errors, problem
from tests.support.household_families import a_family, an_adult

# What happened stays told: the audit is append-only, the outbox is what the others were told.
APART = {"audit", "outbox"}
OF_A_FAMILY = {
    "adults",
    "children",
    "drafts",
    "families",
    "guardianships",
    "homes",
    "idempotency",
    "published_families",
    "records",
    "submission_documents",
    "submission_items",
    "submissions",
}


def closed(family: Registered) -> AccountClosed:
    return AccountClosed(
        account_id=family.registration_id,
        family_id=family.family_id,
        reason="never_activated",
        closed_at="2026-10-01T08:00:00Z",
    )


async def everything(household: HouseholdDriver) -> dict[str, list[str]]:
    """Every row of every table, as text."""
    tables = sorted(set(metadata.tables) - APART)
    return {
        table: sorted(row["row"] for row in await household.fetch(f"SELECT t::text AS row FROM {table} AS t"))
        for table in tables
    }


async def share(household: HouseholdDriver, child: UUID, other: Registered) -> None:
    """A child has a home in another family too, as linking duplicates will have it."""
    [guardian] = other.forms.adults
    await household.fetch("INSERT INTO homes (child_id, family_id) VALUES ($1, $2)", child, other.family_id)
    await household.fetch(
        "INSERT INTO guardianships (child_id, family_id, adult_id) VALUES ($1, $2, $3)",
        child,
        other.family_id,
        guardian,
    )
    await household.fetch(
        "INSERT INTO records SELECT $2, key, kind, 9, 1, written, accepted, refusals, pieces, NULL, '{}'"
        "  FROM records WHERE key = $1",
        f"child-{child}",
        other.family_id,
    )


async def test_nothing_of_a_family_remains(household: HouseholdDriver) -> None:
    await household.confirmed(a_family(last_name="Martin").with_child())
    before = await everything(household)
    forms = a_family(last_name="Roux").with_adult(last_name="Roux").with_child(last_name="Roux").with_child()
    family = await household.registered(forms)
    await household.accepts_everything(await household.open_submission(family))
    household.papers.join_required(family.record)
    await household.saves(family, family.adult, birth_name="Zola")
    await household.submitted(family)
    between = await everything(household)
    assert {table for table in between if between[table] != before[table]} == OF_A_FAMILY
    await household.hears(closed(family))
    assert await everything(household) == before


async def test_the_others_are_told_once_the_rows_are_gone(household: HouseholdDriver) -> None:
    family = await household.registered()
    [child] = family.forms.children
    await household.hears(closed(family))
    await household.hears(closed(family))
    [told] = await household.events("household.family.erased.v1")
    assert (told.subject, told.data["registration_id"], told.data["child_ids"]) == (
        str(family.family_id),
        str(family.registration_id),
        [str(child)],
    )
    assert (await household.events())[-1] == told
    erased = [row for row in await household.audited() if row[1].startswith("family.")]
    assert erased == [("service:household", "family.erased", f"family:{family.family_id}")]


async def test_a_child_with_another_home_stays_there_with_its_data(household: HouseholdDriver) -> None:
    other = await household.confirmed(a_family(last_name="Roux").with_child(last_name="Roux"))
    alone = await everything(household)
    family = await household.registered(a_family().with_child(first_name="Lina").with_child(first_name="Noé"))
    lina, noe = family.forms.children
    await share(household, lina, other)
    [before] = await household.fetch("SELECT first_name, last_name, birth_date FROM children WHERE id = $1", lina)
    shared = await household.fetch("SELECT r::text AS r FROM records AS r WHERE family_id = $1", other.family_id)

    await household.hears(closed(family))
    [told] = await household.events("household.family.erased.v1")
    assert told.data["child_ids"] == [str(noe)]
    [after] = await household.fetch("SELECT first_name, last_name, birth_date FROM children WHERE id = $1", lina)
    assert after == before
    homes = await household.fetch("SELECT family_id FROM homes WHERE child_id = $1", lina)
    assert [row["family_id"] for row in homes] == [other.family_id]
    held = await household.fetch("SELECT family_id FROM guardianships WHERE child_id = $1", lina)
    assert [row["family_id"] for row in held] == [other.family_id]
    kept = await household.fetch("SELECT r::text AS r FROM records AS r WHERE family_id = $1", other.family_id)
    assert kept == shared
    changed = (await household.events("household.child.changed.v1"))[-1]
    assert (changed.subject, changed.data["family_ids"]) == (str(lina), [str(other.family_id)])
    left = await everything(household)
    for table in ("families", "adults", "drafts", "submissions", "submission_items", "submission_documents"):
        assert left[table] == alone[table]


async def test_a_family_that_the_town_knows_is_not_erased(household: HouseholdDriver) -> None:
    activated = await household.confirmed()
    at_counter = await household.registered(registration=await household.at_counter())
    before = await everything(household)
    for family in (activated, at_counter):
        await household.hears(closed(family))
    assert await everything(household) == before
    assert await household.events("household.family.erased.v1") == []
    kept = [target for _actor, action, target in await household.audited() if action == "family.kept"]
    assert kept == [f"family:{activated.family_id}", f"family:{at_counter.family_id}"]


async def test_an_activation_before_the_closing_saves_the_family(household: HouseholdDriver) -> None:
    family = await household.registered()
    await household.hears(
        AccountActivated(
            account_id=family.registration_id,
            family_id=family.family_id,
            email="a@example.org",
            activated_at="2026-09-30T23:59:59Z",
        )
    )
    await household.hears(closed(family))
    assert (await household.dashboard(family))["family_code"] == family.code


def given_up(family: Registered) -> FamilyGivenUp:
    return FamilyGivenUp(family_id=family.family_id, given_up_at="2026-01-01T08:00:00Z")


async def test_a_family_that_identity_gave_up_goes_to_the_last_row(household: HouseholdDriver) -> None:
    await household.confirmed(a_family(last_name="Martin").with_child())
    before = await everything(household)
    family = await household.confirmed(a_family(last_name="Roux").with_child(last_name="Roux"))
    for _ in range(2):
        await household.hears(given_up(family))
    assert await everything(household) == before
    [told] = await household.events("household.family.erased.v1")
    assert told.subject == str(family.family_id)
    erased = await household.fetch("SELECT action, reason FROM audit WHERE action LIKE 'family.%'")
    assert [tuple(row) for row in erased] == [("family.erased", "closed")]


async def test_a_child_of_a_family_given_up_stays_in_the_other_home(household: HouseholdDriver) -> None:
    other = await household.confirmed(a_family(last_name="Roux").with_child(last_name="Roux"))
    family = await household.confirmed(a_family().with_child(first_name="Lina"))
    [lina] = family.forms.children
    await share(household, lina, other)
    await household.hears(given_up(family))
    homes = await household.fetch("SELECT family_id FROM homes WHERE child_id = $1", lina)
    assert [row["family_id"] for row in homes] == [other.family_id]
    [told] = await household.events("household.family.erased.v1")
    assert told.data["child_ids"] == []


async def test_giving_up_a_family_that_is_gone_is_no_accident(household: HouseholdDriver) -> None:
    family = await household.registered()
    await household.hears(closed(family))
    await household.hears(given_up(family))


async def test_agents_find_nothing_where_a_family_was(household: HouseholdDriver) -> None:
    family = await household.registered()
    submission = await household.open_submission(family)
    await household.hears(closed(family))
    assert (await household.call("GET", f"/submissions/{submission}", by=household.agent)).status_code == 404
    assert (await household.concludes(submission)).status_code == 404
    assert (await household.work_list("state=never_activated"))["items"] == []


# ------------------------------------------------------------------------------------------------------------- drafts


async def test_whoever_writes_a_draft_may_erase_it_at_once(household: HouseholdDriver) -> None:
    writer = await household.drafted(a_family().with_child())
    for _ in range(2):
        assert (await household.call("DELETE", f"/drafts/{writer.id}", by=writer)).status_code == 204
    draft = await household.draft(writer)
    assert (draft["version"], draft["state"], draft["adults"]) == (0, "open", [])
    assert {(told.type, told.subject) for told in await household.events()} == {
        ("household.registration.abandoned.v1", str(writer.id))
    }
    row = (f"registration:{writer.id}", "registration.abandoned", f"registration:{writer.id}")
    assert row in await household.audited()


async def test_a_registration_that_wrote_nothing_here_is_told_to_the_others_too(household: HouseholdDriver) -> None:
    writer = Subject(SubjectKind.REGISTRATION, uuid4())
    assert (await household.call("DELETE", f"/drafts/{writer.id}", by=writer)).status_code == 204
    assert len(await household.events("household.registration.abandoned.v1")) == 1


@pytest.mark.parametrize("forgotten", [False, True])
async def test_what_was_handed_in_is_not_erased(household: HouseholdDriver, forgotten: bool) -> None:
    family = await household.registered()
    if forgotten:
        await household.fetch("DELETE FROM drafts")
    answer = await household.call("DELETE", f"/drafts/{family.registration_id}", by=family.registration)
    assert (answer.status_code, problem(answer)) == (409, "draft-submitted")
    assert (await household.draft(family.registration))["state"] == "submitted"


async def test_an_erased_draft_is_not_written_on_from_an_old_page(household: HouseholdDriver) -> None:
    writer = await household.drafted(a_family())
    version = (await household.draft(writer))["version"]
    await household.call("DELETE", f"/drafts/{writer.id}", by=writer)
    path = f"/drafts/{writer.id}/adults/{uuid4()}"
    late = await household.call("PUT", path, an_adult(), by=writer, If_Match=f'"{version}"')
    assert (late.status_code, problem(late)) == (409, "stale-version")
    terminer = await household.terminates(writer, a_family())
    assert errors(terminer) == {("adults", "adult-missing"), ("children", "child-missing")}


async def test_after_terminer_the_draft_says_what_is_left_to_complete(household: HouseholdDriver) -> None:
    family = await household.registered()
    assert (await household.draft(family.registration))["to_complete"] == 2  # the family's own lacks its pieces
    await household.fetch("DELETE FROM drafts")
    assert (await household.draft(family.registration))["to_complete"] == 2
