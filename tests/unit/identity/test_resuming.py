from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest

from libs.domain.errors import Throttled
from libs.domain.throttling import Rate
from services.identity.application.activate_account import activate_account
from services.identity.application.request_resumption import ask_for_resumption, mail_resumption, send_resumptions
from services.identity.application.resume_registration import resume_by_link, unlock_registration
from services.identity.domain.account import AccountId
from services.identity.domain.errors import (
    NothingToResume,
    TooManyMails,
    UnknownLink,
    UnknownRegistration,
    WrongCredentials,
)
from services.identity.domain.events import ResumptionRequested
from services.identity.domain.session import OpenedSession, SessionKind, digest
from tests.fakes.identity import rules
from tests.unit.identity.conftest import PASSWORD

if TYPE_CHECKING:
    from tests.unit.identity.conftest import Identity


async def described(identity: "Identity", email: str = "anne@example.org") -> AccountId:
    registration_id, _session = await identity.starts(email)
    await identity.describes(registration_id)
    return registration_id


async def asks(identity: "Identity", email: str) -> None:
    await ask_for_resumption(email, "192.0.2.1", identity.uow, identity.throttle, identity.rules)


async def the_job_runs(identity: "Identity") -> int:
    return await send_resumptions(identity.uow, identity.throttle, identity.rules)


def mailed(identity: "Identity") -> list[ResumptionRequested]:
    return [event for event in identity.uow.state.events if isinstance(event, ResumptionRequested)]


async def resumes(identity: "Identity", token: str, password: str = PASSWORD) -> tuple[UUID, OpenedSession]:
    return await resume_by_link(
        token,
        password,
        identity.uow,
        directory=identity.directory,
        throttle=identity.throttle,
        hasher=identity.hasher,
        rules=identity.rules,
    )


async def unlocks(
    identity: "Identity", registration_id: UUID, password: str = PASSWORD, locked: str = "gone meanwhile"
) -> OpenedSession:
    return await unlock_registration(
        registration_id,
        locked,
        password,
        identity.uow,
        directory=identity.directory,
        throttle=identity.throttle,
        hasher=identity.hasher,
        rules=identity.rules,
    )


async def test_asking_does_the_same_for_every_address(identity: "Identity") -> None:
    await described(identity)
    before = len(identity.uow.state.events)
    await asks(identity, "anne@example.org")
    await asks(identity, "nobody@example.org")
    assert identity.uow.state.proofs.resumption_requests == ["anne@example.org", "nobody@example.org"]
    assert len(identity.uow.state.events) == before


async def test_every_open_registration_of_the_address_gets_a_link(identity: "Identity") -> None:
    first, second = await described(identity), await described(identity, "Anne@Example.org")
    await identity.starts()  # not described: it has no password
    await identity.waits_for_activation()  # handed in
    await described(identity, "bea@example.org")
    await asks(identity, "ANNE@example.org")
    await asks(identity, "anne@example.org")
    assert await the_job_runs(identity) == 2
    assert {(event.registration_id, event.email) for event in mailed(identity)} == {
        (first, "anne@example.org"),
        (second, "Anne@Example.org"),
    }
    assert len(mailed(identity)) == 2
    assert {event.expires_at for event in mailed(identity)} == {identity.clock.now() + timedelta(hours=48)}
    assert await the_job_runs(identity) == 0


async def test_a_mailbox_gets_some_links_an_hour(identity: "Identity") -> None:
    identity.rules = rules(resumption_mail=Rate(1, timedelta(minutes=20)))
    registration_id = await described(identity)
    for _again in range(3):
        await asks(identity, "anne@example.org")
        await the_job_runs(identity)
    assert len(mailed(identity)) == 1
    with pytest.raises(TooManyMails) as slowed:
        await mail_resumption(registration_id, identity.uow, identity.throttle, identity.rules)
    assert slowed.value.retry_after == 1200


async def test_many_registrations_of_one_address_do_not_flood_its_mailbox(identity: "Identity") -> None:
    identity.rules = rules(resumption_mail=Rate(2, timedelta(minutes=20)))
    registrations = [await described(identity) for _n in range(4)]
    await asks(identity, "anne@example.org")
    await the_job_runs(identity)
    assert {event.registration_id for event in mailed(identity)} == set(registrations[2:])


async def test_asking_is_slowed_by_block(identity: "Identity") -> None:
    identity.rules = rules(resumption=Rate(1, timedelta(seconds=10)))
    await asks(identity, "anne@example.org")
    with pytest.raises(Throttled):
        await asks(identity, "bea@example.org")


async def test_the_link_and_the_password_open_the_registration_once(identity: "Identity") -> None:
    registration_id = await described(identity)
    for _again in range(2):
        await mail_resumption(registration_id, identity.uow, identity.throttle, identity.rules)
    former, latest = (event.token for event in mailed(identity))
    resumed, session = await resumes(identity, former)
    assert resumed == registration_id
    assert identity.uow.state.sessions[digest(session.token)].kind is SessionKind.REGISTRATION
    for token in (former, latest):
        with pytest.raises(UnknownLink):
            await resumes(identity, token)
    assert identity.audited()[-1] == ("resumption.succeeded", None)


async def test_a_wrong_password_leaves_the_link_good(identity: "Identity") -> None:
    identity.rules = rules(registration_unlock=Rate(2, timedelta(minutes=1)))
    registration_id = await described(identity)
    await mail_resumption(registration_id, identity.uow, identity.throttle, identity.rules)
    [link] = mailed(identity)
    with pytest.raises(WrongCredentials):
        await resumes(identity, link.token, "Selves06501")
    assert identity.audited()[-1] == ("resumption.failed", "wrong-credentials")
    await resumes(identity, link.token)


async def test_passwords_for_a_link_are_slowed_apart_from_those_at_the_screen(identity: "Identity") -> None:
    identity.rules = rules(registration_unlock=Rate(2, timedelta(minutes=1)))
    registration_id = await described(identity)
    await mail_resumption(registration_id, identity.uow, identity.throttle, identity.rules)
    [link] = mailed(identity)
    for _guess in range(2):
        with pytest.raises(WrongCredentials):
            await unlocks(identity, registration_id, "Selves06501")
    with pytest.raises(Throttled):
        await unlocks(identity, registration_id)
    await resumes(identity, link.token)


@pytest.mark.parametrize("what", ["unknown", "expired", "handed in", "corrected address"])
async def test_dead_links_are_one(identity: "Identity", what: str) -> None:
    registration_id = await described(identity)
    await mail_resumption(registration_id, identity.uow, identity.throttle, identity.rules)
    token = mailed(identity)[0].token
    if what == "expired":
        identity.clock.instant += timedelta(hours=48)
    elif what == "handed in":
        await identity.joins(registration_id)
    elif what == "corrected address":
        await identity.describes(registration_id, email="anna@example.org")
    with pytest.raises(UnknownLink):
        await resumes(identity, "unknown" if what == "unknown" else token)
    assert identity.hasher.verified == 0


async def test_there_is_nothing_to_resume_before_step_3_and_after_terminer(identity: "Identity") -> None:
    started, _session = await identity.starts()
    for registration_id in (started, await identity.waits_for_activation()):
        with pytest.raises(NothingToResume):
            await mail_resumption(registration_id, identity.uow, identity.throttle, identity.rules)
    with pytest.raises(UnknownRegistration):
        await mail_resumption(uuid4(), identity.uow, identity.throttle, identity.rules)


async def test_unlocking_replaces_the_session_that_was_left_alone(identity: "Identity") -> None:
    registration_id, left = await identity.starts()
    await identity.describes(registration_id)
    await mail_resumption(registration_id, identity.uow, identity.throttle, identity.rules)
    _id, elsewhere = await resumes(identity, mailed(identity)[0].token)
    session = await unlocks(identity, registration_id, locked=left.token)
    assert set(identity.uow.state.sessions) == {digest(elsewhere.token), digest(session.token)}
    assert digest(left.token) not in identity.uow.state.sessions
    assert identity.audited()[-1] == ("unlocking.succeeded", None)


async def test_unlocking_ends_nobody_elses_session(identity: "Identity") -> None:
    registration_id = await described(identity)
    _other, somebodys = await identity.starts("bea@example.org")
    await unlocks(identity, registration_id, locked=somebodys.token)
    assert digest(somebodys.token) in identity.uow.state.sessions


async def test_unlocking_wants_the_password(identity: "Identity") -> None:
    registration_id, left = await identity.starts()
    await identity.describes(registration_id)
    with pytest.raises(WrongCredentials):
        await unlocks(identity, registration_id, "Selves06501", left.token)
    assert set(identity.uow.state.sessions) == {digest(left.token)}
    assert identity.audited()[-1] == ("unlocking.failed", "wrong-credentials")
    with pytest.raises(UnknownRegistration):
        await unlocks(identity, uuid4())


async def test_unlocking_after_activation_gives_no_more_than_its_quarter_of_an_hour(identity: "Identity") -> None:
    registration_id = await identity.waits_for_activation()
    await activate_account(identity.mailed_tokens()[-1], identity.uow, identity.rules, identity.clock)
    session = await unlocks(identity, registration_id)
    assert identity.uow.state.sessions[digest(session.token)].lifetime.absolute == timedelta(minutes=15)
