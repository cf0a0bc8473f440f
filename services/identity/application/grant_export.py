"""The holder of an account takes all that the town knows of the family along, and gives the password for it."""

from uuid import UUID

from libs.domain.errors import Invalid, Throttled
from libs.domain.throttling import limit
from services.identity.application.own_password import WRONG, own_password
from services.identity.application.ports import Directory, PasswordHasher, Throttle, UnitOfWork
from services.identity.application.rules import Rules
from services.identity.domain.errors import UnknownAccount


async def grant_export(
    account_id: UUID,
    current_password: str,
    uow: UnitOfWork,
    *,
    directory: Directory,
    throttle: Throttle,
    hasher: PasswordHasher,
    rules: Rules,
) -> None:
    """Leaves its audit row before anything leaves.

    Raises:
        Throttled: too many wrong passwords, or too many exports.
        Invalid: the password is wrong.
        UnknownAccount.
    """
    stored = await own_password(
        account_id, current_password, uow, directory=directory, throttle=throttle, hasher=hasher, rules=rules
    )
    if stored is None:
        raise Invalid(errors=[WRONG])
    if wait := await throttle.take([limit(rules.rates.data_export, "data-export", str(account_id))]):
        raise Throttled(wait)
    found = await directory.account(account_id)
    if found is None:
        raise UnknownAccount
    async with uow:
        reference = f"account:{account_id}"
        uow.note(reference, "data.exported", reference, family=found.family_id)
        await uow.commit()
