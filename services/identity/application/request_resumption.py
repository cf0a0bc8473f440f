"""Somebody wants to go on with a registration, another day or on another device."""

from uuid import UUID

from libs.domain.errors import Throttled
from libs.domain.throttling import Limit, address_block, limit
from services.identity.application.ports import Throttle, UnitOfWork
from services.identity.application.rules import Rules
from services.identity.domain.account import Account
from services.identity.domain.email_address import email_key
from services.identity.domain.errors import TooManyMails, UnknownRegistration
from services.identity.domain.session import digest, new_token

_BATCH = 50


async def ask_for_resumption(
    email: str, client_address: str | None, uow: UnitOfWork, throttle: Throttle, rules: Rules
) -> None:
    """Note the address, which is looked up by nobody here: known or not, the same is done. Raises Throttled."""
    block = limit(rules.rates.resumption, "resumption", address_block(client_address))
    if wait := await throttle.take([block]):
        raise Throttled(wait)
    async with uow:
        await uow.resumption_requests.add(email)
        await uow.commit()


async def send_resumptions(uow: UnitOfWork, throttle: Throttle, rules: Rules) -> int:
    """A job: each registration with a noted address gets one link, the newest first, while its mailbox is to bear it.

    Returns:
        the number of addresses looked for.
    """
    async with uow:
        emails = await uow.resumption_requests.take(_BATCH)
        for email in dict.fromkeys(email_key(email) for email in emails):
            for account in await uow.accounts.resumable(email, _BATCH):
                if await throttle.take([_mailbox(email, rules)]):
                    break
                await _send_link(account, uow, rules)
        await uow.commit()
    return len(emails)


async def mail_resumption(registration_id: UUID, uow: UnitOfWork, throttle: Throttle, rules: Rules) -> None:
    """*Continuer plus tard*: a link to the registration's own address.

    Raises:
        UnknownRegistration, NothingToResume.
        TooManyMails: the mailbox got enough of them.
    """
    async with uow:
        account = await uow.accounts.find(registration_id)
        if account is None:
            raise UnknownRegistration
        account.resumable()
        if wait := await throttle.take([_mailbox(account.email, rules)]):
            raise TooManyMails(wait)
        await _send_link(account, uow, rules)
        await uow.commit()


def _mailbox(email: str, rules: Rules) -> Limit:
    return limit(rules.rates.resumption_mail, "resumption-mail", email_key(email))


async def _send_link(account: Account, uow: UnitOfWork, rules: Rules) -> None:
    """Links sent before stay good, since mails overtake each other."""
    token = new_token()
    expires_at = await uow.resumption_links.add(account.id, digest(token), rules.resumption_link)
    account.request_resumption(token, expires_at)
    uow.note("service:identity", "resumption.requested", f"account:{account.id}")
