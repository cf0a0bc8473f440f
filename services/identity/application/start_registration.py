"""Somebody begins to create a family with an e-mail address (step 2).

The address is looked up by nobody here: known or unknown, the same rows are written and the same answer given. A job
(`tell_known_addresses`) finds known ones afterwards and has their owners told.
"""

from dataclasses import dataclass
from uuid import uuid4

from libs.domain.errors import Throttled
from libs.domain.throttling import address_block, limit
from services.identity.application.open_session import open_session
from services.identity.application.ports import Throttle, UnitOfWork
from services.identity.application.rules import Rules
from services.identity.domain.account import Account, AccountId
from services.identity.domain.session import OpenedSession, SessionKind


@dataclass(frozen=True)
class StartRegistration:
    """`client_address`: where the request came from, as the gateway saw it."""

    email: str
    client_address: str | None


async def start_registration(
    command: StartRegistration, uow: UnitOfWork, throttle: Throttle, rules: Rules
) -> tuple[AccountId, OpenedSession]:
    """Raises Throttled."""
    block = limit(rules.rates.registration, "registration", address_block(command.client_address))
    if wait := await throttle.take([block]):
        raise Throttled(wait)
    account = Account(AccountId(uuid4()), command.email)
    async with uow:
        uow.accounts.add(account)
        session = await open_session(SessionKind.REGISTRATION, account.id, uow, rules)
        await uow.commit()
    return account.id, session
