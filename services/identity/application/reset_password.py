"""The holder of a mailed link chooses a new password."""

from dataclasses import dataclass

from libs.domain.errors import Invalid
from services.identity.application.end_access import end_access
from services.identity.application.judge_password import refusals
from services.identity.application.ports import Clock, PasswordEstimator, PasswordHasher, UnitOfWork
from services.identity.application.rules import Rules
from services.identity.domain.account import Account
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
        if refused := refusals(command.password, await _holder(spent, uow), estimator, rules):
            raise Invalid(errors=refused)
    password_hash = await hasher.hash(command.password)  # between the transactions: a slow hash must hold no lock
    async with uow:
        account = await _holder(spent, uow)
        if not await uow.password_resets.spend(spent):
            raise UnknownLink
        account.change_password(password_hash, clock.now())
        await end_access(account, uow)
        uow.note("visitor", "password.changed", f"account:{account.id}", reason="forgotten", family=account.family_id)
        await uow.commit()


async def _holder(link: bytes, uow: UnitOfWork) -> Account:
    account_id = await uow.password_resets.account_of(link)
    account = await uow.accounts.find(account_id) if account_id else None
    if account is None:
        raise UnknownLink
    return account
