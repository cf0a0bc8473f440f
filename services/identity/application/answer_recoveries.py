"""Whoever forgot something gets a mail, if the identifier is somebody's.

A job, apart from the request: a visitor's answer must not depend on what is found, in time either.
"""

from collections.abc import Sequence

from services.identity.application.ports import Throttle, UnitOfWork
from services.identity.application.request_activation import send_link, take_a_mail
from services.identity.application.rules import Rules
from services.identity.domain.account import Account
from services.identity.domain.errors import TooManyMails
from services.identity.domain.identifier import is_address
from services.identity.domain.recovery import Forgotten, Recovery
from services.identity.domain.session import digest, new_token

_BATCH = 50


async def answer_recoveries(uow: UnitOfWork, throttle: Throttle, rules: Rules) -> int:
    """The number of identifiers looked for."""
    async with uow:
        recoveries = await uow.recoveries.take(_BATCH)
        for recovery in recoveries:
            found = await _accounts(recovery, uow)
            if recovery.forgotten is Forgotten.FAMILY_CODE:
                _tell_codes(recovery, found, uow)
            else:
                await _open_a_way(recovery, found, uow, throttle, rules)
        await uow.commit()
    return len(recoveries)


async def _accounts(recovery: Recovery, uow: UnitOfWork) -> list[Account]:
    if is_address(recovery.identifier):
        return await uow.accounts.with_address(recovery.identifier)
    return await uow.accounts.with_code(recovery.identifier)


async def _open_a_way(
    recovery: Recovery, found: Sequence[Account], uow: UnitOfWork, throttle: Throttle, rules: Rules
) -> None:
    """An account that waits has a password that its holder chose just now: what lacks is the activation."""
    active = [account for account in found if account.activated_at]
    if len(active) > 1:  # the address does not say which: its holder asks again with a code
        _tell_codes(recovery, active, uow)
    elif active:
        await _send_reset(active[0], uow, rules)
    else:
        for account in found:
            await _send_activation(account, uow, throttle, rules)


def _tell_codes(recovery: Recovery, accounts: Sequence[Account], uow: UnitOfWork) -> None:
    if accounts:
        recovery.tell_codes(accounts[0].email, [account.family.code for account in accounts if account.family])
        uow.note("service:identity", "family_codes.mailed", f"account:{accounts[0].id}")


async def _send_reset(account: Account, uow: UnitOfWork, rules: Rules) -> None:
    token = new_token()
    expires_at = await uow.password_resets.add(account.id, digest(token), rules.password_reset)
    account.request_password_reset(token, expires_at)
    uow.note("service:identity", "password_reset.requested", f"account:{account.id}", family=account.family_id)


async def _send_activation(account: Account, uow: UnitOfWork, throttle: Throttle, rules: Rules) -> None:
    try:
        await take_a_mail(account, throttle, rules)
    except TooManyMails:
        return  # the earlier mails say the same
    await send_link(account, uow, rules, for_holder=False)
