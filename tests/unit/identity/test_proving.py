import re
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from libs.domain.throttling import Rate
from services.identity.application.request_mail_code import RequestMailCode, request_mail_code
from services.identity.domain.account import Stage
from services.identity.domain.errors import AlreadyProven, ProofRefused, TooManyMails
from services.identity.domain.events import MailCodeRequested
from services.identity.domain.proof import CODE_ATTEMPTS, MailedCode, Puzzle
from tests.fakes.identity import rules

if TYPE_CHECKING:
    from tests.unit.identity.conftest import Identity


async def asks_for_a_code(
    identity: "Identity", registration_id: UUID, email: str = "anne@example.org", address: str = "192.0.2.1"
) -> str:
    command = RequestMailCode(registration_id, email, address)
    await request_mail_code(command, identity.uow, identity.throttle, identity.codes, identity.rules)
    mailed = identity.uow.state.events[-1]
    assert isinstance(mailed, MailCodeRequested)
    assert (mailed.email, mailed.expires_at) == (email, identity.clock.now() + timedelta(hours=1))
    assert re.fullmatch(r"\d{6}", mailed.code)
    return mailed.code


def another(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def refusal(refused: pytest.ExceptionInfo[ProofRefused]) -> tuple[str, str]:
    [error] = refused.value.errors
    return error.field, error.code


@pytest.mark.parametrize(
    ("proof", "refused_as"),
    [
        (None, ("captcha", "captcha-required")),
        (Puzzle("guessed"), ("captcha", "captcha-wrong")),
        (Puzzle("late"), ("captcha", "captcha-expired")),
        (MailedCode("123456"), ("mail_code", "code-expired")),
    ],
)
async def test_without_a_proof_nothing_is_kept(
    identity: "Identity", proof: Puzzle | None, refused_as: tuple[str, str]
) -> None:
    registration_id, _session = await identity.starts()
    with pytest.raises(ProofRefused) as refused:
        await identity.describes(registration_id, proof=proof)
    assert refusal(refused) == refused_as
    assert identity.account(registration_id).stage is Stage.STARTED
    assert not identity.account(registration_id).proven


async def test_without_a_proof_nothing_is_hashed(identity: "Identity") -> None:
    registration_id, _session = await identity.starts()
    for proof in (None, Puzzle("guessed"), MailedCode("123456")):
        with pytest.raises(ProofRefused):
            await identity.describes(registration_id, proof=proof)
    assert identity.hasher.hashed == 0
    await identity.describes(registration_id)
    assert identity.hasher.hashed == 1


async def test_one_proof_is_enough_for_a_registration(identity: "Identity") -> None:
    registration_id, _session = await identity.starts()
    await identity.describes(registration_id)
    assert identity.account(registration_id).proven
    await identity.describes(registration_id, proof=None, password="Autre06510")
    assert identity.account(registration_id).password_hash == "hash of Autre06510"


async def test_a_puzzle_proves_one_registration(identity: "Identity") -> None:
    first, _session = await identity.starts()
    second, _session = await identity.starts()
    await identity.describes(first, proof=Puzzle("solved once"))
    with pytest.raises(ProofRefused) as refused:
        await identity.describes(second, proof=Puzzle("solved once"))
    assert refusal(refused) == ("captcha", "captcha-used")


async def test_a_slip_elsewhere_costs_no_proof(identity: "Identity") -> None:
    registration_id, _session = await identity.starts()
    with pytest.raises(Exception, match="invalid"):
        await identity.describes(registration_id, proof=Puzzle("solved"), password="court")
    await identity.describes(registration_id, proof=Puzzle("solved"))


@pytest.mark.parametrize("copied", ["{}", " {} ", "{0[0]}{0[1]}{0[2]} {0[3]}{0[4]}{0[5]}"])
async def test_a_mailed_code_proves_the_address_it_went_to(identity: "Identity", copied: str) -> None:
    registration_id, _session = await identity.starts()
    code = await asks_for_a_code(identity, registration_id, "Anne@example.org")
    await identity.describes(registration_id, proof=MailedCode(copied.format(code)), email="anne@example.org")
    assert identity.account(registration_id).proven
    assert identity.uow.state.proofs.codes == {}


async def test_a_code_proves_no_other_address(identity: "Identity") -> None:
    registration_id, _session = await identity.starts()
    code = await asks_for_a_code(identity, registration_id, "anne@example.org")
    with pytest.raises(ProofRefused) as refused:
        await identity.describes(registration_id, proof=MailedCode(code), email="somebody@example.org")
    assert refusal(refused) == ("mail_code", "code-wrong")
    assert identity.account(registration_id).email == "anne@example.org"


async def test_a_code_is_tried_five_times(identity: "Identity") -> None:
    registration_id, _session = await identity.starts()
    code = await asks_for_a_code(identity, registration_id)
    for _attempt in range(CODE_ATTEMPTS):
        with pytest.raises(ProofRefused) as refused:
            await identity.describes(registration_id, proof=MailedCode(another(code)))
        assert refusal(refused) == ("mail_code", "code-wrong")
    with pytest.raises(ProofRefused) as refused:
        await identity.describes(registration_id, proof=MailedCode(code))
    assert refusal(refused) == ("mail_code", "code-expired")
    assert identity.account(registration_id).stage is Stage.STARTED
    assert identity.audited() == [("mail_code.failed", None)] * CODE_ATTEMPTS


async def test_a_new_code_ends_the_former(identity: "Identity") -> None:
    registration_id, _session = await identity.starts()
    former = await asks_for_a_code(identity, registration_id)
    code = former
    while code == former:
        code = await asks_for_a_code(identity, registration_id)
    with pytest.raises(ProofRefused):
        await identity.describes(registration_id, proof=MailedCode(former))
    await identity.describes(registration_id, proof=MailedCode(code))


async def test_a_code_lives_an_hour(identity: "Identity") -> None:
    registration_id, _session = await identity.starts()
    code = await asks_for_a_code(identity, registration_id)
    identity.clock.instant += timedelta(hours=1)
    with pytest.raises(ProofRefused) as refused:
        await identity.describes(registration_id, proof=MailedCode(code))
    assert refusal(refused) == ("mail_code", "code-expired")


@pytest.mark.parametrize("bucket", ["registration", "mailbox", "block"])
async def test_codes_are_slowed(identity: "Identity", bucket: str) -> None:
    rate = Rate(2, timedelta(minutes=10))
    identity.rules = rules(mail_code_block=rate) if bucket == "block" else rules(mail_code=rate)
    registrations = [(await identity.starts())[0] for _n in range(3)]

    async def asks(number: int) -> None:
        await asks_for_a_code(
            identity,
            registrations[0 if bucket == "registration" else number],
            "anne@example.org" if bucket == "mailbox" else f"anne{number}@example.org",
            "192.0.2.1" if bucket == "block" else f"192.0.{number}.1",
        )

    await asks(0)
    await asks(1)
    with pytest.raises(TooManyMails) as slowed:
        await asks(2)
    assert (slowed.value.code, slowed.value.retry_after) == ("too-many-requests", 600)
    assert sum(isinstance(event, MailCodeRequested) for event in identity.uow.state.events) == 2


async def test_whoever_is_proven_needs_no_code(identity: "Identity") -> None:
    registration_id, _session = await identity.starts()
    await identity.describes(registration_id)
    with pytest.raises(AlreadyProven):
        await asks_for_a_code(identity, registration_id)
