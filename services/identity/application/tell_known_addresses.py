"""Whoever owns an address that already opens an account is told that somebody began a registration with it.

A job, apart from the request: a visitor's answer must not depend on whether the address is known, in time either.
"""

from libs.domain.throttling import limit
from services.identity.application.ports import Throttle, UnitOfWork
from services.identity.application.rules import Rules
from services.identity.domain.email_address import email_key

_BATCH = 50


async def tell_known_addresses(uow: UnitOfWork, throttle: Throttle, rules: Rules) -> int:
    """The number of addresses looked for. An owner gets one mail an hour at most, however often it is typed."""
    async with uow:
        accounts = await uow.accounts.with_unchecked_address(_BATCH)
        for account in accounts:
            known = await uow.accounts.address_opens_one(account.email)
            bucket = limit(rules.rates.known_address_mail, "known-address-mail", email_key(account.email))
            account.tell_if_known(known=known and not await throttle.take([bucket]))
        await uow.commit()
    return len(accounts)
