import re
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest

from libs.domain.errors import Throttled
from libs.domain.throttling import Rate
from services.identity.application.forget_family import forget_family
from services.identity.application.issue_claim_code import IssuedCode, issue_claim_code
from services.identity.application.issue_claim_codes import IssueClaimCodes, IssuedClaim, issue_claim_codes
from services.identity.application.know_family import know_family
from services.identity.application.open_claim import OpenClaim, open_claim
from services.identity.domain.account import AccountId, Stage
from services.identity.domain.claim_code import claim_digest, new_claim_code
from services.identity.domain.claimable_family import ClaimableFamily
from services.identity.domain.errors import AlreadyClaimed, AlreadyRegistered, UnknownFamily, WrongClaim
from services.identity.domain.events import AccountRegistered, ClaimOffered
from tests.fakes.identity import NOON, rules

if TYPE_CHECKING:
    from tests.unit.identity.conftest import Identity


async def knows(identity: "Identity", code: str = "00042", email: str | None = None) -> UUID:
    family = ClaimableFamily(uuid4(), code, email)
    async with identity.uow:
        await know_family(family, NOON, identity.uow)
        await identity.uow.commit()
    return family.id


async def gives_code(identity: "Identity", family_id: UUID) -> IssuedCode:
    return await issue_claim_code(family_id, f"staff:{uuid4()}", identity.uow, identity.rules)


async def opens(identity: "Identity", family_code: str, claim_code: str, address: str = "192.0.2.1") -> AccountId:
    account_id, _session = await open_claim(
        OpenClaim(family_code, claim_code, address), identity.uow, identity.throttle, identity.rules
    )
    return account_id


async def gives_codes(identity: "Identity", *, by_mail: bool, on_paper: bool = True) -> list[IssuedClaim]:
    command = IssueClaimCodes(None, timedelta(days=90), by_mail=by_mail, on_paper=on_paper)
    return await issue_claim_codes(command, identity.uow)


def test_codes_have_no_sign_that_looks_like_another() -> None:
    codes = {new_claim_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(re.fullmatch(r"(?:[2-9A-HJ-NP-Z]{4}-){2}[2-9A-HJ-NP-Z]{4}", code) for code in codes)


@pytest.mark.parametrize("typed", ["k7mp2wxq9rtb", " K7MP 2WXQ 9RTB ", "K7MP–2WXQ–9RTB"])
def test_case_spaces_and_hyphens_make_no_difference(typed: str) -> None:
    family_id = uuid4()
    assert claim_digest(family_id, typed) == claim_digest(family_id, "K7MP-2WXQ-9RTB")
    assert claim_digest(uuid4(), typed) != claim_digest(family_id, typed)


async def test_a_known_family_opens_its_account(identity: "Identity") -> None:
    family_id = await knows(identity)
    issued = await gives_code(identity, family_id)
    assert (issued.family_code, issued.expires_at) == ("00042", NOON + timedelta(days=90))
    account_id = await opens(identity, " 000 42", issued.claim_code.lower())
    account = identity.account(account_id)
    assert (account.email, account.stage) == ("", Stage.STARTED)
    await identity.describes(account_id, email="anne@example.org")
    account = identity.account(account_id)
    assert account.stage is Stage.AWAITING_ACTIVATION
    assert account.family is not None
    assert (account.family.id, account.family.code) == (family_id, "00042")
    [registered] = [event for event in identity.uow.state.events if isinstance(event, AccountRegistered)]
    assert (registered.email, registered.family_code) == ("anne@example.org", "00042")
    assert len(identity.mailed_tokens()) == 1
    with pytest.raises(AlreadyRegistered):
        await identity.describes(account_id, email="anne@example.org")


async def test_the_code_is_stored_nowhere(identity: "Identity") -> None:
    issued = await gives_code(identity, await knows(identity))
    signs = issued.claim_code.replace("-", "")
    state = str(identity.uow.state)
    assert issued.claim_code not in state
    assert signs not in state


async def test_every_wrong_claim_is_refused_alike(identity: "Identity") -> None:
    used = await knows(identity, "00042")
    code_used = (await gives_code(identity, used)).claim_code
    await identity.describes(await opens(identity, "00042", code_used), email="anne@example.org")
    replaced = await knows(identity, "00043")
    code_replaced = (await gives_code(identity, replaced)).claim_code
    good = (await gives_code(identity, replaced)).claim_code
    await knows(identity, "00044")
    for family_code, claim_code in (
        ("00042", code_used),
        ("00043", code_replaced),
        ("00043", code_used),
        ("00044", good),
        ("99999", good),
    ):
        with pytest.raises(WrongClaim):
            await opens(identity, family_code, claim_code)
    identity.clock.instant += timedelta(days=90)
    with pytest.raises(WrongClaim):
        await opens(identity, "00043", good)
    assert [row for row in identity.audited() if row[0] == "claim.failed"] == [("claim.failed", None)] * 6


async def test_guessing_is_slowed_whether_the_family_exists_or_not(identity: "Identity") -> None:
    identity.rules = rules(pair=Rate(2, timedelta(minutes=1)))
    claim_code = (await gives_code(identity, await knows(identity))).claim_code
    for family_code in ("00042", "99999"):
        for _ in range(2):
            with pytest.raises(WrongClaim):
                await opens(identity, family_code, "AAAA-AAAA-AAAA")
        with pytest.raises(Throttled):
            await opens(identity, family_code, "AAAA-AAAA-AAAA")
    await opens(identity, "00042", claim_code, address="198.51.100.7")


async def test_of_two_registrations_of_one_code_the_first_described_gets_the_family(identity: "Identity") -> None:
    claim_code = (await gives_code(identity, await knows(identity))).claim_code
    first, second = [await opens(identity, "00042", claim_code) for _ in range(2)]
    await identity.describes(first, email="anne@example.org")
    with pytest.raises(AlreadyClaimed):
        await identity.describes(second, email="other@example.org")
    assert identity.account(second).stage is Stage.STARTED


async def test_a_replaced_code_ends_the_registrations_that_it_opened(identity: "Identity") -> None:
    family_id = await knows(identity)
    account_id = await opens(identity, "00042", (await gives_code(identity, family_id)).claim_code)
    await gives_code(identity, family_id)
    with pytest.raises(AlreadyClaimed):
        await identity.describes(account_id, email="anne@example.org")


async def test_no_code_for_an_unknown_or_claimed_family(identity: "Identity") -> None:
    with pytest.raises(UnknownFamily):
        await gives_code(identity, uuid4())
    family_id = await knows(identity)
    claim_code = (await gives_code(identity, family_id)).claim_code
    await identity.describes(await opens(identity, "00042", claim_code), email="anne@example.org")
    with pytest.raises(AlreadyClaimed):
        await gives_code(identity, family_id)


async def test_codes_by_mail_go_to_known_addresses_and_the_rest_to_paper(identity: "Identity") -> None:
    await knows(identity, "00043", "anne@example.org")
    await knows(identity, "00042")
    paper, mailed = await gives_codes(identity, by_mail=True)
    assert (paper.family_code, paper.email) == ("00042", None)
    assert (mailed.family_code, mailed.claim_code, mailed.email) == ("00043", None, "anne@example.org")
    [offered] = [event for event in identity.uow.state.events if isinstance(event, ClaimOffered)]
    await opens(identity, "00043", offered.claim_code)
    assert paper.claim_code
    await opens(identity, "00042", paper.claim_code)


async def test_mails_alone_leave_the_letters_sent_before_good(identity: "Identity") -> None:
    family_id = await knows(identity)
    claim_code = (await gives_code(identity, family_id)).claim_code
    [left_out] = await gives_codes(identity, by_mail=True, on_paper=False)
    assert (left_out.claim_code, left_out.email, left_out.expires_at) == (None, None, None)
    await opens(identity, "00042", claim_code)


async def test_a_claimed_family_gets_no_letter(identity: "Identity") -> None:
    claim_code = (await gives_code(identity, await knows(identity))).claim_code
    await identity.describes(await opens(identity, "00042", claim_code), email="anne@example.org")
    assert await gives_codes(identity, by_mail=False) == []


async def test_an_erased_family_leaves_no_account_and_no_code(identity: "Identity") -> None:
    family_id = await knows(identity)
    claim_code = (await gives_code(identity, family_id)).claim_code
    account_id = await opens(identity, "00042", claim_code)
    await identity.describes(account_id, email="anne@example.org")
    async with identity.uow:
        await forget_family(family_id, identity.uow)
        await identity.uow.commit()
    state = identity.uow.state
    assert (state.accounts, state.claims.families, state.claims.codes, state.sessions) == ({}, {}, {}, {})
    assert {("account.deleted", "family-erased"), ("family.forgotten", "family-erased")} <= set(identity.audited())
