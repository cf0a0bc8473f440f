"""The holder of a mailed link chooses a new password."""

from dataclasses import dataclass

from libs.domain.errors import Invalid
from services.identity.application.ports import Clock, PasswordEstimator, PasswordHasher, UnitOfWork
from services.identity.application.rules import Rules
from services.identity.domain.account import Account, personal_words
from services.identity.domain.errors import UnknownLink
from services.identity.domain.session import digest


@dataclass(frozen=True)
class ResetPassword:
    token: str
    password: str


async def reset_password(
    command: ResetPassword,
    uow: UnitOfWork,
    *,
    hasher: PasswordHasher,
    estimator: PasswordEstimator,
    rules: Rules,
    clock: Clock,
) -> None:
    """Whatever the old password opened ends: sessions, known devices, other links. Nobody is signed in by this.

    The account is locked before the link is spent, so that of many requests at once exactly one finds the link good.

    Raises:
        UnknownLink: unknown, expired or used.
        Invalid: the town's rule refuses the password.
    """
    spent = digest(command.token)
    async with uow:
        _refuse_weak(command.password, await _holder(spent, uow), estimator, rules)
    password_hash = await hasher.hash(command.password)  # between the transactions: a slow hash must hold no lock
    async with uow:
        account = await _holder(spent, uow)
        if not await uow.password_resets.spend(spent):
            raise UnknownLink
        account.change_password(password_hash, clock.now())
        await _end_everything(account, uow)
        uow.note("visitor", "password.changed", f"account:{account.id}", reason="forgotten")
        await uow.commit()


async def _holder(link: bytes, uow: UnitOfWork) -> Account:
    account_id = await uow.password_resets.account_of(link)
    account = await uow.accounts.find(account_id) if account_id else None
    if account is None:
        raise UnknownLink
    return account


def _refuse_weak(password: str, account: Account, estimator: PasswordEstimator, rules: Rules) -> None:
    personal = personal_words(account.holder, account.email) if account.holder else ()
    if refusals := rules.password.judge(password, estimator.estimate(password, personal)).refusals:
        raise Invalid(errors=refusals)


async def _end_everything(account: Account, uow: UnitOfWork) -> None:
    await uow.sessions.end_all(account.id)
    await uow.known_devices.forget_all(account.id)
    for links in (uow.password_resets, uow.activation_links, uow.resumption_links):
        await links.drop_all(account.id)
