"""Somebody signed in chooses another password."""

from dataclasses import dataclass
from uuid import UUID

from libs.domain.errors import Invalid
from services.identity.application.end_access import end_access
from services.identity.application.judge_password import refusals
from services.identity.application.open_session import open_session
from services.identity.application.own_password import WRONG, own_password
from services.identity.application.ports import (
    Clock,
    Directory,
    PasswordEstimator,
    PasswordHasher,
    Throttle,
    UnitOfWork,
)
from services.identity.application.rules import Rules
from services.identity.domain.account import Account
from services.identity.domain.errors import UnknownAccount
from services.identity.domain.session import OpenedSession, SeenAs, SessionKind


@dataclass(frozen=True)
class ChangePassword:
    """`seen_as`: what the session is listed as that takes the place of the present one."""

    account_id: UUID
    current_password: str
    password: str
    seen_as: SeenAs | None = None


async def change_password(
    command: ChangePassword,
    uow: UnitOfWork,
    *,
    directory: Directory,
    throttle: Throttle,
    hasher: PasswordHasher,
    estimator: PasswordEstimator,
    rules: Rules,
    clock: Clock,
) -> OpenedSession:
    """The only session that is left, with a fresh token: whatever else the old password opened has ended.

    Raises:
        Throttled: too many wrong current passwords.
        Invalid: the current password is wrong, the new one refused by the town's rule; both are told at once.
        UnknownAccount.
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
        errors = refusals(command.password, await _account(command, uow), estimator, rules)
    if stored is None or errors:
        raise Invalid(errors=[*([] if stored else [WRONG]), *errors])
    password_hash = await hasher.hash(command.password)  # between the transactions: a slow hash must hold no lock
    async with uow:
        account = await _account(command, uow)
        if account.password_hash != stored:  # changed meanwhile, from another device
            raise Invalid(errors=[WRONG])
        account.change_password(password_hash, clock.now())
        await end_access(account, uow)
        session = await open_session(SessionKind.FAMILY, account.id, uow, rules, command.seen_as)
        uow.note(
            f"account:{account.id}",
            "password.changed",
            f"account:{account.id}",
            reason="chosen",
            family=account.family_id,
        )
        await uow.commit()
    return session


async def _account(command: ChangePassword, uow: UnitOfWork) -> Account:
    account = await uow.accounts.find(command.account_id)
    if account is None:
        raise UnknownAccount
    return account
