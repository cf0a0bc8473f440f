"""A new activation link for an account that waits for its confirmation."""

from uuid import UUID

from libs.domain.throttling import limit
from services.identity.application.ports import Throttle, UnitOfWork
from services.identity.application.rules import Rules
from services.identity.domain.account import Account
from services.identity.domain.errors import TooManyMails, UnknownRegistration
from services.identity.domain.session import digest, new_token


async def resend_activation(registration_id: UUID, uow: UnitOfWork, throttle: Throttle, rules: Rules) -> None:
    """The holder asks for the mail again; links sent before stay good, since mails overtake each other.

    Raises:
        UnknownRegistration, NotAwaitingActivation, TooManyMails.
    """
    async with uow:
        account = await uow.accounts.find(registration_id)
        if account is None:
            raise UnknownRegistration
        account.awaiting_family()
        await take_a_mail(account, throttle, rules)
        await send_link(account, uow, rules)
        await uow.commit()


async def take_a_mail(account: Account, throttle: Throttle, rules: Rules) -> None:
    """Raises TooManyMails."""
    if wait := await throttle.take([limit(rules.rates.activation_mail, "activation-mail", str(account.id))]):
        raise TooManyMails(wait)


async def send_link(account: Account, uow: UnitOfWork, rules: Rules, *, for_holder: bool = True) -> None:
    """Make a link and have it mailed, inside the caller's transaction.

    Args:
        for_holder: whoever asks proved to hold the account, so that the delay after which it closes begins anew.

    Raises:
        NotAwaitingActivation.
    """
    token = new_token()
    expires_at = await uow.activation_links.add(account.id, digest(token), rules.activation_link)
    if for_holder:
        account.activation_asked_at = expires_at - rules.activation_link  # by the database's clock
    account.request_activation(token, expires_at)
    uow.note("service:identity", "activation.requested", f"account:{account.id}")
