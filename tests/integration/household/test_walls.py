"""Who may reach what: routes without a subject, of the wrong kind, and other people's objects."""

import re
from uuid import uuid4

import pytest
from sqlalchemy.exc import DBAPIError

from libs.chassis.auth import VISITOR, Subject, SubjectKind
from tests.support.household_driver import AGENT, HouseholdDriver
from tests.support.household_families import a_child, a_family, an_adult


def routes(household: HouseholdDriver) -> list[tuple[str, str]]:
    """Method and path of every route of the service."""
    paths = household.app.openapi()["paths"]
    return [(method.upper(), path) for path, methods in paths.items() for method in methods]


READ_BY_AGENTS = {
    ("GET", "/families/{family_id}/receipt"),
    ("GET", "/families/{family_id}/children"),
    ("GET", "/families/{family_id}/health-records"),
}


async def test_no_route_answers_without_a_subject(household: HouseholdDriver) -> None:
    assert len(routes(household)) >= 22
    for method, template in routes(household):
        path = re.sub(r"\{[^}]+\}", str(uuid4()), template)
        for authorization in ({}, {"Authorization": "Bearer x.y.z"}):
            answer = await household.client.request(method, path, json={}, headers=authorization)
            assert answer.status_code == 401, f"{method} {template}"


async def test_the_wrong_kind_of_person_is_turned_away(household: HouseholdDriver) -> None:
    family = await household.registered()
    for method, template in routes(household):
        if template in ("/streets", "/refusal-reasons"):
            continue
        right = _who_may(method, template)
        kinds = {
            "registration": family.registration,
            "locked registration": Subject(SubjectKind.LOCKED_REGISTRATION, family.registration_id),
            "family": family.subject,
            "staff": AGENT,
            "visitor": VISITOR,
        }
        path = re.sub(r"\{[^}]+\}", str(uuid4()), template)
        for kind, subject in kinds.items():
            if kind != right:
                answer = await household.call(method, path, {}, by=subject)
                assert answer.status_code == 403, f"{method} {template} as {kind}"


def _who_may(method: str, template: str) -> str:
    if template.startswith("/drafts"):
        return "registration"
    if (method, template) in READ_BY_AGENTS:
        return "staff"
    return "family" if template.startswith("/families/") else "staff"


async def test_what_belongs_to_others_does_not_exist(household: HouseholdDriver) -> None:
    mine = await household.registered(a_family().with_child())
    theirs = await household.registered(a_family(last_name="Roux").with_child())
    submission = await household.open_submission(theirs)
    once, match = {"Idempotency_Key": "some-key-1"}, {"If_Match": '"1"'}
    manifest = {"manifest": "a.b.c"}
    draft, own = f"/drafts/{theirs.registration_id}", f"/families/{mine.family_id}"
    foreign = f"/families/{theirs.family_id}"
    asked: list[tuple[str, str, object, dict[str, str], Subject]] = [
        ("GET", draft, None, {}, mine.registration),
        ("PUT", f"{draft}/adults/{uuid4()}", an_adult(), match, mine.registration),
        ("PUT", f"{draft}/children/{uuid4()}", a_child(uuid4()), match, mine.registration),
        ("DELETE", f"{draft}/adults/{uuid4()}", None, match, mine.registration),
        ("DELETE", f"{draft}/children/{uuid4()}", None, match, mine.registration),
        ("POST", f"{draft}/submission", manifest, once, mine.registration),
        ("DELETE", draft, None, {}, mine.registration),
        ("GET", f"{foreign}/dashboard", None, {}, mine.subject),
        ("GET", f"{foreign}/records/{theirs.child}", None, {}, mine.subject),
        ("PUT", f"{foreign}/records/{theirs.child}", {"fields": {}}, match, mine.subject),
        ("POST", f"{foreign}/submissions", manifest, once, mine.subject),
        ("GET", f"{foreign}/submissions/{submission}", None, {}, mine.subject),
        # the other family's objects under one's own path
        ("GET", f"{own}/records/{theirs.child}", None, {}, mine.subject),
        ("GET", f"{own}/records/{theirs.record}", None, {}, mine.subject),
        ("PUT", f"{own}/records/{theirs.adult}", {"fields": {"sex": "feminin"}}, match, mine.subject),
        ("GET", f"{own}/submissions/{submission}", None, {}, mine.subject),
        ("GET", f"{own}/records/child-{uuid4()}", None, {}, mine.subject),
        ("GET", f"{own}/records/nonsense", None, {}, mine.subject),
    ]
    for method, path, body, headers, by in asked:
        answer = await household.call(method, path, body, by=by, **headers)
        assert answer.status_code == 404, f"{method} {path}: {answer.status_code} {answer.text}"
        assert "Roux" not in answer.text


async def test_a_family_without_a_family_reaches_nothing(household: HouseholdDriver) -> None:
    stranger = Subject(SubjectKind.FAMILY, uuid4(), uuid4())
    answer = await household.call("GET", f"/families/{stranger.family_id}/dashboard", by=stranger)
    assert answer.status_code == 404


async def test_the_serving_role_cannot_rewrite_the_audit(household: HouseholdDriver) -> None:
    await household.registered()
    async with household.app.state.deps.database.reading() as connection:
        for statement in ("UPDATE audit SET actor = 'x'", "DELETE FROM audit", "TRUNCATE families"):
            with pytest.raises(DBAPIError, match="permission denied"):
                await connection.exec_driver_sql(statement)
