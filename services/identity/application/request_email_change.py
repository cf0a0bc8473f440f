"""Somebody signed in wants another address: a link goes there, and the old one stays in force until it is used.

Whether the new address opens another account is looked up nowhere: an address may open several, and the answer is the
same for any.
"""

from dataclasses import dataclass
from uuid import UUID

from libs.domain.errors import FieldError, Invalid
from libs.domain.throttling import limit
from services.identity.application.own_password import WRONG, own_password
from services.identity.application.ports import Directory, PasswordHasher, Throttle, UnitOfWork
from services.identity.application.rules import Rules
from services.identity.domain.account import Account
from services.identity.domain.email_address import email_key
from services.identity.domain.errors import NoEmailChange, TooManyMails, UnknownAccount
from services.identity.domain.session import digest, new_token


@dataclass(frozen=True)
class RequestEmailChange:
    account_id: UUID
    current_password: str
    email: str


async def request_email_change(
    command: RequestEmailChange,
    uow: UnitOfWork,
    *,
    directory: Directory,
    throttle: Throttle,
    hasher: PasswordHasher,
    rules: Rules,
) -> None:
    """The link of a former request is void from now on.

    Raises:
        Throttled: too many wrong current passwords.
        Invalid: the current password is wrong, or the address is the account's already.
        TooManyMails, UnknownAccount.
    """
    stored = await own_password(
        command.account_id,
        command.current_password,
        uow,
        directory=directory,
        throttle=throttle,
        hasher=hasher,
        rules=rules,
    )
    async with uow:
        account = await _account(command.account_id, uow)
        wrong = [] if stored and account.password_hash == stored else [WRONG]
        if email_key(account.email) == email_key(command.email):
            wrong.append(FieldError("email", "email-unchanged"))
        if wrong:
            raise Invalid(errors=wrong)
        await _send_link(account, command.email, uow, throttle, rules)
        await uow.commit()


async def resend_email_change(account_id: UUID, uow: UnitOfWork, throttle: Throttle, rules: Rules) -> None:
    """Another link to the address that waits; the former is void, since only hashes of links are kept.

    Raises:
        NoEmailChange, TooManyMails, UnknownAccount.
    """
    async with uow:
        account = await _account(account_id, uow)
        email = await uow.email_changes.pending(account.id)
        if email is None:
            raise NoEmailChange
        await _send_link(account, email, uow, throttle, rules)
        await uow.commit()


async def cancel_email_change(account_id: UUID, uow: UnitOfWork) -> None:
    """The link is void. Raises NoEmailChange, UnknownAccount."""
    async with uow:
        account = await _account(account_id, uow)
        if not await uow.email_changes.drop(account.id):
            raise NoEmailChange
        uow.note(f"account:{account.id}", "email_change.cancelled", f"account:{account.id}", family=account.family_id)
        await uow.commit()


async def _account(account_id: UUID, uow: UnitOfWork) -> Account:
    account = await uow.accounts.find(account_id)
    if account is None:
        raise UnknownAccount
    return account


async def _send_link(account: Account, email: str, uow: UnitOfWork, throttle: Throttle, rules: Rules) -> None:
    """Counted by account, and by address: nobody fills a stranger's mailbox from several accounts."""
    rate = rules.rates.email_change_mail
    counted = [limit(rate, "email-change", str(account.id)), limit(rate, "email-change-to", email_key(email))]
    if wait := await throttle.take(counted):
        raise TooManyMails(wait)
    token = new_token()
    expires_at = await uow.email_changes.keep(account.id, email, digest(token), rules.email_change)
    account.request_email_change(email, token, expires_at)
    uow.note(f"account:{account.id}", "email_change.requested", f"account:{account.id}", family=account.family_id)
