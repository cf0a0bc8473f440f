"""The holder closes the account: it is gone at once; the town keeps the family for a while, and may reopen it."""

from uuid import UUID

from libs.domain.errors import Invalid
from services.identity.application.own_password import WRONG, own_password
from services.identity.application.ports import Clock, Directory, PasswordHasher, Throttle, UnitOfWork
from services.identity.application.rules import Rules
from services.identity.domain.claimable_family import ClaimableFamily
from services.identity.domain.errors import UnknownAccount


async def close_account(
    account_id: UUID,
    current_password: str,
    uow: UnitOfWork,
    *,
    directory: Directory,
    throttle: Throttle,
    hasher: PasswordHasher,
    rules: Rules,
    clock: Clock,
) -> None:
    """Its sessions, devices and links end with it, and its address is forgotten here.

    Raises:
        Throttled: too many wrong passwords.
        Invalid: the password is wrong.
        UnknownAccount.
    """
    stored = await own_password(
        account_id, current_password, uow, directory=directory, throttle=throttle, hasher=hasher, rules=rules
    )
    async with uow:
        account = await uow.accounts.find(account_id)
        if account is None:
            raise UnknownAccount
        if stored is None or account.password_hash != stored:  # changed meanwhile, from another device
            raise Invalid(errors=[WRONG])
        now = clock.now()
        family = account.leave(now, now + rules.closed_account)
        await uow.accounts.delete(account.id)
        await uow.claims.close(ClaimableFamily(family.id, family.code, None), now)
        reference = f"account:{account.id}"
        uow.note(reference, "account.closed", reference, reason="by-its-holder", family=family.id)
        await uow.commit()
