"""Somebody signed in gives the current password again, before what a stolen session must not do."""

from uuid import UUID

from libs.domain.errors import FieldError, Throttled
from libs.domain.throttling import limit
from services.identity.application.ports import Directory, PasswordHasher, Throttle, UnitOfWork
from services.identity.application.rules import Rules

WRONG = FieldError("current_password", "current-password-wrong")


async def own_password(
    account_id: UUID,
    typed: str,
    uow: UnitOfWork,
    *,
    directory: Directory,
    throttle: Throttle,
    hasher: PasswordHasher,
    rules: Rules,
) -> str | None:
    """The stored hash that it matches: what is changed next is changed only while this is still the account's.

    None for another password, which is counted and noted. The bucket is the account's own: guesses here keep nobody
    from signing in, nor the owner from disconnecting the device that guesses.

    Raises:
        Throttled: too many attempts; nothing was hashed.
    """
    bucket = limit(rules.rates.own_account, "own-password", str(account_id))
    if wait := await throttle.take([bucket]):
        raise Throttled(wait)
    found = await directory.account(account_id)
    stored = found.password_hash if found else None
    if await hasher.verify(stored, typed):
        await throttle.empty([bucket])
        return stored
    async with uow:
        uow.note(
            f"account:{account_id}",
            "password.refused",
            f"account:{account_id}",
            reason="wrong-credentials",
            family=found.family_id if found else None,
        )
        await uow.commit()
    return None
